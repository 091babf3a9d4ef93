/** What of a conversation can be forwarded: what its customer wrote, and what they were answered. */
import type { TimelineEntry } from "../../../api/types";
import { undoOf } from "../../../store/desk/undo";
import { conversation, isWhole, type Known } from "../../../store/tickets/tickets";

export interface Forwardable {
  /** That of its entry, or `description` for what the ticket began with. */
  id: string;
  name: string;
  at: string;
  text: string;
  files: readonly string[];
}

const SHOWN = 120;

/** Everything of it that is on the page, the oldest first. What can still be taken back isn't out yet. */
export function forwardable(ticket: Known): Forwardable[] {
  const said = conversation(ticket.ref)
    .peek()
    .entries.filter(({ kind, id }) => isPublic(kind) && !undoOf(id));
  return [...opening(ticket), ...said.map(ofEntry)];
}

function isPublic(kind: string): boolean {
  return kind === "customer_message" || kind === "agent_reply";
}

function opening(ticket: Known): Forwardable[] {
  if (!isWhole(ticket) || (!ticket.description && ticket.attachments.length === 0)) return [];
  const { created_at: at, description, attachments, contact } = ticket;
  const name = ticket.opened_by?.name ?? contact?.name ?? contact?.email ?? "";
  return [{ id: "description", name, at, text: short(description), files: attachments.map((file) => file.name) }];
}

function ofEntry({ id, at, author, body_text: text, attachments }: TimelineEntry): Forwardable {
  return { id, at, name: author.name, text: short(text ?? ""), files: attachments.map((file) => file.name) };
}

function short(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}
