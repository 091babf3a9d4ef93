/** What of a conversation can be forwarded: what its customer wrote, and what they were answered. */
import type { Attachment, TimelineEntry } from "../../../api/types";
import { undoOf } from "../../../store/desk/undo";
import { conversation, isWhole, type Known } from "../../../store/tickets/tickets";

export interface Forwardable {
  /** That of its entry, or `description` for what the ticket began with. */
  id: string;
  name: string;
  at: string;
  text: string;
  attachments: readonly Attachment[];
}

const SHOWN = 120;

/** Everything of it that is on the page, the oldest first. What can still be taken back isn't out yet. */
export function forwardable(ticket: Known): Forwardable[] {
  return saidAt(ticket, ({ kind, id }) => isPublic(kind) && !undoOf(id));
}

/** What opened the ticket, and what was said since, as far as it is on the page and wanted. */
export function saidAt(ticket: Known, wanted: (entry: TimelineEntry) => boolean): Forwardable[] {
  const said = conversation(ticket.ref)
    .peek()
    .entries.filter((entry) => entry.kind !== "event" && wanted(entry));
  return [...opening(ticket), ...said.map(ofEntry)];
}

function isPublic(kind: string): boolean {
  return kind === "customer_message" || kind === "agent_reply";
}

function opening(ticket: Known): Forwardable[] {
  if (!isWhole(ticket) || (!ticket.description && ticket.attachments.length === 0)) return [];
  const { created_at: at, description, attachments, contact } = ticket;
  const name = ticket.opened_by?.name ?? contact?.name ?? contact?.email ?? "";
  return [{ id: "description", name, at, text: short(description), attachments }];
}

function ofEntry({ id, at, author, body_text: text, attachments }: TimelineEntry): Forwardable {
  return { id, at, name: author.name, text: short(text ?? ""), attachments };
}

function short(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}
