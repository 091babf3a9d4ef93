/**
 * The documents of the API, as `GET /v1/openapi.json` describes them. Times are RFC 3339 in UTC.
 */

export type Status = "open" | "in_progress" | "waiting" | "resolved" | "closed";
export type Priority = "urgent" | "high" | "medium" | "low";
export type TicketType = "support_ticket" | "customer_request" | "bug_report" | "feature_request";
export type Channel = "portal" | "email" | "phone" | "chat" | "api";
export type Source = "console" | "portal" | "email" | "widget" | "assistant" | "mcp" | "api";
export type SlaState = "on_track" | "warning" | "breached" | "met" | "missed" | "paused";
export type Role = "admin" | "agent" | "viewer";
export type Permission =
  | "tickets:read"
  | "tickets:write"
  | "tickets:delete"
  | "contacts:read"
  | "contacts:write"
  | "desk:read"
  | "settings:read"
  | "settings:write";

export const STATUSES: readonly Status[] = ["open", "in_progress", "waiting", "resolved", "closed"];
export const PRIORITIES: readonly Priority[] = ["urgent", "high", "medium", "low"];
export const TYPES: readonly TicketType[] = ["support_ticket", "customer_request", "bug_report", "feature_request"];
export const CHANNELS: readonly Channel[] = ["portal", "email", "phone", "chat", "api"];
export const SLA_FILTERS: readonly SlaState[] = ["breached", "warning", "on_track", "paused"];

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export interface Person {
  id: string;
  name: string;
}

export interface ContactRef {
  id: string;
  name: string;
  email: string | null;
}

export interface Label {
  id: string;
  name: string;
  color: string;
}

export interface SlaTarget {
  status: SlaState;
  target_minutes: number;
  due_at: string | null;
  elapsed_percent: number;
  at: string | null;
  /** By the business hours it never comes due. */
  never_due: boolean;
}

export interface Sla {
  status: SlaState;
  policy_id: string | null;
  first_response: SlaTarget | null;
  next_response?: SlaTarget | null;
  resolution: SlaTarget | null;
}

/** A ticket as lists have it. */
export interface TicketRow {
  ref: string;
  number: number;
  title: string;
  status: Status;
  priority: Priority;
  type: TicketType;
  channel: Channel;
  source: Source;
  assignee: Person | null;
  contact: ContactRef | null;
  labels: Label[];
  sla: Sla | null;
  first_responded_at: string | null;
  resolved_at: string | null;
  closed_at: string | null;
  resolution_seconds: number | null;
  follow_up_of: string | null;
  merged_into: string | null;
  archived: boolean;
  public: boolean;
  message_count: number;
  last_speaker: "customer" | "agent" | null;
  created_at: string;
  updated_at: string;
  version: number;
  url: string;
}

export interface Attachment {
  id: string;
  name: string;
  type: string;
  size: number;
  /** A picture that the mail's own HTML shows. */
  inline?: boolean;
}

/** A ticket with all that only the open one shows. */
export interface Ticket extends TicketRow {
  description: string;
  description_html: string;
  attachments: Attachment[];
  has_html: boolean;
  participants: string[];
  resolution: string | null;
  csat: { score: number | null; comment: string | null; rated_at: string | null; agent_estimate: number | null };
  escalation: { reason: string; at: string; by: Person } | null;
  duplicates: string[];
  follow_ups: string[];
}

export interface TimelineEntry {
  id: string;
  kind: "customer_message" | "agent_reply" | "internal_note" | "event";
  at: string;
  author: { kind: "agent" | "customer" | "system"; id: string | null; name: string };
  body_text: string | null;
  body_html: string | null;
  quoted_text: string | null;
  /** It came as an HTML mail, which can be shown as it was sent. */
  has_html: boolean;
  attachments: Attachment[];
  delivery: { status: "queued" | "sending" | "sent" | "delivered" | "bounced" | "failed"; detail: string | null } | null;
  from_stranger: boolean;
  from_address: string | null;
  merged_from: string | null;
  event: { type: string; changes: Record<string, { from: unknown; to: unknown }> } | null;
}

/** Another member at the same ticket. */
export interface Seen extends Person {
  state: "viewing" | "writing";
  at: string;
}

/** What one was told in the inbox. */
export interface Notice {
  id: string;
  event: string;
  ref: string;
  title: string;
  actor: string;
  at: string;
  read: boolean;
}

export interface Canned {
  id: string;
  name: string;
  body: string;
}

/** A canned response filled in for a ticket; `empty` are the variables that had neither value nor fallback. */
export interface Rendered {
  text: string;
  empty: string[];
}

/** Where a customer's HTML mail can be shown for a few minutes; `remote_images` is how many it would fetch. */
export interface MailPage {
  url: string;
  expires_at: string;
  remote_images: number;
}

export interface Counts {
  all: number;
  mine: number;
  unassigned: number;
  open: number;
  in_progress: number;
  waiting: number;
  resolved: number;
  closed: number;
  archived: number;
}

export interface Contact extends ContactRef {
  addresses: string[];
  company: string | null;
  blocked: boolean;
  undeliverable: string[];
}

export interface Member extends Person {
  email: string;
  role: Role;
  can_delete: boolean;
  active: boolean;
}

export interface View {
  id: string;
  name: string;
  shared: boolean;
  own: boolean;
  filters: Record<string, string | boolean>;
}

export interface Workspace {
  id: string;
  name: string;
  role: Role;
  /** What references of tickets begin with. */
  prefix: string;
  member_id: string;
  member_name: string;
  permissions: Permission[];
}

export interface Me {
  id: string;
  email: string | null;
  workspaces: Workspace[];
}

export interface SignedIn {
  access_token: string | null;
  expires_in: number | null;
  challenge: "new_password_required" | "mfa" | null;
  session: string | null;
}

export interface Upload extends Attachment {
  upload: { url: string; fields: Record<string, string> };
}

/** Why the assistant's model was of no use, and the desk's own rules answered. */
export type Fallback = "timeout" | "busy" | "unavailable" | "refused" | "bad_answer" | "budget";

/** What `PATCH` of a ticket takes; what isn't named stays. */
export interface TicketChanges {
  title?: string;
  description?: string;
  type?: TicketType;
  priority?: Priority;
  status?: Status;
  assignee_id?: string | null;
  expected_assignee_id?: string | null;
  contact?: { email: string; name?: string } | { id: string } | null;
  labels?: string[];
  participants?: string[];
}

/** A customer as a new ticket names them; without an address they are made anew by name. */
export interface NewContact {
  name: string;
  email?: string;
  company?: string;
}

export interface NewTicket {
  title: string;
  description: string;
  type: TicketType;
  priority: Priority;
  status: Status;
  channel: Channel;
  assignee_id: string | null;
  contact: NewContact | { id: string } | null;
  labels: string[];
  participants: string[];
  attachments: string[];
  notify_customer: boolean;
}

export interface Resolving {
  resolution: string;
  csat_estimate: number | null;
  notify_customer: boolean;
}

export interface BulkSet {
  status?: Status;
  priority?: Priority;
  assignee_id?: string | null;
  add_labels?: string[];
  remove_labels?: string[];
  archived?: boolean;
}

export interface BulkResult {
  ref: string;
  ok: boolean;
  code: string | null;
  detail: string | null;
}
