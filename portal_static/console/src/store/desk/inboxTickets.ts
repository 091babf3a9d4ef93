/** The inbox by ticket, and the row of it that the keyboard is at. */
import { computed, signal } from "@preact/signals";
import { finish, finished, inbox, type Told } from "./inbox";

/** A ticket with all that was told of it, the newest first. */
export interface InboxTicket {
  ref: string;
  newest: Told;
  notices: readonly Told[];
  unread: number;
}

export const onlyUnread = signal(false);
export const inboxAt = signal<string | null>(null);

const all = computed<readonly InboxTicket[]>(() => {
  const byTicket = new Map<string, Told[]>();
  for (const each of inbox.value.notices) {
    if (!finished.value.has(each.id)) byTicket.set(each.ref, [...(byTicket.get(each.ref) ?? []), each]);
  }
  return [...byTicket].flatMap(([ref, notices]) => {
    const [newest] = notices;
    return newest ? [{ ref, newest, notices, unread: notices.filter((each) => !each.read).length }] : [];
  });
});

/** The rows. The one that somebody is at stays, also when it was read by that. */
export const inboxTickets = computed<readonly InboxTicket[]>(() =>
  onlyUnread.value ? all.value.filter((each) => each.unread > 0 || each.ref === inboxAt.value) : all.value,
);
export const isInboxZero = computed(() => inbox.value.state === "ready" && all.value.length === 0);

/** Show the unread ones alone, or all. The place is lost by that: it may be at one that is read. */
export function showUnread(only: boolean): void {
  inboxAt.value = null;
  onlyUnread.value = only;
}

/** The row so many further on than a ticket's; null at the end. */
export function inboxNeighbour(ref: string | null, by: number): string | null {
  const refs = inboxTickets.value.map((each) => each.ref);
  const at = ref === null ? -1 : refs.indexOf(ref);
  return (at < 0 ? refs[by > 0 ? 0 : refs.length - 1] : refs[at + by]) ?? null;
}

/**
 * A ticket is done with here, by `finishing` its notices. Gives the row that takes its place, at the end the one before;
 * null at the last.
 */
export function finishTicket(ref: string, finishing: (notices: readonly Told[]) => void = finish): string | null {
  const next = inboxNeighbour(ref, 1) ?? inboxNeighbour(ref, -1);
  const row = all.peek().find((each) => each.ref === ref);
  if (!row) return next;
  inboxAt.value = next;
  finishing(row.notices);
  return next;
}
