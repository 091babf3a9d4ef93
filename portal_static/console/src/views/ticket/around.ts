/** What a ticket stands beside: the list that it was opened from, or the inbox. */
import { inInbox } from "../../router/router";
import { inboxNeighbour, inboxTickets } from "../../store/desk/inboxTickets";
import { visible } from "../../store/tickets/list";
import { neighbour } from "../../store/tickets/selection";

/** The tickets around it, in their order. */
export function around(): readonly string[] {
  return inInbox.value ? inboxTickets.value.map((each) => each.ref) : visible.value;
}

/** The ticket so many further on; null where there is none. */
export function neighbourOf(reference: string, by: number): string | null {
  return inInbox.value ? inboxNeighbour(reference, by) : neighbour(reference, by);
}
