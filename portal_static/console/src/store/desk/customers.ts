/**
 * What the desk knows of a ticket's customer: the contact, and the tickets there were. Fetched when a ticket is open.
 */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { Problem } from "../../api/problem";
import type { Contact, TicketRow } from "../../api/types";
import { can, desk, workspace } from "./session";

export interface Customer {
  contact: Contact | null;
  tickets: readonly TicketRow[];
  /** Whether there are more tickets than these. */
  more: boolean;
}

const SHOWN = 6;
const customers = new Map<string, { shown: Signal<Customer | null>; at: number }>();

/** Null until it is there. */
export function customerOf(id: string): ReadonlySignal<Customer | null> {
  return entryOf(id).shown;
}

export async function loadCustomer(id: string, fresh = 30_000): Promise<void> {
  const entry = entryOf(id);
  if (id === "" || Date.now() - entry.at < fresh) return; // without an id they are new, and the desk has yet to say so
  entry.at = Date.now();
  try {
    const [contact, page] = await Promise.all([
      can.value("contacts:read") ? desk().contact(id) : null,
      desk().list({ contact: id }, SHOWN, null),
    ]);
    entry.shown.value = { contact, tickets: page.items, more: page.next_cursor !== null };
  } catch (failure) {
    if (!(failure instanceof Problem)) throw failure;
    entry.at = 0; // what the ticket itself says of the customer is shown in any case
  }
}

function entryOf(id: string): { shown: Signal<Customer | null>; at: number } {
  const key = `${workspace.peek()?.id} ${id}`;
  const known = customers.get(key) ?? { shown: signal<Customer | null>(null), at: 0 };
  customers.set(key, known);
  return known;
}
