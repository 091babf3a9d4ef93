/** An open ticket: what it is about, what was said, and what there is to do. */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { said } from "../../parts/said";
import { workspace } from "../../store/session";
import { conversation, type Known, open, ticketSignal } from "../../store/tickets";
import { t } from "../../words";
import { Badges } from "./Badges";
import { Outcome } from "./Outcome";
import { Thread } from "./thread/Thread";
import { TicketHeader } from "./TicketHeader";
import { w } from "./words";

export function TicketView({ reference }: { reference: string }) {
  useEffect(() => void open(reference), [reference, workspace.value?.id]);
  const talk = conversation(reference).value;
  const ticket = ticketSignal(reference)?.value;
  return (
    <section class="ticket" aria-label={reference}>
      <TicketHeader reference={reference} />
      {talk.problem && <Failed reference={reference} missing={talk.problem.status === 404} text={said(talk.problem)} />}
      {!ticket && !talk.problem && <p role="status" class="quiet">{t("loading")}</p>}
      {ticket && <Body key={ticket.ref} ticket={ticket} />}
    </section>
  );
}

function Failed({ reference, missing, text }: { reference: string; missing: boolean; text: string }) {
  if (missing) return <p role="alert" class="quiet">{w("missing", { ref: reference })}</p>;
  return <p role="alert" class="quiet">{text} <button type="button" onClick={() => void open(reference)}>{t("retry")}</button></p>;
}

function Body({ ticket }: { ticket: Known }) {
  const box = useRef<HTMLDivElement>(null);
  const ready = conversation(ticket.ref).value.state === "ready";
  useLayoutEffect(() => {
    if (ready && box.current) box.current.scrollTop = box.current.scrollHeight; // the newest is what one came for
  }, [ready]);
  return (
    <div class="scrolls" ref={box}>
      <div class="column">
        <h1 id="details" tabIndex={-1}>{ticket.title}</h1>
        <Badges ticket={ticket} />
        <Outcome ticket={ticket} />
        <Thread ticket={ticket} />
      </div>
    </div>
  );
}
