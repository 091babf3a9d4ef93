/** What opened the ticket, changed where it stands. */
import { useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Ticket } from "../../../api/types";
import { Lazy } from "../../../parts/Lazy";
import { asked, begun } from "../describing";
import { w } from "../words";
import { Message, type Spoken } from "./Message";

const editor = () => import("./DescriptionEditor");

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
      {editable && editing.value && <Lazy load={editor} props={{ ticket, leave }} typing />}
    </section>
  );
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
    text: ticket.description,
    format: ticket.body_format,
    hasHtml: ticket.has_html,
    attachments: ticket.attachments,
    channel: ticket.channel,
    signed: ticket.signed,
  };
}
