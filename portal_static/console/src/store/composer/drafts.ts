/**
 * What is being written on each ticket. A reply and a note are two texts: switching between them never carries the
 * words for the team into the answer to the customer. Drafts are kept in the browser, for each person and workspace,
 * until the desk has confirmed what was sent.
 */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Attachment, Status, TimelineEntry } from "../../api/types";
import { keptNames, store, stored } from "../desk/browserStorage";
import { workspace } from "../desk/session";

export type Mode = "reply" | "note";

export interface Text {
  body: string;
  files: readonly Attachment[];
}

/** A request that was sent and never answered: sending the same again must not say it twice. */
export interface Attempt {
  key: string;
  sent: Record<string, unknown>;
}

/** A text on its way to the desk. */
export interface Sending {
  mode: Mode;
  text: Text;
  /** The status to set with a reply. */
  status: Status | null;
  cc: string;
  since: string | null;
}

export interface Draft {
  mode: Mode;
  reply: Text;
  note: Text;
  status: Status | null;
  /** Whom a reply goes to as well, as it is typed. */
  cc: string;
  /** The newest entry that was on the page when the writing began; null while nothing is written. */
  since: string | null;
  sending: Sending | null;
  attempt: Attempt | null;
  /** Variables of a canned response that nothing is known for: gaps in the text. */
  gaps: readonly string[];
  at: number;
}

export const NOTHING: Text = { body: "", files: [] };
export const EMPTY: Draft = {
  mode: "reply",
  reply: NOTHING,
  note: NOTHING,
  status: null,
  cc: "",
  since: null,
  sending: null,
  attempt: null,
  gaps: [],
  at: 0,
};
const KIND = "draft.";
const KEPT_FOR = 30 * 24 * 3600 * 1000;
const SAVE_AFTER = 300;

const drafts = new Map<string, Signal<Draft>>();
const timers = new Map<string, ReturnType<typeof setTimeout>>();
/** Whether the browser keeps what is written; false when it refused the last time. */
export const keeping = signal(true);

export function draftOf(ref: string): Signal<Draft> {
  const name = nameOf(ref);
  const known = drafts.get(name);
  if (known) return known;
  const found = stored(name, read) ?? EMPTY;
  const made = signal(found.sending ? putBack(found, found.sending) : found); // the page went while it was on its way
  drafts.set(name, made);
  return made;
}

/** A draft as what stands around its text shows it: it changes with anything but the words, a letter at a time. */
export function aroundText(ref: string): ReadonlySignal<Draft> {
  let last = draftOf(ref).peek();
  return computed(() => {
    const now = draftOf(ref).value;
    if (!isSameAround(last, now)) last = now;
    return last;
  });
}

const AROUND = ["mode", "status", "cc", "since", "sending", "attempt", "gaps"] as const;

function isSameAround(one: Draft, other: Draft): boolean {
  const texts = ["reply", "note"] as const;
  return (
    AROUND.every((name) => one[name] === other[name]) &&
    texts.every((mode) => one[mode].files === other[mode].files && isEmpty(one[mode]) === isEmpty(other[mode]))
  );
}

/** Change a draft; it is kept a moment later. */
export function write(ref: string, change: Partial<Draft>): void {
  const draft = draftOf(ref);
  draft.value = { ...draft.peek(), ...change, at: Date.now() };
  const name = nameOf(ref);
  clearTimeout(timers.get(name));
  timers.set(
    name,
    setTimeout(() => keep(name), SAVE_AFTER),
  );
}

export function isEmpty({ body, files }: Text): boolean {
  return body.trim() === "" && files.length === 0;
}

export function hasWords(draft: Draft): boolean {
  return !isEmpty(draft.reply) || !isEmpty(draft.note);
}

/** The draft with a text back in its field that could not be sent, or was taken back, before what was written since. */
export function putBack(draft: Draft, { mode, text, status, cc = "", since }: Sending): Draft {
  const now = draft[mode];
  const body = before(text.body, now.body);
  const files = [...text.files, ...now.files.filter((file) => !text.files.some((each) => each.id === file.id))];
  const copies = [...new Set([...addressesIn(cc), ...addressesIn(draft.cc)])].join(", ");
  return { ...draft, [mode]: { body, files }, mode, status: draft.status ?? status, cc: copies, since, sending: null };
}

