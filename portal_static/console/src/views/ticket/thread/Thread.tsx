/** The conversation: what the customer wrote first, then all that was said and done, the newest at the end. */
import { useSignal } from "@preact/signals";
import type { RefObject, VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { problemText } from "../../../api/problemText";
import { STATUSES, type Ticket, type TimelineEntry } from "../../../api/types";
import { ChoiceIcon, Icon } from "../../../parts/icons";
import { draftOf } from "../../../store/composer/drafts";
import { labels, members } from "../../../store/desk/directory";
import { workspace } from "../../../store/desk/session";
import { toast } from "../../../store/desk/toasts";
import { conversation, isWhole, type Known as KnownTicket, openEarlier } from "../../../store/tickets/tickets";
import { locale, textOf } from "../../../words";
import { When } from "../when";
import { hasWord, w, wn } from "../words";
import { eventText, eventWords, formerText, type Known, SIGNS } from "./eventText";
import { linesOf } from "./lines";
import { Message, type Spoken, spokenOf } from "./Message";

export function Thread({ ticket }: { ticket: KnownTicket }) {
  const talk = conversation(ticket.ref).value;
  const section = useRef<HTMLElement>(null);
  const hold = useHeldPlace(section, talk.entries[0]?.id);
  const fetchEarlier = (): Promise<void> => {
    hold();
    return openEarlier(ticket.ref);
  };
  return (
    <>
      {isWhole(ticket) && saysSomething(ticket) && (
        <section id="description" tabIndex={-1} aria-label={w("description")}>
          <Message reference={ticket.ref} spoken={opening(ticket)} />
        </section>
      )}
      <section
        id="comments"
        ref={section}
        tabIndex={-1}
        aria-label={w("conversation")}
        aria-busy={talk.state === "loading"}>
        {talk.earlier && <Earlier fetchThem={fetchEarlier} />}
        {linesOf(talk.entries).map((line) =>
          line.kind === "said" ? (
            drawn(ticket.ref, line.entry)
          ) : (
            <Deeds key={line.events[0].id} reference={ticket.ref} events={line.events} />
          ),
        )}
        <OnItsWay reference={ticket.ref} />
      </section>
    </>
  );
}

const kept = new WeakMap<TimelineEntry, VNode>();

/** The same element for the same entry, which is then not drawn anew: there may be thousands. */
function drawn(reference: string, entry: TimelineEntry): VNode {
  const element = kept.get(entry) ?? <Message key={entry.id} reference={reference} spoken={spokenOf(entry)} />;
  kept.set(entry, element);
  return element;
}

/** What was just written, until the desk has it. */
function OnItsWay({ reference }: { reference: string }) {
  const { sending, at } = draftOf(reference).value;
  if (!sending) return null;
  const kind = sending.mode === "note" ? "internal_note" : "agent_reply";
  const { body, files } = sending.text;
  const name = workspace.value?.member_name ?? "";
  const spoken: Spoken = {
    id: "sending",
    kind,
    name,
    at: new Date(at).toISOString(),
    html: null,
    text: body,
    format: null,
    hasHtml: false,
    attachments: files,
  };
  return (
    <div class="on-its-way" aria-busy="true">
      <Message reference={reference} spoken={spoken} />
    </div>
  );
}

/** A mail may be a picture alone. */
function saysSomething({ description, has_html: hasHtml, attachments }: Ticket): boolean {
  return description !== "" || hasHtml || attachments.length > 0;
}

/** What opened the ticket. Somebody of the desk may have written it for the customer, by phone for example. */
function opening(ticket: Ticket): Spoken {
  return {
    id: "description",
    kind: ticket.opened_by ? "agent_reply" : "customer_message",
    opening: true,
    name: ticket.opened_by?.name ?? (ticket.contact?.name || ticket.contact?.email || ""),
    at: ticket.created_at,
    html: ticket.description_html,
    format: ticket.body_format,
    hasHtml: ticket.has_html,
    attachments: ticket.attachments,
    channel: ticket.channel,
    signed: ticket.signed,
  };
}

function Earlier({ fetchThem }: { fetchThem(): Promise<void> }) {
  const busy = useSignal(false);
  const press = async (): Promise<void> => {
    busy.value = true;
    await fetchThem().catch((failure: unknown) => toast(problemText(failure), { tone: "error" }));
    busy.value = false;
  };
  return (
    <button type="button" class="plain" disabled={busy} onClick={() => void press()}>
      {w("earlier")}
    </button>
  );
}

/** Keeps the reader's place when what came before `first` is put above it. Call what it gives before fetching. */
function useHeldPlace(section: RefObject<HTMLElement | null>, first: string | undefined): () => void {
  const below = useRef<number | null>(null);
  const scroller = (): Element | null => section.current?.closest(".scrolls") ?? null;
  useLayoutEffect(() => {
    const box = scroller();
    if (box && below.current !== null) box.scrollTop = box.scrollHeight - below.current;
    below.current = null;
  }, [first]);
  return () => {
    const box = scroller();
    below.current = box && box.scrollHeight - box.scrollTop;
  };
}

function Deeds({ reference, events }: { reference: string; events: readonly [TimelineEntry, ...TimelineEntry[]] }) {
  const known = knownAt(reference);
  const deeds = events.map((event) => eventText(event, known)).filter((deed) => deed !== null);
  const [{ author, at }] = events;
  const former = events.map(formerText).find((each) => each !== null);
  if (deeds.length === 0) return null;
  const words = events.map(eventWords).filter(Boolean).join("\n\n");
  return (
    <>
      <p class="deed">
        <Sign events={events} />
        <span>
          {author.name || w("role.system")} {known.list(deeds)} · <When at={at} />
        </span>
      </p>
      {words && (
        <details class="quoted">
          <summary>{w("event.words")}</summary>
          <blockquote>{words}</blockquote>
        </details>
      )}
      {former && (
        <details class="quoted">
          <summary>{w("event.description_before")}</summary>
          <blockquote>{former.text}</blockquote>
          {former.leftOut > 0 && <p class="quiet">{wn("event.description_left_out", former.leftOut)}</p>}
        </details>
      )}
    </>
  );
}

/** What kind of thing was done, at a glance: where a status was set, the shape of that status. */
function Sign({ events }: { events: readonly TimelineEntry[] }) {
  const types = events.map((each) => each.event?.type.replace("ticket.", "") ?? "");
  if (types.includes("resolved")) return <ChoiceIcon name="status" value="resolved" />;
  const to = events.find((each) => each.event?.type === "ticket.status_changed")?.event?.changes.status?.to;
  const status = STATUSES.find((each) => each === to);
  if (status) return <ChoiceIcon name="status" value={status} />;
  const name = types.map((type) => SIGNS[type]).find((each) => each !== undefined);
  return <Icon name={name ?? "settings"} />;
}

function knownAt(reference: string): Known {
  const prefix = reference.slice(0, reference.lastIndexOf("-") + 1);
  return {
    member: (id) => members.value.find((each) => each.id === id)?.name ?? null,
    label: (id) => labels.value.find((each) => each.id === id)?.name ?? null,
    reference: (number) => prefix + String(number).padStart(4, "0"),
    word: (key) => (hasWord(key) ? w(key) : textOf(key)),
    list: (names) => new Intl.ListFormat(locale(), { type: "conjunction" }).format(names),
    say: w,
  };
}
