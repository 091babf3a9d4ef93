/**
 * A ticket in the list. Where the keyboard is and what is ticked are bound straight to attributes: moving through the
 * rows draws none of them anew.
 */
import { useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Label } from "../../api/types";
import { Assignee, LabelChip } from "../../parts/badges";
import { ChoiceIcon, Icon } from "../../parts/icons";
import { SlaMark } from "../../parts/SlaMark";
import { ago, moment } from "../../parts/spans";
import { place, ticketHref } from "../../router/router";
import { now } from "../../store/desk/clock";
import { can } from "../../store/desk/session";
import { COMMANDED, type CommandedName } from "../../store/tickets/choices";
import { DELETED, snoozeShort, snoozeText } from "../../store/tickets/fields";
import { list } from "../../store/tickets/list";
import { focused, isCurrent, isSelected, toggle, toggleTo } from "../../store/tickets/selection";
import { type Known, prefetch, ticketSignal } from "../../store/tickets/tickets";
import { n, t, textOf } from "../../words";
import type { Picked } from "./cells";

export function Row({ reference }: { reference: string }) {
  const ticket = ticketSignal(reference)?.value;
  const ticked = useComputed(() => isSelected(reference));
  const open = useComputed(() => (place.value.view === "ticket" && place.value.ref === reference ? "true" : undefined));
  const kind = useComputed(() => `row${isCurrent(reference).value ? " current" : ""}${open.value ? " open" : ""}`);
  if (!ticket) return null;
  return (
    <li
      class={kind}
      data-ref={reference}
      onPointerEnter={(event) => pointsAt(event) && void prefetch(reference)}
      onFocusIn={() => focused(reference)}>
      <label class="tick-box">
        <input
          type="checkbox"
          checked={ticked}
          aria-label={t("select", { ref: reference })}
          onClick={(event) => tick(event, reference)}
        />
      </label>
      {COMMANDED.map((name) => (
        <ChoiceCell key={name} name={name} ticket={ticket} />
      ))}
      <span class="ref">{ticket.ref}</span>
      <a id={titleId(reference)} class="title" href={ticketHref(reference)} data-covers aria-current={open}>
        {ticket.title}
      </a>
      <Facts ticket={ticket} />
      <Why reference={reference} />
    </li>
  );
}

/** The id of the link that a row's title is, which has the focus where the keyboard is. */
export function titleId(reference: string): string {
  return `title-${reference}`;
}

function Facts({ ticket }: { ticket: Known }) {
  return (
    <>
      {awaitsUs(ticket) && (
        <span class="asked" data-tip={t("asked")}>
          <Icon name="reply" label={t("asked")} />
        </span>
      )}
      <Cell ticket={ticket} pick="labels">
        <Labels ticket={ticket} />
      </Cell>
      <span class="who">{ticket.contact?.name || ticket.contact?.email}</span>
      <State ticket={ticket} />
      <Cell ticket={ticket} pick="assign" told={ticket.assignee?.name ?? t("unassigned")}>
        <Assignee person={ticket.assignee} />
      </Cell>
      <time dateTime={ticket.updated_at} data-tip={t("updated", { at: moment(ticket.updated_at) })}>
        {ago(ticket.updated_at, now.value)}
      </time>
    </>
  );
}

/** Until when it is in the trash or snoozed; else how it stands with its SLA. */
function State({ ticket }: { ticket: Known }) {
  const { ref, gone_at: gone, sla } = ticket;
  if (gone) return <Gone reference={ref} at={gone} />;
  const snoozed = snoozeText(ticket);
  if (!snoozed) return <SlaMark sla={sla} />;
  return (
    <>
      <span class="gone" data-tip={snoozed}>
        <Icon name="clock" label={t("tab.snoozed")} /> {snoozeShort(ticket)}
      </span>
      {can.value("tickets:write") && <Back reference={ref} pick="wake" />}
    </>
  );
}

const DAY = 24 * 3_600_000;

