/**
 * The place of the open ticket. Its view is loaded behind the list's back, so that it is there when a ticket is opened;
 * when the page begins with a ticket, the view and what it shows are fetched side by side.
 */
import { useEffect, useLayoutEffect } from "preact/hooks";
import { Lazy, preload } from "../../parts/Lazy";
import { place } from "../../router/router";
import { unread } from "../../store/desk/directory";
import { readTicket } from "../../store/desk/inbox";
import { workspace } from "../../store/desk/session";
import { list } from "../../store/tickets/list";
import { open } from "../../store/tickets/tickets";

const ticketView = () => import("../ticket/TicketView");
/** Browsers without idle callbacks wait as long, in milliseconds. */
const SOON = 200;

export function OpenTicket({ reference }: { reference: string }) {
  useLayoutEffect(startAtTop, [reference]);
  useEffect(() => void open(reference), [reference, workspace.value?.id]);
  useEffect(() => void readTicket(reference), [reference, unread.value]);
  return (
    <Lazy
      load={ticketView}
      props={{ reference }}
      around={(meanwhile) => (
        <section class="ticket" aria-label={reference}>
          <h1 class="unseen">{reference}</h1>
          {meanwhile}
        </section>
      )}
    />
  );
}

/** As far down as the list was, there is nothing to be read of a ticket that takes its place. */
function startAtTop(): void {
  const beside = document.querySelector(".beside");
  if (!beside?.getClientRects().length) scrollTo(0, 0);
}

/** Load the view at once if the page begins with a ticket. */
export function startTicketView(): void {
  if (place.peek().view === "ticket") void preload(ticketView);
}

/** Load the view once the list is there: it is what will be wanted next, and nothing waits for it yet. */
export function useTicketViewSoon(): void {
  const { state } = list.value;
  useEffect(() => {
    if (state !== "loading") whenIdle(() => void preload(ticketView));
  }, [state]);
}

function whenIdle(run: () => void): void {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(run);
  else setTimeout(run, SOON); // Safari
}
