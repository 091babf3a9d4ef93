/** The bar above an open ticket: the way back, its reference, its neighbours in the list, and what to do with it. */
import { Icon } from "../../parts/icons";
import { href, query, ticketHref } from "../../router/router";
import { visible } from "../../store/list";
import { toast } from "../../store/toasts";
import { number } from "../../words";
import { w } from "./words";

export function TicketHeader({ reference }: { reference: string }) {
  return (
    <header class="ticket-bar">
      <a class="icon" href={href("tickets", query.value)} aria-label={w("back")} data-tip={w("back")}><Icon name="back" /></a>
      <button type="button" class="reference" data-tip={w("ref.copy", { ref: reference })} aria-label={w("ref.copy", { ref: reference })} onClick={() => void copy(reference)}>{reference}</button>
      <span class="spring" />
      <Neighbours reference={reference} />
    </header>
  );
}

/** Where the ticket is in the list it was opened from. */
function Neighbours({ reference }: { reference: string }) {
  const refs = visible.value;
  const at = refs.indexOf(reference);
  if (at < 0) return <span class="neighbours" />;
  return (
    <nav class="neighbours" aria-label={w("position", { at: number(at + 1), all: number(refs.length) })}>
      <span aria-hidden="true">{w("position", { at: number(at + 1), all: number(refs.length) })}</span>
      <Neighbour reference={refs[at - 1]} label={w("previous")} arrow="up" />
      <Neighbour reference={refs[at + 1]} label={w("next")} arrow="down" />
    </nav>
  );
}

function Neighbour({ reference, label, arrow }: { reference: string | undefined; label: string; arrow: "up" | "down" }) {
  if (!reference) return <span class="icon" aria-hidden="true"><Icon name={arrow} /></span>;
  return <a class="icon" href={ticketHref(reference)} aria-label={label} data-tip={label}><Icon name={arrow} /></a>;
}

async function copy(reference: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(reference);
    toast(w("ref.copied", { ref: reference }));
  } catch {
    toast(w("ref.not_copied", { ref: reference }), { tone: "error" }); // refused by the browser or its owner
  }
}
