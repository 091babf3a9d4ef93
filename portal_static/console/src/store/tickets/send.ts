/**
 * The same change on one ticket or many: shown at once, sent, and taken back alone where the desk refuses it. One
 * ticket is sent by its own route; many in one request, in which each has its own outcome.
 */
import { batch } from "@preact/signals";
import { Problem } from "../../api/problem";
import type { BulkResult, BulkSet } from "../../api/types";
import { countSoon } from "../desk/directory";
import { desk } from "../desk/session";
import { markOwn } from "./feed";
import { rearrange, visible } from "./list";
import { stayNear } from "./selection";
import { type Known, open, tickets } from "./tickets";

export interface Change {
  apply(before: Known): Known;
  /** How one ticket is sent; resolves to the desk's word. */
  send(ref: string, before: Known): Promise<Known>;
  /** The same for many. */
  set: BulkSet;
}

export interface Outcome {
  done: readonly string[];
  failed: readonly { ref: string; problem: Problem }[];
}

/** Tickets go `AT_ONCE` to a request: each has its time, and the page hears of the first ones sooner. */
const AT_ONCE = 100;

export async function changeAll(refs: readonly string[], change: Change, notifyCustomers = false): Promise<Outcome> {
  const senders = refs.length === 1 ? alone(change) : together(refs, change.set, notifyCustomers);
  markOwn(refs);
  const rows = visible.peek();
  const started = batch(() => {
    const all = refs.map((ref) =>
      settled(
        ref,
        tickets.change(ref, change.apply, () => senders(ref)),
      ),
    );
    rearrange(refs);
    stayNear(rows);
    return all;
  });
  const outcomes = await Promise.all(started);
  batch(() => rearrange(refs));
  markOwn(refs);
  countSoon();
  return {
    done: outcomes.filter((each) => each.problem === null).map((each) => each.ref),
    failed: outcomes.flatMap(({ ref, problem }) => (problem ? [{ ref, problem }] : [])),
  };
}

type Sender = (ref: string) => Promise<Known | null>;

function alone(change: Change): Sender {
  return (ref) => {
    const before = tickets.desksWord(ref);
    if (!before) throw new Error(`${ref} is not known here`);
    return change.send(ref, before);
  };
}

/** One request for all of a portion, sent when the last of its tickets is free of earlier changes. */
function together(refs: readonly string[], set: BulkSet, notifyCustomers: boolean): Sender {
  const answers = new Map<string, () => Promise<BulkResult[]>>();
  for (let from = 0; from < refs.length; from += AT_ONCE) {
    const portion = refs.slice(from, from + AT_ONCE);
    const arrive = whenAllArrived(portion.length, () => desk().bulk(portion, set, notifyCustomers));
    for (const ref of portion) answers.set(ref, arrive);
  }
  return async (ref) => {
    const results = (await answers.get(ref)?.()) ?? [];
    const mine = results.find((each) => each.ref === ref);
    if (mine?.ok) return null;
    throw new Problem({ status: 409, code: mine?.code ?? "not_tried", detail: mine?.detail ?? "" });
  };
}

function whenAllArrived<T>(count: number, start: () => Promise<T>): () => Promise<T> {
  let missing = count;
  const { promise, resolve } = Promise.withResolvers<void>();
  const outcome = promise.then(start);
  return () => {
    if (--missing === 0) resolve();
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
