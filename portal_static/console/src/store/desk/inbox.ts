/** The notices of the person here, newest first. What was read shows at once; a failure takes it back and says so. */
import { signal } from "@preact/signals";
import { Problem } from "../../api/problem";
import { problemText } from "../../api/problemText";
import type { Notice, Page } from "../../api/types";
import { unread } from "./directory";
import { desk } from "./session";
import { toast } from "./toasts";

interface Inbox {
  state: "loading" | "ready" | "failed";
  problem: Problem | null;
  notices: readonly Notice[];
  next: string | null;
}

const EMPTY: Inbox = { state: "loading", problem: null, notices: [], next: null };
const STEP = 50;

export const inbox = signal<Inbox>(EMPTY);
/** What was marked here, until the desk has it. */
let marking: Promise<unknown> = Promise.resolve();
let underWay = 0;

/** Whether the desk doesn't have yet what was marked here, so that its count is an older one. */
export function isMarking(): boolean {
  return underWay > 0;
}

export async function loadInbox(): Promise<void> {
  try {
    const page = await sinceMarked();
    inbox.value = { state: "ready", problem: null, notices: page.items, next: page.next_cursor };
    unread.value = page.unread;
  } catch (failure) {
    if (!(failure instanceof Problem)) throw failure;
    inbox.value = { ...inbox.value, state: "failed", problem: failure };
  }
}

/** The newest notices; never as they were before something was marked here. */
async function sinceMarked(): Promise<Page<Notice> & { unread: number }> {
  for (;;) {
    const known = marking;
    await known;
    const page = await desk().inbox(STEP, null);
    if (known === marking) return page;
  }
}

/** Throws a Problem. */
export async function loadOlder(): Promise<void> {
  const before = inbox.peek();
  if (before.next === null) return;
  const page = await desk().inbox(STEP, before.next);
  const known = new Set(before.notices.map((each) => each.id));
  inbox.value = {
    ...before,
    notices: [...before.notices, ...page.items.filter((each) => !known.has(each.id))],
    next: page.next_cursor,
  };
}

/** Mark these notices as read. */
export function markRead(ids: readonly string[]): Promise<void> {
  const fresh = inbox
    .peek()
    .notices.filter((each) => !each.read && ids.includes(each.id))
    .map((each) => each.id);
  if (fresh.length === 0) return Promise.resolve();
  return shown(fresh, Math.max(0, unread.peek() - fresh.length), () => desk().readNotices({ ids: fresh }));
}

export function markAllRead(): Promise<void> {
  const fresh = inbox
    .peek()
    .notices.filter((each) => !each.read)
    .map((each) => each.id);
  return shown(fresh, 0, () => desk().readNotices({ all: true }));
}

async function shown(ids: readonly string[], left: number, send: () => Promise<void>): Promise<void> {
  const before = unread.peek();
  setRead(ids, true);
  unread.value = left;
  const sent = send();
  underWay += 1;
  marking = Promise.allSettled([marking, sent]).finally(() => {
    underWay -= 1;
  });
  try {
    await sent;
  } catch (failure) {
    setRead(ids, false);
    unread.value = before;
    toast(problemText(failure), { tone: "error" });
  }
}

function setRead(ids: readonly string[], read: boolean): void {
  const { notices } = inbox.peek();
  inbox.value = { ...inbox.peek(), notices: notices.map((each) => (ids.includes(each.id) ? { ...each, read } : each)) };
}

export function forgetInbox(): void {
  inbox.value = EMPTY;
}
