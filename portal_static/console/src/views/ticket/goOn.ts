/** Where one goes on when a ticket is done with for now. */
import { besideHref, go, inInbox, place, ticketHref } from "../../router/router";
import { advance } from "../../store/desk/advance";
import { finishTicket } from "../../store/desk/inboxTickets";
import { neighbourOf } from "./around";

/** Go where the person chose to be led after that, if they are still at the ticket. It leaves the inbox by that. */
export function goOn(reference: string): void {
  const here = place.peek();
  const way = advance();
  if (way === "stay" || here.view !== "ticket" || here.ref !== reference) return;
  const next = inInbox.peek() ? finishTicket(reference) : neighbourOf(reference, 1);
  go(way === "list" || next === null ? besideHref() : ticketHref(next));
}
