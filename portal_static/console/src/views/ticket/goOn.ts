/** Where one goes on when a ticket is done with for now. */
import { besideHref, go, place, ticketHref } from "../../router/router";
import { advance } from "../../store/desk/advance";
import { neighbourOf } from "./around";

/** Go where the person chose to be led after that, if they are still at the ticket. */
export function goOn(reference: string): void {
  const here = place.peek();
  const way = advance();
  if (way === "stay" || here.view !== "ticket" || here.ref !== reference) return;
  const next = way === "next" ? neighbourOf(reference, 1) : null;
  go(next === null ? besideHref() : ticketHref(next));
}