/** A text before another one; once, be it that it is put there again because the desk could not be told. */
function before(first: string, since: string): string {
  if (since === first || since.startsWith(`${first}\n\n`)) return since;
  return [first, since].filter((each) => each.trim() !== "").join("\n\n");
}

/** The addresses in a field of them, however they are parted. */
export function addressesIn(typed: string): string[] {
  return typed.split(/[,;\s]+/).filter((each) => each !== "");
}

/** The first of them that can't be one. */
export function noAddress(typed: string): string | undefined {
  return addressesIn(typed).find((each) => !/^[^@<>"]+@[^@<>"]+\.[^@<>".]+$/.test(each));
}

/** What others said since the writing began, by what is on the page. `me` is our member id. */
export function saidSince(
  entries: readonly TimelineEntry[],
  since: string | null,
  me: string,
): readonly TimelineEntry[] {
  if (since === null) return [];
  const isNewer = ({ id }: TimelineEntry): boolean => commandOf(id) > commandOf(since);
  return entries.filter((entry) => entry.kind !== "event" && entry.author.id !== me && isNewer(entry));
}

/** Ids grow with time; that of an event is its command's, with a number behind a dot. */
function commandOf(id: string): string {
  return id.split(".")[0] ?? id;
}

/** The attempt to repeat, if what is to be sent is still what was sent then. */
export function sameAttempt(attempt: Attempt | null, body: Record<string, unknown>): Attempt | null {
  const essence = ({ last_seen: _, ...rest }: Record<string, unknown>): string => JSON.stringify(rest);
  return attempt && essence(attempt.sent) === essence(body) ? attempt : null;
}

/** Keep at once what waits to be kept: the page may be gone in a moment. */
export function keepAll(): void {
  for (const name of [...timers.keys()]) keep(name);
}

/** Keep drafts as the page goes, and forget those that nobody came back to. */
export function startDrafts(): void {
  addEventListener("pagehide", keepAll);
  document.addEventListener("visibilitychange", () => document.hidden && keepAll());
  for (const name of keptNames(KIND)) {
    const draft = stored(name, read);
    if (!draft || draft.at < Date.now() - KEPT_FOR) store(name, null);
  }
}

/** How many drafts are kept with something in them. */
export function unsentDrafts(): number {
  return keptNames(KIND).filter((name) => stored(name, read)).length;
}

/** Forget all drafts but those in these places (`<workspace>.<member>`), also those that wait to be kept. */
export function forgetDrafts(but: readonly string[]): void {
  const stays = (name: string): boolean => but.some((place) => name.startsWith(`${KIND}${place}.`));
  for (const [name, timer] of timers) if (!stays(name)) clearTimeout(timer);
  for (const map of [timers, drafts]) for (const name of [...map.keys()]) if (!stays(name)) map.delete(name);
  for (const name of keptNames(KIND)) if (!stays(name)) store(name, null);
}

function keep(name: string): void {
  clearTimeout(timers.get(name));
  timers.delete(name);
  const draft = drafts.get(name)?.peek();
  if (draft) keeping.value = store(name, hasWords(draft) || draft.sending ? draft : null);
}

function nameOf(ref: string): string {
  const here = workspace.peek();
  return `${KIND}${here?.id}.${here?.member_id}.${ref}`;
}

function read(value: unknown): Draft | null {
  if (typeof value !== "object" || value === null) return null;
  const { mode, reply, note, at } = value as Partial<Draft>;
  const isText = (text: unknown): boolean =>
    typeof text === "object" &&
    text !== null &&
    "body" in text &&
    typeof text.body === "string" &&
    "files" in text &&
    Array.isArray(text.files);
  const good = (mode === "reply" || mode === "note") && isText(reply) && isText(note) && typeof at === "number";
  return good ? { ...EMPTY, ...(value as Draft) } : null;
}
