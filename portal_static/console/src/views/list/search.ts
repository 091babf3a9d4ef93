/** Going to the field that searches tickets from anywhere, and coming back from it. */
import { signal } from "@preact/signals";
import { go, href, place, query } from "../../router/router";

export const SEARCH_FIELD = "search-tickets";

/** The address from which one went to the search; null if one didn't. */
const cameFrom = signal<string | null>(null);
let wanted = false;

/** Go to the search field. Whoever was somewhere else, at a ticket above all, comes back by Escape. */
export function startSearch(): void {
  const { view } = place.peek();
  if (view === "tickets") return void focusField();
  cameFrom.value = location.pathname + location.search;
  wanted = true;
  go(href("tickets", view === "ticket" ? query.peek() : ""));
}

/** Whether the list is there for its search field, which then has the focus. */
export function arriveAtSearch(): boolean {
  if (!wanted) return false;
  wanted = false;
  focusField();
  return true;
}

/** How to come back from where one went to search; undefined if one didn't. */
export function wayBack(): (() => void) | undefined {
  const to = cameFrom.value;
  return to === null ? undefined : () => go(to);
}

export function forgetWayBack(): void {
  cameFrom.value = null;
}

function focusField(): void {
  document.getElementById(SEARCH_FIELD)?.focus();
}
