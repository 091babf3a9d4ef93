/**
 * Sending what was written: it stands in the conversation at once, and goes back into its field when the desk refuses
 * it or doesn't answer. A reply can be taken back while it is held.
 */
import { batch, effect, signal } from "@preact/signals";
import { Problem } from "../../api/problem";
import { problemText } from "../../api/problemText";
import type { Said, Status, TimelineEntry } from "../../api/types";
import { t } from "../../words";
import { leftUntil } from "../desk/clock";
import { countSoon } from "../desk/directory";
import { desk, workspace } from "../desk/session";
import { toast } from "../desk/toasts";
import { done, settles } from "../desk/undo";
import { markOwn } from "../tickets/feed";
import { rearrange } from "../tickets/list";
import { addEntries, conversation, dropEntry, type Known, refresh, tickets } from "../tickets/tickets";
import {
  addressesIn,
  draftOf,
  hasWords,
  isEmpty,
  keepAll,
  type Mode,
  NOTHING,
  putBack,
  type Sending,
  saidSince,
  sameAttempt,
  type Text,
  write,
} from "./drafts";

/** How long a reply waits before it is mailed, in seconds. */
export const HOLD = 10;

/** Why the last text of a ticket wasn't taken, by reference. */
export const refusals = signal<ReadonlyMap<string, Problem>>(new Map());

/**
 * Note the entry that everything newer than it is new to the writer: the last there was when the writing began or, for
 * who was quicker than the conversation, the last it came with. Returns how to end.
 */
export function noteStart(ref: string): () => void {
  return effect(() => {
    const newest = conversation(ref).value.entries.at(-1)?.id;
    const draft = draftOf(ref).value;
    if (newest !== undefined && draft.since === null && hasWords(draft)) write(ref, { since: newest });
  });
}

/** The newest entry that the writer knows of: what came since the writing began counts once it was looked at. */
export function lastSeen(ref: string, since: string | null): string | null {
  const { entries } = conversation(ref).peek();
  const newer = saidSince(entries, since, workspace.peek()?.member_id ?? "");
  return newer.length > 0 ? since : (entries.at(-1)?.id ?? null);
}

/** Take everything on the page as read, so that it no longer stands in the way of sending. */
export function readAll(ref: string): void {
  write(ref, { since: conversation(ref).peek().entries.at(-1)?.id ?? null });
  refuse(ref, null);
}

/** What is under way from each ticket, and whether it was taken. */
const underWay = new Map<string, Promise<boolean>>();

/**
 * Send what is written; after what is under way, if that was taken and nothing more was typed since. Gives whether the
 * desk took it.
 */
export async function send(ref: string): Promise<boolean> {
  const { mode, [mode]: text } = draftOf(ref).peek();
  if (isEmpty(text)) return false;
  const before = underWay.get(ref);
  if (before && (!(await before) || draftOf(ref).peek()[mode] !== text)) return false;
  const mine = sendNow(ref, mode);
  underWay.set(ref, mine);
  const taken = await mine;
  if (underWay.get(ref) === mine) underWay.delete(ref);
  return taken;
}

async function sendNow(ref: string, mode: Mode): Promise<boolean> {
  const draft = draftOf(ref).peek();
  const { status, since, cc } = draft;
  const text = draft[mode];
  const answer = mode === "reply" ? { status, cc } : { status: null, cc: "" };
  const sending: Sending = { mode, text, since, ...answer };
  const body = bodyOf(ref, sending);
  const attempt = sameAttempt(draft.attempt, body) ?? { key: crypto.randomUUID(), sent: body };
  refuse(ref, null);
  const rest = mode === "reply" ? { cc: "" } : {}; // what goes with the reply waits for it
  write(ref, { [mode]: NOTHING, status: null, since: null, gaps: [], ...rest, sending, attempt });
  keepAll();
  try {
    const entry = await sent(ref, sending, attempt.sent, attempt.key);
    batch(() => {
      write(ref, { sending: null, attempt: null });
      addEntries(ref, [entry]);
      rearrange([ref]);
    });
    if (mode === "reply") offerUndo(ref, entry, sending);
    markOwn([ref]);
    countSoon();
    void refresh(ref).then(() => rearrange([ref])); // the desk may have moved it further than was to be seen
    return true;
  } catch (failure) {
    if (!(failure instanceof Problem)) throw failure;
    takeBack(ref, sending, failure);
    return false;
  }
}

function bodyOf(ref: string, { mode, text, status, since, cc }: Sending): Record<string, unknown> {
  if (mode === "note") return saidIn(text);
  return { ...answerOf(text, status, cc), last_seen: lastSeen(ref, since), undo_seconds: HOLD };
}

/** What Enter began after a list's last item, and nobody went on with. */
const EMPTY_ITEM = /(?:\n[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]*)+$/;

function saidIn(text: Text): Record<string, unknown> {
  return { body: text.body.replace(EMPTY_ITEM, ""), attachments: text.files.map((file) => file.id) };
}

/** What a reply says, and to whom: as it is sent, and as it is looked at before. */
export function answerOf(text: Text, status: Status | null, cc: string): Record<string, unknown> {
  const copies = addressesIn(cc);
  return { ...saidIn(text), ...(status && { status }), ...(copies.length > 0 && { cc: copies }) };
}

async function sent(ref: string, { mode, status }: Sending, body: Record<string, unknown>, key: string): Promise<Said> {
  let entry: Said | null = null;
  const answered = (before: Known): Known => {
    const moved = status ?? (before.status === "open" ? "in_progress" : before.status);
    return mode === "note" ? before : { ...before, status: moved, last_speaker: "agent" };
  };
  await tickets.change(ref, answered, async () => {
    entry = await (mode === "note" ? desk().note(ref, body, key) : desk().reply(ref, body, key));
    return null;
  });
  if (entry === null) throw new Error("sent, but nothing came back");
  return entry;
}

/** The text goes back to where it was typed. What the desk refused for good is no attempt to be repeated. */
function takeBack(ref: string, sending: Sending, failure: Problem): void {
  batch(() => {
    const draft = draftOf(ref).peek();
    write(ref, { ...putBack(draft, sending), attempt: failure.undecided ? draft.attempt : null });
    if (failure.code === "stale_conversation") addEntries(ref, (failure.extra.entries ?? []) as TimelineEntry[]);
    refuse(ref, failure);
  });
  keepAll();
}

function offerUndo(ref: string, entry: Said, sending: Sending): void {
  if (entry.undo_until === null) return;
  const held = (seconds: number): string => t("sent.held", { seconds });
  done(held(HOLD), leftUntil(entry.undo_until), () => undoSending(ref, entry, sending), entry.id, held);
}

/** Gives whether that is all that can be done: it was taken back, or the desk says that it is out. */
async function undoSending(ref: string, entry: TimelineEntry, sending: Sending): Promise<boolean> {
  let settled = true;
  try {
    await desk().undoReply(ref, entry.id);
    batch(() => {
      dropEntry(ref, entry.id);
      write(ref, putBack(draftOf(ref).peek(), sending));
    });
    markOwn([ref]);
    countSoon();
  } catch (failure) {
    toast(problemText(failure), { tone: "error" });
    settled = settles(failure);
  }
  void refresh(ref);
  return settled;
}

function refuse(ref: string, problem: Problem | null): void {
  const next = new Map(refusals.peek());
  if (problem) next.set(ref, problem);
  else next.delete(ref);
  refusals.value = next;
}
