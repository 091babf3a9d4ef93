/** The feed of what changes at the desk, asked every few seconds while the page is looked at, every minute if not. */
import { effect } from "@preact/signals";
import { Problem } from "../../api/problem";
import { place } from "../../router/router";
import { loadCounts, unread } from "../desk/directory";
import { heard } from "../desk/heard";
import { isMarking, unreadOf } from "../desk/inbox";
import { online, reconnected } from "../desk/online";
import { desk, workspace } from "../desk/session";
import { takeIn } from "./list";
import { conversation, open, tickets } from "./tickets";

const EVERY = 10_000;
const EVERY_UNSEEN = 60_000;
const OWN_FOR = 20_000;
/** A mail that isn't out after so long is waited for no longer. */
const USUALLY_OUT = 5 * 60_000;

const own = new Map<string, number>();

/** Take note that the person here changed these: their coming back through the feed is no news. */
export function markOwn(refs: readonly string[]): void {
  for (const ref of refs) own.set(ref, Date.now() + OWN_FOR);
}

/** Follow the workspace's changes until called again for another. Gives back how to stop. */
export function followChanges(): () => void {
  let since: string | null = null;
  let asking = false;
  let last = 0;
  const ask = async (): Promise<void> => {
    if (asking || !online.value) return;
    asking = true;
    last = Date.now();
    try {
      since = await take(since);
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      if (failure.code === "bad_cursor") since = null; // a new deployment of the desk: start from now
    } finally {
      asking = false;
    }
  };
  const timer = setInterval(() => {
    if (!document.hidden || Date.now() - last >= EVERY_UNSEEN) void ask();
  }, EVERY);
  const onVisible = (): void => {
    if (!document.hidden) void ask();
  };
  document.addEventListener("visibilitychange", onVisible);
  const stopWatching = effect(() => {
    if (reconnected.value + heard.value > 0) void ask();
  });
  void ask();
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", onVisible);
    stopWatching();
  };
}

async function take(since: string | null): Promise<string> {
  const asked = workspace.value?.id;
  const before = unread.peek();
  const page = await desk().changes(since);
  if (asked !== workspace.value?.id) return page.next_cursor;
  if (unread.peek() === before && !isMarking()) unread.value = unreadOf(page.unread); // else it is older than what shows
  const news = page.items.filter((row) => (tickets.of(row.ref)?.peek().version ?? 0) < row.version);
  takeIn(page.items, ownNow());
  if (news.length > 0) void loadCounts();
  const here = place.value;
  if (here.view === "ticket" && (news.some((row) => row.ref === here.ref) || isMailOnItsWay(here.ref)))
    void open(here.ref);
  return page.next_cursor;
}

/** How far a mail got is no change of its ticket: the feed doesn't tell of it. */
function isMailOnItsWay(ref: string): boolean {
  const { entries } = conversation(ref).peek();
  return entries.some(
    ({ at, delivery, event }) =>
      (delivery?.status === "queued" || delivery?.status === "sending" || event?.type === "ticket.reply_resent") &&
      Date.now() - Date.parse(at) < USUALLY_OUT,
  );
}

function ownNow(): Set<string> {
  for (const [ref, until] of own) {
    if (until < Date.now()) own.delete(ref);
  }
  return new Set(own.keys());
}
