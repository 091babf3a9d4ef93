/** What opened the ticket, changed where it stands. What was typed stays until it is saved or left by its button. */
import { useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Ticket } from "../../../api/types";
import { submitByKey } from "../../../parts/Dialog";
import { Field, Trouble } from "../../../parts/Field";
import { focusNow } from "../../../parts/focusNow";
import { useSending } from "../../../parts/useSending";
import { changeDetail } from "../../../store/tickets/details";
import { t } from "../../../words";
import { asked } from "../describing";
import { w } from "../words";
import { Message, type Spoken } from "./Message";

const LONGEST = 100_000;
/** What was typed for which ticket, and the description it was to replace. */
const begun = new Map<string, { text: string; before: string }>();

export function Description({ ticket, editable }: { ticket: Ticket; editable: boolean }) {
  const editing = useSignal(begun.has(ticket.ref));
  const returning = useRef(false);
  const says = saysSomething(ticket);
  useSignalEffect(() => {
    if (asked.value !== ticket.ref) return;
    asked.value = null;
    editing.value = true;
  });
  if (!says && !editable) return null;
  const leave = (): void => {
    begun.delete(ticket.ref);
    returning.current = true;
    editing.value = false;
  };
  const back = (section: HTMLElement | null): void => {
    if (!section || !returning.current) return;
    section.focus();
    returning.current = false;
  };
  return (
    <section id="description" ref={back} tabIndex={-1} aria-label={w("description")}>
      {says && !(editable && editing.value) && <Message reference={ticket.ref} spoken={opening(ticket)} />}
      {editable && editing.value && <Editor ticket={ticket} leave={leave} />}
    </section>
  );
}

function Editor({ ticket, leave }: { ticket: Ticket; leave(): void }) {
  const { ref, description } = ticket;
  const start = begun.get(ref) ?? { text: description, before: description };
  const text = useSignal(start.text);
  const before = useRef(start.before);
  const moved = useSignal(false);
  const { problem, busy, send } = useSending(async () => {
    if (text.value !== description) await changeDetail(ref, {}, { description: text.value }, w("done.description"));
    leave();
  });
  const type = (typed: string): void => {
    text.value = typed;
    begun.set(ref, { text: typed, before: before.current });
  };
  const save = (event: Event): void => {
    event.preventDefault();
    moved.value = description !== before.current;
    before.current = description;
    if (!moved.value) void send();
  };
  const press = (event: KeyboardEvent): void => {
    submitByKey(event);
    if (event.key !== "Escape" || event.isComposing || text.value !== description) return;
    event.stopPropagation();
    leave();
  };
  return (
    <form class="describing" onSubmit={save} onKeyDown={press}>
      <Field label={w("description")} hint={hint(ticket)} problem={problem.value?.at("description")}>
        {(field) => (
          <textarea
            {...field}
            ref={focusNow}
            rows={8}
            readOnly={busy}
            maxLength={LONGEST}
            value={text}
            onInput={(event) => type(event.currentTarget.value)}
          />
        )}
      </Field>
      {moved.value && (
        <p role="alert" class="wrong">
          {w("description.moved")}
        </p>
      )}
      <Trouble problem={problem.value} shownAt={["description"]} />
      <footer>
        <button type="button" onClick={leave}>
          {t("cancel")}
        </button>
        <button class="solid" disabled={busy}>
          {w("description.save")}
        </button>
      </footer>
    </form>
  );
}

function hint({ body_format: format, has_html: hasHtml }: Ticket): string | undefined {
  if (format === "markdown") return w("description.markdown");
  return hasHtml ? w("description.plain") : undefined;
}

/** A mail may be a picture alone. */
function saysSomething({ description, has_html: hasHtml, attachments }: Ticket): boolean {
  return description !== "" || hasHtml || attachments.length > 0;
}

/** Somebody of the desk may have written it for the customer, by phone for example. */
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
