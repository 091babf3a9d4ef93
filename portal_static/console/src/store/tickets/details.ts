/** Changes of an open ticket that are typed rather than pressed: title, customer, who is in copy, merging. */
import type { LinkKind, Ticket, TicketChanges } from "../../api/types";
import { countSoon } from "../desk/directory";
import { desk } from "../desk/session";
import { byForm } from "./actions";
import { markOwn } from "./feed";
import { deedOf } from "./send";
import { forgetEntries, type Known, refresh, tickets } from "./tickets";
import { sayDone } from "./undoing";

/**
 * Show a change at once, send it, and say that it was done. Throws a Problem for the field to show; the ticket is then
 * as it was.
 */
export function changeDetail(ref: string, shown: Partial<Known>, changes: TicketChanges, told: string): Promise<void> {
  return byForm(ref, shown, () => desk().change(ref, changes), told);
}

/** Say that the customer of the ticket wrote it, though nothing proves it. Throws a Problem. */
export async function verify(ref: string): Promise<void> {
  tickets.put(ref, await desk().verify(ref));
  markOwn([ref]);
  await refresh(ref);
}

/**
 * Merge `duplicate` into `ref`, and say so as `told`. `acrossContacts` says that two customers may hear the same
 * answers, `readers` who of those on the duplicate reads on. Throws a Problem.
 */
export async function merge(
  ref: string,
  duplicate: string,
  acrossContacts: boolean,
  readers: readonly string[],
  told: string,
): Promise<void> {
  const answer = await desk().merge(ref, duplicate, acrossContacts, readers);
  tickets.put(ref, answer);
  sayDone(told, deedOf(answer), () => startOver(ref, duplicate));
  await startOver(ref, duplicate);
}

export async function unmerge(ref: string, duplicate: string): Promise<void> {
  tickets.put(ref, await desk().unmerge(ref, duplicate));
  await startOver(ref, duplicate);
}

/** Make a ticket of a message, and return it. Throws a Problem. */
export async function split(ref: string, message: string): Promise<Ticket> {
  const made = await desk().split(ref, message);
  tickets.put(made.ref, made);
  await startOver(ref, made.ref);
  return made;
}

/** Link two tickets; `other` is that to the first. Throws a Problem. */
export async function link(ref: string, other: string, kind: LinkKind): Promise<void> {
  tickets.put(ref, await desk().link(ref, other, kind));
  await startOver(ref, other);
}

export async function unlink(ref: string, other: string): Promise<void> {
  tickets.put(ref, await desk().unlink(ref, other));
  await startOver(ref, other);
}

/** The tickets' conversations are others now. */
export async function startOver(...refs: readonly string[]): Promise<void> {
  for (const ref of refs) forgetEntries(ref);
  markOwn(refs);
  countSoon();
  await Promise.all(refs.map(refresh));
}

/** The address in a text, if it is one; the desk has the last word. */
export function addressIn(typed: string): string | null {
  const found = /^\s*([^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+)\s*$/.exec(typed);
  return found?.[1] ?? null;
}
