/** What the keys do in the list. */
import { effect, signal } from "@preact/signals";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { type Handlers, useCommands } from "../../keys/handlers";
import { go, place, ticketHref } from "../../router/router";
import { list, visible } from "../../store/tickets/list";
import { isAsking } from "../../store/tickets/searching";
import {
  clearSelection,
  current,
  cursor,
  further,
  neighbour,
  selectAll,
  selected,
  targets,
  toggle,
  toggleTo,
} from "../../store/tickets/selection";
import { prefetch } from "../../store/tickets/tickets";
import { chooseFilter } from "../filters/menu";
import { restoring, ticketCommands, waking } from "../ticketCommands/commands";
import { titleId } from "./Row";
import { arriveAtSearch, forgetWayBack, wayBack } from "./search";

/** Whether customers hear of what is done to the ticked tickets. Off, until the person says so. */
export const notifyCustomers = signal(false);
// Chosen for what is ticked now, and for nothing that is ticked later, perhaps where the choice isn't seen.
effect(() => {
  if (selected.value.length === 0) notifyCustomers.value = false;
});

const AHEAD = 120;
let soon: ReturnType<typeof setTimeout> | undefined;

export function useListCommands(): void {
  const here = place.value;
  useLayoutEffect(() => {
    // before the next key: it goes on from here
    if (here.view === "ticket") {
      current.value = here.ref;
      bringAlong(here.ref);
      forgetWayBack();
    } else if (!arriveAtSearch()) comeBack();
  }, [here.view === "ticket" && here.ref]);
  useEffect(() => forgetWayBack, []);
  const beside = here.view === "ticket" ? here.ref : null;
  const atRow = (act: (ref: string) => void) => (): void => {
    const ref = rowHere();
    if (ref !== null) act(ref);
  };
  useCommands({
    next: () => step(beside, 1),
    previous: () => step(beside, -1),
    open: atRow((ref) => go(ticketHref(ref))),
    select: atRow(toggle),
    "select.range": atRow(toggleTo),
    "select.all": selectAll,
    filter: beside === null ? chooseFilter : undefined, // beside a ticket there is no room for filters
    back: selected.value.length > 0 ? clearSelection : wayBack(),
    ...(beside === null && targetCommands()), // the open ticket has its own, and what it can't do is done to no other
  });
}

/** The commands about the ticked rows, or else about the one that the keyboard is at. */
export function targetCommands(): Handlers {
  const { tab } = list.value.filters;
  const about = {
    refs: targets,
    anchor: () => titleOf(targets()[0] ?? ""),
    options: () => (selected.peek().length > 0 ? { notifyCustomers: notifyCustomers.peek() } : {}),
  };
  return {
    ...(tab !== "trash" && ticketCommands(about)),
    ...(tab === "snoozed" && waking(about)),
    ...((tab === "trash" || tab === "archived") && restoring(about)),
  };
}

/** The row that a key is about: the one that has the focus, or else the one that shows as where the keyboard is. */
function rowHere(): string | null {
  const focusedRow = document.activeElement?.closest<HTMLElement>(".row")?.dataset.ref;
  const ref = focusedRow ?? cursor.peek();
  return ref !== null && visible.peek().includes(ref) ? ref : null;
}

/** A focus in the list goes along to the row of the ticket that is open now, and the row comes into view if it isn't. */
function bringAlong(ref: string): void {
  const title = titleOf(ref);
  if (document.activeElement?.closest(".row")) title?.focus({ preventScroll: true });
  const row = title?.closest(".row");
  const box = row?.getBoundingClientRect();
  if (box && (box.top < 0 || box.bottom > innerHeight)) row?.scrollIntoView({ block: "nearest" });
}

/** How far a row has to be from the edges of the window to be seen as a whole, beneath any bar, in pixels. */
const FAR_FROM_EDGES = 160;

/** To the next row; beside an open ticket, to the next ticket. */
function step(beside: string | null, by: number): void {
  if (beside !== null) {
    const ref = neighbour(beside, by);
    if (ref !== null) go(ticketHref(ref));
    return;
  }
  const ref = further(by);
  if (ref === null) return;
  focusRow(ref); // while nothing of the page has changed yet: styles are put in order before the focus moves
  current.value = ref;
  clearTimeout(soon);
  soon = setTimeout(() => void prefetch(ref), AHEAD);
}

/** How far down the list was looked at, as long as it has the page to itself. */
let scrolled = 0;

/** Remember how far down one is; what else is shown has a height of its own. */
export function useScrollKept(): void {
  useEffect(() => {
    const keep = (): void => {
      if (place.peek().view === "tickets") scrolled = scrollY;
    };
    addEventListener("scroll", keep, { passive: true });
    return () => removeEventListener("scroll", keep);
  }, []);
}

/** Coming back, one goes on where one was: as far down, at the same row or at the one in its place. */
function comeBack(): void {
  holdScrolling();
  scrollTo(0, scrolled);
  if (current.peek() !== null) focusRow(current.peek() ?? "");
}

/** So many frames go by until all rows are as high as they are to be. */
const SETTLING = 3;

/**
 * At first, rows out of sight are as high as they were beside the ticket. A browser that keeps what is seen at its place
 * would move the page by what they lose.
 */
function holdScrolling(frames = SETTLING): void {
  const { style } = document.documentElement;
  style.setProperty("overflow-anchor", "none");
  requestAnimationFrame(() => (frames > 1 ? holdScrolling(frames - 1) : style.removeProperty("overflow-anchor")));
}

/** The row that had the focus may be gone, or be elsewhere: the focus goes where the keyboard is. */
export function keepFocus(): void {
  const ref = current.peek();
  if (ref !== null && place.peek().view === "tickets" && document.activeElement === document.body) focusRow(ref);
}

/** From the search field to what was found. */
export function toRows(): void {
  const [first] = visible.peek();
  if (first === undefined || isAsking.peek()) return;
  focusRow(first);
  current.value = first;
}

function titleOf(ref: string): HTMLElement | null {
  return document.getElementById(titleId(ref));
}

/**
 * A browser that is to scroll to what gets the focus lays the page out anew at once, even where there is no need to.
 */
function focusRow(ref: string): void {
  const title = titleOf(ref);
  const row = title?.parentElement?.getBoundingClientRect();
  title?.focus({
    preventScroll: row !== undefined && row.top > FAR_FROM_EDGES && row.bottom < innerHeight - FAR_FROM_EDGES,
  });
}
