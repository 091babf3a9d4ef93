/**
 * The notices of the person here, newest first, and by ticket. What was read or done shows at once; a failure takes it
 * back and says so.
 */
import { batch, computed, signal } from "@preact/signals";
import { Problem } from "../../api/problem";
import { problemText } from "../../api/problemText";
import type { Notice, Page } from "../../api/types";
import { t } from "../../words";
import { unread } from "./directory";
import { desk } from "./session";
import { toast } from "./toasts";
import { done } from "./undo";

/** A desk of before tells no `preview`. */
export type Told = Notice & { preview?: string };

interface Inbox {
  state: "loading" | "ready" | "failed";
  problem: Problem | null;
  notices: readonly Told[];
  next: string | null;
}

const EMPTY: Inbox = { state: "loading", problem: null, notices: [], next: null };
const STEP = 50;
/** The most notices that the desk takes in one request. */
const AT_ONCE = 100;

export const inbox = signal<Inbox>(EMPTY);
/** Notices that are done with: whatever of them is still on its way here is shown no more. */
export const finished = signal<ReadonlySet<string>>(new Set());
/** What was marked here, until the desk has it. */
let marking: Promise<unknown> = Promise.resolve();
let underWay = 0;

/** Whether the desk doesn't have yet what was marked here, so that its count is an older one. */
export function isMarking(): boolean {
  return underWay > 0;
}

/** How long it can be undone that one is done with notices, in milliseconds; no change before it for longer. */
const UNDO_FOR = 10_000;
/** What the desk doesn't have for so long, as it takes nothing back: how to send it, and how many were unread. */
const held = new Map<() => void, number>();

/** How many are unread by a count of the desk's: fewer than it says while it doesn't have all that is done with. */
export function unreadOf(told: number): number {
  return Math.max(
    0,
    [...held.values()].reduce((left, count) => left - count, told),
  );
}

/** Send all that is held. */
export function finishNow(): void {
  for (const send of [...held.keys()]) send();
}

/** The newest notices as they were told last, and how many were unread then. */
let latest: { notices: readonly Told[]; unread: number } | null = null;
/** How many are unread of what is shown: more are news. */
export const unreadShown = signal(0);
export const hasNews = computed(() => inbox.value.state === "ready" && unread.value > unreadShown.value);

export async function loadInbox(): Promise<void> {
  try {
    const page = await sinceMarked();
    batch(() => {
      inbox.value = { state: "ready", problem: null, notices: page.items, next: page.next_cursor };
      unread.value = unreadShown.value = page.unread;
    });
  } catch (failure) {
    if (!(failure instanceof Problem)) throw failure;
    inbox.value = { ...inbox.value, state: "failed", problem: failure };
  }
}

/** The newest notices; never as they were before something was marked here. */
async function sinceMarked(): Promise<Page<Told> & { unread: number }> {
  for (;;) {
    const known = marking;
    await known;
    const page = await desk().inbox(STEP, null);
    if (known !== marking) continue;
    const items = page.items.map(asLeft);
    latest = { notices: items, unread: unreadOf(page.unread) };
    return { ...page, items, unread: latest.unread };
  }
}

/** What is done with here is read, too, whatever the desk says as long as it doesn't know. */
function asLeft(notice: Told): Told {
  return finished.peek().has(notice.id) ? { ...notice, read: true } : notice;
}

/** Throws a Problem. */
export async function loadOlder(): Promise<void> {
  const before = inbox.peek();
  if (before.next === null) return;
  const page = await desk().inbox(STEP, before.next);
  const known = new Set(before.notices.map((each) => each.id));
  inbox.value = {
    ...before,
    notices: [...before.notices, ...page.items.filter((each) => !known.has(each.id)).map(asLeft)],
    next: page.next_cursor,
  };
}

/** A ticket is looked at: what was told of it is read. Failing is no matter: it stays unread, and can be marked. */
export async function readTicket(ref: string): Promise<void> {
  if (unread.peek() === 0 || document.hidden) return;
  try {
    if (latest?.unread !== unread.peek()) unread.value = (await sinceMarked()).unread;
    const told = [...inbox.peek().notices, ...(latest?.notices ?? [])];
    const ids = new Set(told.filter((each) => each.ref === ref && !each.read).map((each) => each.id));
    if (ids.size > 0) await marked([...ids], Math.max(0, unread.peek() - ids.size));
  } catch (failure) {
    if (!(failure instanceof Problem)) throw failure;
  }
}

