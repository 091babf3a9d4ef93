/** An open ticket: what it is about, what was said, and where to answer. */
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { problemText } from "../../api/problemText";
import { useCommands } from "../../keys/handlers";
import { Lazy } from "../../parts/Lazy";
import { aroundText } from "../../store/composer/drafts";
import { loadAdvance } from "../../store/desk/advance";
import { narrow } from "../../store/desk/width";
import { conversation, type Known, open, ticketSignal } from "../../store/tickets/tickets";
import { t } from "../../words";
import { commandsOf, isEditable } from "./commands";
import { Composer } from "./composer/Composer";
import { DialogHost } from "./dialogs/Host";
import { Facts } from "./Facts";
import { Notices } from "./Notices";
import { Outcome } from "./Outcome";
import { Presence } from "./Presence";
import { shown, uncover } from "./properties";
import { Sidebar } from "./sidebar/Sidebar";
import { TicketHeader } from "./TicketHeader";
import { Title } from "./Title";
import { Thread } from "./thread/Thread";
import { w } from "./words";

const requester = () => import("./Requester");
const scheduled = () => import("./composer/Scheduled");

export default function TicketView({ reference }: { reference: string }) {
  const talk = conversation(reference).value;
  const ticket = ticketSignal(reference)?.value;
  const commands = commandsOf(reference, ticket);
  useCommands(commands);
  useEffect(() => void loadAdvance(), []);
  return (
    <section class="ticket" aria-label={reference}>
      <TicketHeader reference={reference} ticket={ticket} commands={commands} />
      {!ticket && <h1 class="unseen">{reference}</h1>}
      {talk.problem && (
        <Failed reference={reference} missing={talk.problem.status === 404} text={problemText(talk.problem)} />
      )}
      {!ticket && !talk.problem && (
        <p role="status" class="quiet late column">
          {t("loading")}
        </p>
      )}
      {ticket && <Pane key={ticket.ref} ticket={ticket} />}
      <DialogHost reference={reference} />
    </section>
  );
}

function Failed({ reference, missing, text }: { reference: string; missing: boolean; text: string }) {
  if (missing)
    return (
      <p role="alert" class="column">
        {w("missing", { ref: reference })}
      </p>
    );
  return (
    <p role="alert" class="column">
      {text}{" "}
      <button type="button" onClick={() => void open(reference)}>
        {t("retry")}
      </button>
    </p>
  );
}

function Pane({ ticket }: { ticket: Known }) {
  const editable = isEditable(ticket);
  useEffect(() => uncover, []);
  const about = <About ticket={ticket} editable={editable} />;
  return (
    <div class="ticket-pane">
      <div class="talk">
        {!narrow.value && about}
        <Reading ticket={ticket} editable={editable} above={narrow.value && about} />
        {editable && (
          <div class="column writing">
            <Composer ticket={ticket} />
          </div>
        )}
        {!editable && Boolean(ticket.scheduled?.length) && (
          <div class="column writing">
            <Lazy load={scheduled} props={{ ticket, editable }} around={() => null} />
          </div>
        )}
      </div>
      {shown.value && <Sidebar ticket={ticket} editable={editable} />}
    </div>
  );
}

function About({ ticket, editable }: { ticket: Known; editable: boolean }) {
  return (
    <div class="column about">
      <Title ticket={ticket} editable={editable} />
      <Facts ticket={ticket} editable={editable} />
      <Notices ticket={ticket} />
      {(ticket.answers_to || ticket.requester_verified === false) && (
        <Lazy load={requester} props={{ ticket, editable }} around={() => null} />
      )}
      <Presence reference={ticket.ref} />
    </div>
  );
}

interface ReadingProps {
  ticket: Known;
  editable: boolean;
  /** What scrolls away with the conversation where there is little room. */
  above: ComponentChildren;
}

function Reading({ ticket, editable, above }: ReadingProps) {
  const box = useRef<HTMLDivElement>(null);
  const end = useRef(true);
  const sending = useMemo(() => aroundText(ticket.ref), [ticket.ref]).value.sending !== null;
  useLayoutEffect(() => stayAtEnd(box.current, end), []);
  useLayoutEffect(() => {
    if (sending && box.current) box.current.scrollTop = box.current.scrollHeight; // to what one says oneself
  }, [sending]);
  return (
    <div class="scrolls" ref={box} onScroll={(event) => (end.current = isAtEnd(event.currentTarget))}>
      <div>
        {above}
        <div class="column">
          <Outcome ticket={ticket} />
          <Thread ticket={ticket} editable={editable} />
        </div>
      </div>
    </div>
  );
}

const NEARLY = 24;

function isAtEnd({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean {
  return scrollHeight - scrollTop - clientHeight < NEARLY;
}

/** The newest is what one came for: stay with it while things arrive, until the reader scrolls away. */
function stayAtEnd(box: HTMLElement | null, end: { current: boolean }): () => void {
  const observer = new ResizeObserver(() => {
    if (box && end.current) box.scrollTop = box.scrollHeight;
  });
  for (const part of [box, box?.firstElementChild]) if (part) observer.observe(part);
  return () => observer.disconnect();
}
