/**
 * The same change on one ticket or many: shown at once, sent, and taken back alone where the desk refuses it. One
 * ticket is sent by its own route; many in one request, in which each has its own outcome, and so is whatever says
 * whether customers hear of it, which no other route is told. Undoing it goes the same way.
 */
import { batch } from "@preact/signals";
import { Problem } from "../../api/problem";
import type { Bulk, BulkSet, ChangedTicket } from "../../api/types";
import { place } from "../../router/router";
import { countSoon } from "../desk/directory";
import { desk } from "../desk/session";
import { markOwn } from "./feed";
import { rearrange } from "./list";
import { type Known, open, refresh, tickets } from "./tickets";

type Turn = (before: Known) => Known;

export interface Change {
  apply: Turn;
  /** How it shows once it is undone, until the desk's word is there; left out, what it changed is as it was. */
  revert?: Turn;
  /** How one ticket is sent; resolves to the desk's word. */
  send(ref: string, before: Known): Promise<ChangedTicket>;
  /** The same for many. */
  set: BulkSet;
  /** Hears of so many of them that the desk has answered for. */
  answered?(count: number): void;
}

export interface Results {
  done: readonly string[];
  failed: readonly { ref: string; problem: Problem }[];
}

export interface Outcome extends Results {
  deeds: readonly Deed[];
}

/** What was done by one request and can be undone by one: an action on one ticket, or a portion of many. */
export interface Deed {
  id: string;
  refs: readonly string[];
  /** An instant by the desk's clock. */
  until: string;
  revert(ref: string): Turn;
  /** How to send its undoing, once. */
  sender(): Sender;
}

type Sender = (ref: string) => Promise<Known | null>;

/** Tickets go `AT_ONCE` to a request: each has its time, and the page hears of the first ones sooner. */
const AT_ONCE = 100;

export async function changeAll(refs: readonly string[], change: Change, notifyCustomers?: boolean): Promise<Outcome> {
  const before = new Map(refs.map((ref) => [ref, tickets.of(ref)?.peek()] as const));
  const revert = (ref: string): Turn => change.revert ?? asBefore(before.get(ref), change.apply);
  const deeds: Deed[] = [];
  const alone: Sender = async (ref) => {
    const word = tickets.desksWord(ref);
    if (!word) throw new Error(`${ref} is not known here`);
    const told = await change.send(ref, word);
    deeds.push(...deedOf(told, revert));
    return told;
  };
  const many = async (portion: readonly string[]): Promise<Bulk> => {
    const told = await desk().bulk(portion, change.set, notifyCustomers ?? false);
    deeds.push(...deedOfMany(told, revert));
    change.answered?.(portion.length);
    return told;
  };
  const send = refs.length === 1 && notifyCustomers === undefined ? alone : together(refs, many);
  const results = await carryOut(refs, () => change.apply, send);
  return { ...results, deeds };
}

/** Undo it: shown at once, and standing again where the desk refuses. */
export function undo({ refs, revert, sender }: Deed): Promise<Results> {
  return carryOut(refs, revert, sender());
}

/** What can be undone of an answer to a change of one ticket: one thing, or nothing. */
export function deedOf(
  { ref, action_id: id, undo_until: until }: ChangedTicket,
  revert: Deed["revert"] = () => same,
): Deed[] {
  return id && until ? [{ id, refs: [ref], until, revert, sender: () => () => desk().undo(ref, id) }] : [];
}

/** The same of an answer to what was done to many. */
export function deedOfMany(
  { batch_id: id, undo_until: until, results }: Bulk,
  revert: Deed["revert"] = () => same,
): Deed[] {
  const refs = results.filter((each) => each.ok).map((each) => each.ref);
  return id && until ? [{ id, refs, until, revert, sender: () => together(refs, () => desk().undoBulk(id)) }] : [];
}

const same: Turn = (ticket) => ticket;

/** Sets back what `apply` changed, and nothing else: the rest may be news by then. */
function asBefore(before: Known | undefined, apply: Turn): Turn {
  if (!before) return same;
  const entries = Object.entries(apply(before)).map(([name, value]) => [name as keyof Known, value] as const);
  const former = entries.filter(([name, value]) => before[name] !== value).map(([name]) => [name, before[name]]);
  return (now) => ({ ...now, ...Object.fromEntries(former) });
}

async function carryOut(refs: readonly string[], turn: (ref: string) => Turn, send: Sender): Promise<Results> {
  markOwn(refs);
  const started = batch(() => {
    const all = refs.map((ref) => settled(ref, shownAndSent(ref, turn(ref), send)));
    rearrange(refs);
    return all;
  });
  const outcomes = await Promise.all(started);
  batch(() => rearrange(refs));
  markOwn(refs);
  countSoon();
  const here = place.peek();
  if (here.view === "ticket" && refs.includes(here.ref)) void refresh(here.ref); // its history tells of it
  return {
    done: outcomes.filter((each) => each.problem === null).map((each) => each.ref),
    failed: outcomes.flatMap(({ ref, problem }) => (problem ? [{ ref, problem }] : [])),
  };
}

/** A ticket that the page has forgotten meanwhile is sent all the same. */
async function shownAndSent(ref: string, turn: Turn, send: Sender): Promise<void> {
  if (tickets.of(ref)) await tickets.change(ref, turn, () => send(ref));
  else await send(ref);
}

/** One request for all of a portion, sent when the last of its tickets is free of earlier changes. */
function together(refs: readonly string[], ask: (portion: readonly string[]) => Promise<Bulk>): Sender {
  const answers = new Map<string, () => Promise<Bulk>>();
  for (let from = 0; from < refs.length; from += AT_ONCE) {
    const portion = refs.slice(from, from + AT_ONCE);
    const arrive = whenAllArrived(portion.length, () => ask(portion));
    for (const ref of portion) answers.set(ref, arrive);
  }
  return async (ref) => {
    const mine = (await answers.get(ref)?.())?.results.find((each) => each.ref === ref);
    if (mine?.ok) return null;
    throw new Problem({ status: 409, code: mine?.code ?? "not_tried", detail: mine?.detail ?? "" });
  };
}

function whenAllArrived<T>(count: number, start: () => Promise<T>): () => Promise<T> {
  let missing = count;
  let begin = (): void => undefined;
  const outcome = new Promise<void>((resolve) => {
    begin = resolve;
  }).then(start);
  return () => {
    if (--missing === 0) begin();
    return outcome;
  };
}

async function settled(ref: string, change: Promise<void>): Promise<{ ref: string; problem: Problem | null }> {
  try {
    await change;
    return { ref, problem: null };
  } catch (failure) {
    if (!(failure instanceof Problem)) throw failure;
    if (failure.status === 404 || failure.status === 409 || failure.status === 412) void open(ref); // ours was outdated
    return { ref, problem: failure };
  }
}