export function markAllRead(): Promise<void> {
  const fresh = inbox
    .peek()
    .notices.filter((each) => !each.read)
    .map((each) => each.id);
  return saying(shown(fresh, 0, () => desk().readNotices({ all: true })));
}

/** These are done with: they leave the inbox. */
export function finish(notices: readonly Told[]): void {
  leave(notices).send();
}

/** The same, said with a way to undo it for a moment. The desk hears of it after that, or when the page is left. */
export function finishUndoably(notices: readonly Told[], text: string): void {
  const { fresh, send, takeBack } = leave(notices);
  const stop = (): boolean => {
    clearTimeout(timer);
    return held.delete(now);
  };
  const now = (): void => {
    if (stop()) send();
  };
  const timer = setTimeout(now, UNDO_FOR);
  held.set(now, fresh.size);
  const undo = async (): Promise<boolean> => {
    if (stop()) {
      takeBack();
      toast(t("undone", { what: text }));
    }
    return true;
  };
  done(text, UNDO_FOR, undo, notices.map((each) => each.id).join());
}

/** Take notices out of what is shown. Gives how to tell the desk, and how to put them back as they were. */
function leave(notices: readonly Told[]): { fresh: ReadonlySet<string>; send(): void; takeBack(): void } {
  const here = desk();
  const ids = notices.map((each) => each.id);
  const fresh = new Set(notices.filter((each) => !each.read).map((each) => each.id));
  finished.value = new Set([...finished.peek(), ...ids]);
  count(-fresh.size, -fresh.size);
  setRead(fresh, true);
  const takeBack = (): void => {
    if (!ids.every((id) => finished.peek().has(id))) return; // another workspace's inbox is shown by now
    finished.value = new Set([...finished.peek()].filter((id) => !ids.includes(id)));
    setRead(fresh, false);
    count(fresh.size, fresh.size);
  };
  const tell = async (): Promise<void> => {
    try {
      await shown(ids, unread.peek(), () => inPortions(ids, (portion) => here.finishNotices(portion)));
    } catch (failure) {
      takeBack();
      throw failure;
    }
  };
  return { fresh, send: () => void saying(tell()), takeBack };
}

function marked(ids: readonly string[], left: number): Promise<void> {
  return shown(ids, left, () => inPortions(ids, (portion) => desk().readNotices({ ids: portion })));
}

async function inPortions(ids: readonly string[], send: (ids: readonly string[]) => Promise<void>): Promise<void> {
  for (let from = 0; from < ids.length; from += AT_ONCE) await send(ids.slice(from, from + AT_ONCE));
}

/** Show them as read while that is sent. Throws a Problem when it isn't taken; then they are as they were. */
async function shown(ids: readonly string[], left: number, send: () => Promise<void>): Promise<void> {
  const fresh = [...inbox.peek().notices, ...(latest?.notices ?? [])].filter((each) => ids.includes(each.id));
  const were = new Set(fresh.filter((each) => !each.read).map((each) => each.id));
  const less = unread.peek() - left;
  const lessShown = inbox.peek().notices.filter((each) => were.has(each.id)).length;
  count(-less, -lessShown);
  setRead(were, true);
  const sent = send();
  underWay += 1;
  marking = Promise.allSettled([marking, sent]).finally(() => {
    underWay -= 1;
  });
  try {
    await sent;
  } catch (failure) {
    setRead(were, false);
    count(less, lessShown);
    throw failure;
  }
}

/** So many more are unread, of those shown and in all: what is marked here is no news. */
function count(more: number, moreShown: number): void {
  unread.value = Math.max(0, unread.peek() + more);
  unreadShown.value = Math.max(0, unreadShown.peek() + moreShown);
  if (latest) latest = { ...latest, unread: latest.unread + more };
}

function setRead(ids: ReadonlySet<string>, read: boolean): void {
  const set = (notices: readonly Told[]): Told[] =>
    notices.map((each) => (ids.has(each.id) ? { ...each, read } : each));
  inbox.value = { ...inbox.peek(), notices: set(inbox.peek().notices) };
  if (latest) latest = { ...latest, notices: set(latest.notices) };
}

async function saying(done: Promise<void>): Promise<void> {
  try {
    await done;
  } catch (failure) {
    toast(problemText(failure), { tone: "error" });
  }
}

export function forgetInbox(): void {
  finishNow();
  inbox.value = EMPTY;
  finished.value = new Set();
  unreadShown.value = 0;
  latest = null;
}