/** In how many days a ticket in the trash is gone for good, and the way back. */
function Gone({ reference, at }: { reference: string; at: string }) {
  const days = Math.round((Date.parse(at) - now.value) / DAY);
  return (
    <>
      <span class="gone" data-tip={moment(at)}>
        {days > 0 ? n("gone", days) : t("gone.soon")}
      </span>
      {can.value("tickets:delete") && <Back reference={reference} pick="restore" />}
    </>
  );
}

function Back({ reference, pick }: { reference: string; pick: "restore" | "wake" }) {
  const name = t(`cmd.${pick}`);
  return (
    <button type="button" class="cell restore" tabIndex={-1} data-pick={pick} aria-label={`${name}: ${reference}`}>
      {name}
    </button>
  );
}

function ChoiceCell<N extends CommandedName>({ name, ticket }: { name: N; ticket: Known }) {
  const value: string = ticket[name];
  const told = textOf(`${name}.${value}`);
  return (
    <Cell ticket={ticket} pick={name} told={told}>
      <ChoiceIcon name={name} value={ticket[name]} label={told} />
    </Cell>
  );
}

const FIELDS = {
  status: "field.status",
  priority: "field.priority",
  assign: "field.assignee",
  labels: "cmd.labels",
} as const;

interface CellProps {
  ticket: Known;
  pick: Exclude<Picked, "restore" | "wake">;
  /** What it holds now, where no words say it. */
  told?: string;
  children: ComponentChildren;
}

/**
 * What can be changed where it stands, by a press; by the keyboard a key of its own does that, so that a row is one stop
 * for Tab.
 */
function Cell({ ticket, pick, told, children }: CellProps) {
  if (!can.value("tickets:write") || DELETED.of(ticket)) return <span class={`cell ${pick}`}>{children}</span>;
  const name = `${ticket.ref}, ${t(FIELDS[pick])}:`;
  return (
    <button
      type="button"
      class={`cell ${pick}`}
      tabIndex={-1}
      data-pick={pick}
      aria-haspopup="dialog"
      aria-label={told === undefined ? undefined : `${name} ${told}`}>
      {told === undefined && <span class="unseen">{name} </span>}
      {children}
    </button>
  );
}

function labelNames(labels: readonly Label[]): string {
  return labels.map((label) => label.name).join(", ");
}

/** The text that the ticket was found by, where that isn't the title. */
function Why({ reference }: { reference: string }) {
  const snippet = list.value.snippets.get(reference);
  if (!snippet || snippet.source === "title") return null;
  return (
    <p class="why">
      {t(`why.${snippet.source}`)}
      {snippet.parts.length > 0 && ": "}
      {snippet.parts.map((part, at) => (part.hit ? <mark key={at}>{part.text}</mark> : part.text))}
    </p>
  );
}

const LABELS_SHOWN = 2;

function Labels({ ticket }: { ticket: Known }) {
  const { labels } = ticket;
  const rest = labels.slice(LABELS_SHOWN);
  return (
    <span class="labels">
      {labels.slice(0, LABELS_SHOWN).map((label) => (
        <LabelChip key={label.id} label={label} />
      ))}
      {labels.length === 0 && can.value("tickets:write") && !DELETED.of(ticket) && <Icon name="plus" />}
      {rest.length > 0 && (
        <span class="label" data-tip={labelNames(rest)}>
          +{rest.length}
        </span>
      )}
    </span>
  );
}

/** The customer wrote last, and it isn't over. */
function awaitsUs({ last_speaker: speaker, status }: Known): boolean {
  return speaker === "customer" && status !== "resolved" && status !== "closed";
}

/** Whether somebody points at it; a row may also come to lie below a mouse that rests. */
function pointsAt({ pointerType, movementX, movementY }: PointerEvent): boolean {
  return pointerType !== "mouse" || movementX !== 0 || movementY !== 0;
}

function tick(event: MouseEvent, reference: string): void {
  if (event.shiftKey) toggleTo(reference);
  else toggle(reference);
}
