/** An open ticket: what it is about, what was said, and where to answer. */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { problemText } from "../../api/problemText";
import { useCommands } from "../../keys/handlers";
import { draftOf } from "../../store/composer/drafts";
import { loadAdvance } from "../../store/desk/advance";
import { properties } from "../../store/desk/preferences";
import { conversation, type Known, open, ticketSignal } from "../../store/tickets/tickets";
import { t } from "../../words";
import { Badges } from "./Badges";
import { commandsOf, isEditable } from "./commands";
import { Composer } from "./composer/Composer";
import { DialogHost } from "./dialogs/Host";
import { Outcome } from "./Outcome";
import { Presence } from "./Presence";
import { Requester } from "./Requester";
import { Sidebar } from "./sidebar/Sidebar";
import { TicketHeader } from "./TicketHeader";
import { Title } from "./Title";
import { Thread } from "./thread/Thread";
import { w } from "./words";

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
  return (
    <div class="ticket-pane">
      <div class="talk">
        <div class="column about">
          <Title ticket={ticket} editable={editable} />
          <Badges ticket={ticket} />
          <Requester ticket={ticket} editable={editable} />
          <Presence reference={ticket.ref} />
        </div>
        <Reading ticket={ticket} editable={editable} />
        {editable && (
          <div class="column writing">
            <Composer ticket={ticket} />
          </div>
        )}
      </div>
      {properties.value && <Sidebar ticket={ticket} editable={editable} />}
    </div>
  );
}

function Reading({ ticket, editable }: { ticket: Known; editable: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  const end = useRef(true);
  const sending = draftOf(ticket.ref).value.sending !== null;
  useLayoutEffect(() => stayAtEnd(box.current, end), []);
  useLayoutEffect(() => {
    if (sending && box.current) box.current.scrollTop = box.current.scrollHeight; // to what one says oneself
  }, [sending]);
  return (
    <div class="scrolls" ref={box} onScroll={(event) => (end.current = isAtEnd(event.currentTarget))}>
      <div class="column">
        <Outcome ticket={ticket} />
        <Thread ticket={ticket} editable={editable} />
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
