/**
 * Every ticket that the page knows, by reference, and the conversation of those that were opened or soon may be.
 *
 * Rows and open tickets are one record: what is changed in one place shows in all. `prefetch` fetches a ticket that is
 * likely to be opened next, so that opening it shows text at once.
 */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { Problem } from "../../api/problem";
import type { Ticket, TicketRow, TimelineEntry } from "../../api/types";
import { desk } from "../desk/session";
import { Optimistic } from "./optimistic";

/** A ticket as far as it is known: a row, or all of it. */
export type Known = TicketRow & Partial<Ticket>;

export const tickets = new Optimistic<Known>();

/** Entries are oldest first; `earlier` fetches those before them. */
export interface Conversation {
  state: "loading" | "ready" | "failed";
  problem: Problem | null;
  entries: readonly TimelineEntry[];
  earlier: string | null;
}

export const FIRST_ENTRIES = 50;
const KEPT_CONVERSATIONS = 40;
const LOADING: Conversation = { state: "loading", problem: null, entries: [], earlier: null };
const conversations = new Map<string, { shown: Signal<Conversation>; at: number }>();
const underWay = new Map<string, Promise<void>>();

export function isWhole(ticket: Known | undefined): ticket is Ticket {
  return ticket?.description !== undefined;
}

export function ticketSignal(ref: string): ReadonlySignal<Known> | undefined {
  return tickets.of(ref);
}

/** The conversation of a ticket; asking for it fetches nothing. */
export function conversation(ref: string): Signal<Conversation> {
  const known = conversations.get(ref);
  if (known) {
    conversations.delete(ref); // back in at the end: the map is ordered by use
    conversations.set(ref, known);
    return known.shown;
  }
  const made = { shown: signal(LOADING), at: 0 };
  conversations.set(ref, made);
  forgetOldest();
  return made.shown;
}

/** How many tickets were merged into this one; null where its conversation isn't there whole. */
export function mergedInto(ref: string): number | null {
  const { state, earlier, entries } = conversations.get(ref)?.shown.peek() ?? LOADING;
  if (state !== "ready" || earlier !== null) return null;
  return new Set(entries.map((entry) => entry.merged_from).filter(Boolean)).size;
}

/** Fetch a ticket with the end of its conversation. What is known stays on the page meanwhile. */
export function open(ref: string): Promise<void> {
  const running = underWay.get(ref);
  if (running) return running;
  const started = fetchWhole(ref).finally(() => underWay.delete(ref));
  underWay.set(ref, started);
  return started;
}

/** Fetch it anew, after what is under way: that may have left before the change one wants to see. */
export async function refresh(ref: string): Promise<void> {
  await underWay.get(ref);
  await open(ref);
}

/** Put entries at the end of a conversation that the desk told of otherwise than by its time line. */
export function addEntries(ref: string, told: readonly TimelineEntry[]): void {
  const shown = conversation(ref);
  const known = new Set(shown.value.entries.map((entry) => entry.id));
  const added = told.filter((entry) => !known.has(entry.id));
  if (added.length > 0) shown.value = { ...shown.value, entries: [...shown.value.entries, ...added] };
}

/** Put an entry in the place of what it was. */
export function replaceEntry(ref: string, told: TimelineEntry): void {
  const shown = conversation(ref);
  const entries = shown.value.entries.map((entry) => (entry.id === told.id ? { ...entry, ...told } : entry));
  shown.value = { ...shown.value, entries };
}

/** Start a conversation over: what was fetched of it may be in the wrong places by now. */
export function forgetEntries(ref: string): void {
  const shown = conversation(ref);
  shown.value = { ...shown.value, entries: [], earlier: null };
}

export function dropEntry(ref: string, id: string): void {
  const shown = conversation(ref);
  shown.value = { ...shown.value, entries: shown.value.entries.filter((entry) => entry.id !== id) };
}

/** Fetch it unless that was done within the last seconds. Failing is no matter: opening it will tell. */
export async function prefetch(ref: string, fresh = 15_000): Promise<void> {
  const known = conversations.get(ref);
  if (known && Date.now() - known.at < fresh) return;
  await open(ref);
}

async function fetchWhole(ref: string): Promise<void> {
  const shown = conversation(ref);
  try {
    const [ticket, page] = await Promise.all([
      desk().ticket(ref),
      desk().timeline(ref, { order: "newest", limit: FIRST_ENTRIES }),
    ]);
    tickets.put(ref, ticket);
    const known = conversations.get(ref);
    if (known) known.at = Date.now();
    shown.value = merged(shown.value, page.items.toReversed(), page.next_cursor);
  } catch (failure) {
    if (!(failure instanceof Problem)) throw failure;
    shown.value = { ...shown.value, state: "failed", problem: failure };
  }
}

/** Fetch what was said before the entries that are there. Throws a Problem. */
export async function openEarlier(ref: string): Promise<void> {
  const shown = conversation(ref);
  const cursor = shown.value.earlier;
  if (cursor === null) return;
  const page = await desk().timeline(ref, { order: "newest", limit: FIRST_ENTRIES, cursor });
  const entries = [...page.items.toReversed(), ...shown.value.entries];
  shown.value = { ...shown.value, entries, earlier: page.next_cursor };
}

/** The newest page on top of what is known: what was fetched before it stays if the two meet. */
function merged(before: Conversation, newest: TimelineEntry[], cursor: string | null): Conversation {
  const first = newest[0]?.id;
  const meeting = before.entries.findIndex((entry) => entry.id === first);
  const meets = meeting > 0 && cursor !== null; // without a cursor the newest are all there are
  const kept = meets ? before.entries.slice(0, meeting) : [];
  return {
    state: "ready",
    problem: null,
    entries: [...kept, ...newest],
    earlier: meets ? before.earlier : cursor,
  };
}

function forgetOldest(): void {
  for (const ref of conversations.keys()) {
    if (conversations.size <= KEPT_CONVERSATIONS) return;
    conversations.delete(ref);
  }
}

export function forgetTickets(): void {
  conversations.clear();
  tickets.keepOnly(() => false);
}
