/**
 * The API of one workspace, a function for each route that the console uses. `desk(workspace)` is cheap.
 */
import type { Asked, Http } from "./http";
import type {
  Bulk,
  BulkSet,
  Canned,
  ChangedTicket,
  Contact,
  Counts,
  FileLinks,
  Label,
  LinkKind,
  Macro,
  MacroRun,
  MailPage,
  Member,
  MergePreview,
  NewTicket,
  Notice,
  Page,
  Reminder,
  Rendered,
  Resolving,
  Said,
  ScheduledReply,
  Seen,
  Ticket,
  TicketChanges,
  TicketRow,
  TicketsPage,
  TimelineEntry,
  Upload,
  View,
} from "./types";

export type ListQuery = Record<string, string>;

interface CsvAnswer {
  text: string;
  cursor: string | null;
  headers: Headers;
}

export class Desk {
  private readonly base: string;
  private readonly tickets: string;

  constructor(
    private readonly http: Http,
    workspace: string,
  ) {
    this.base = `/v1/${encodeURIComponent(workspace)}`;
    this.tickets = `${this.base}/tickets`;
  }

  /** For routes that have no function of their own here, such as the settings': the path is within the workspace. */
  ask<T>(method: Parameters<Http["ask"]>[0], path: string, asked?: Asked): Promise<T> {
    return this.http.ask<T>(method, `${this.base}/${path}`, asked);
  }

  list(query: ListQuery, limit: number, cursor: string | null, signal?: AbortSignal): Promise<TicketsPage> {
    return this.http.ask("GET", this.tickets, { query: { ...query, limit, cursor }, signal });
  }

  counts(): Promise<Counts> {
    return this.http.ask("GET", `${this.tickets}/counts`);
  }

  changes(since: string | null): Promise<Page<TicketRow> & { next_cursor: string; unread: number }> {
    return this.http.ask("GET", `${this.tickets}/changes`, { query: { since, limit: 100 }, tries: 1 });
  }

  ticket(ref: string, signal?: AbortSignal): Promise<Ticket> {
    return this.http.ask("GET", this.at(ref), { signal });
  }

  timeline(
    ref: string,
    asked: { order: "oldest" | "newest"; limit: number; cursor?: string | null },
    signal?: AbortSignal,
  ): Promise<Page<TimelineEntry>> {
    return this.http.ask("GET", `${this.at(ref)}/timeline`, { query: asked, signal });
  }

  /** `key` is the idempotency key, for what may have been sent before. */
  reply(ref: string, body: Record<string, unknown>, key: string): Promise<Said> {
    return this.http.ask("POST", `${this.at(ref)}/replies`, { body, key });
  }

  note(ref: string, body: Record<string, unknown>, key: string): Promise<Said> {
    return this.http.ask("POST", `${this.at(ref)}/notes`, { body, key });
  }

  /** Take a reply back that is not out yet. */
  undoReply(ref: string, id: string): Promise<void> {
    return this.http.ask("DELETE", `${this.at(ref)}/replies/${encodeURIComponent(id)}`);
  }

  scheduled(ref: string, signal?: AbortSignal): Promise<{ items: ScheduledReply[] }> {
    return this.http.ask("GET", `${this.at(ref)}/scheduled`, { signal });
  }

  changeScheduled(ref: string, id: string, body: Record<string, unknown>): Promise<ScheduledReply> {
    return this.http.ask("PATCH", `${this.at(ref)}/scheduled/${encodeURIComponent(id)}`, { body });
  }

  cancelScheduled(ref: string, id: string): Promise<void> {
    return this.http.ask("DELETE", `${this.at(ref)}/scheduled/${encodeURIComponent(id)}`);
  }

  sendScheduled(ref: string, id: string): Promise<Said> {
    return this.http.ask("POST", `${this.at(ref)}/scheduled/${encodeURIComponent(id)}/send`);
  }

  create(ticket: NewTicket, key: string): Promise<Ticket> {
    return this.http.ask("POST", this.tickets, { body: ticket, key });
  }

  change(ref: string, changes: TicketChanges, ifMatch?: number): Promise<ChangedTicket> {
    return this.http.ask("PATCH", this.at(ref), { body: changes, ifMatch });
  }

  archive(ref: string): Promise<ChangedTicket> {
    return this.http.ask("POST", `${this.at(ref)}/archive`);
  }

  delete(ref: string): Promise<ChangedTicket> {
    return this.http.ask("DELETE", this.at(ref));
  }

  restore(ref: string): Promise<ChangedTicket> {
    return this.http.ask("POST", `${this.at(ref)}/restore`);
  }

  markSpam(ref: string): Promise<ChangedTicket> {
    return this.http.ask("POST", `${this.at(ref)}/spam`);
  }

  unmarkSpam(ref: string): Promise<ChangedTicket> {
    return this.http.ask("DELETE", `${this.at(ref)}/spam`);
  }

  snooze(ref: string, until: { until: string } | { until_reply: boolean }): Promise<ChangedTicket> {
    return this.http.ask("PUT", `${this.at(ref)}/snooze`, { body: until });
  }

  unsnooze(ref: string): Promise<ChangedTicket> {
    return this.http.ask("DELETE", `${this.at(ref)}/snooze`);
  }

  /** Be reminded of it, oneself; a second reminder takes the place of the first. */
  remind(ref: string, reminder: Reminder): Promise<Reminder> {
    return this.http.ask("PUT", `${this.at(ref)}/reminder`, { body: reminder });
  }

  forgetReminder(ref: string): Promise<void> {
    return this.http.ask("DELETE", `${this.at(ref)}/reminder`);
  }

  hold(ref: string, reason: string): Promise<ChangedTicket> {
    return this.http.ask("PUT", `${this.at(ref)}/hold`, { body: { reason } });
  }

  release(ref: string): Promise<ChangedTicket> {
    return this.http.ask("DELETE", `${this.at(ref)}/hold`);
  }

  resolve(ref: string, given: Resolving): Promise<ChangedTicket> {
    return this.http.ask("POST", `${this.at(ref)}/resolve`, { body: given });
  }

  escalate(ref: string, reason: string): Promise<ChangedTicket> {
    return this.http.ask("POST", `${this.at(ref)}/escalate`, { body: { reason } });
  }

  verify(ref: string): Promise<Ticket> {
    return this.http.ask("POST", `${this.at(ref)}/verify`);
  }

  previewMerge(ref: string, duplicate: string): Promise<MergePreview> {
    return this.http.ask("GET", `${this.at(ref)}/merge`, { query: { duplicate } });
  }

  merge(ref: string, duplicate: string, acrossContacts: boolean, readers: readonly string[]): Promise<ChangedTicket> {
    const body = { duplicate, across_contacts: acrossContacts, readers };
    return this.http.ask("POST", `${this.at(ref)}/merge`, { body });
  }

  unmerge(ref: string, duplicate: string): Promise<Ticket> {
    return this.http.ask("POST", `${this.at(ref)}/unmerge`, { body: { duplicate } });
  }

  /** The new ticket that begins with the message. */
  split(ref: string, message: string): Promise<Ticket> {
    return this.http.ask("POST", `${this.at(ref)}/messages/${encodeURIComponent(message)}/split`, { body: {} });
  }

  /** Link with `other`, which is that to `ref`. */
  link(ref: string, other: string, kind: LinkKind): Promise<Ticket> {
    return this.http.ask("PUT", `${this.at(ref)}/links/${encodeURIComponent(other)}`, { body: { kind } });
  }

  /** Reply on all that report a ticket. With the same `key` nobody is answered twice. */
  answerReports(ref: string, body: string, key: string): Promise<Bulk> {
    return this.http.ask("POST", `${this.at(ref)}/links/replies`, { body: { body }, key });
  }

  resolveReports(ref: string, resolution: string, key: string): Promise<Bulk> {
    return this.http.ask("POST", `${this.at(ref)}/links/resolve`, { body: { resolution }, key });
  }

  unlink(ref: string, other: string): Promise<Ticket> {
    return this.http.ask("DELETE", `${this.at(ref)}/links/${encodeURIComponent(other)}`);
  }

  addLabel(ref: string, id: string): Promise<ChangedTicket> {
    return this.http.ask("PUT", `${this.at(ref)}/labels/${encodeURIComponent(id)}`);
  }

  removeLabel(ref: string, id: string): Promise<ChangedTicket> {
    return this.http.ask("DELETE", `${this.at(ref)}/labels/${encodeURIComponent(id)}`);
  }

  /** Undo what was done to a ticket; the answer is the ticket as it is then. */
  undo(ref: string, action: string): Promise<ChangedTicket> {
    return this.http.ask("POST", `${this.at(ref)}/actions/${encodeURIComponent(action)}/undo`);
  }

  bulk(refs: readonly string[], set: BulkSet, notifyCustomers: boolean): Promise<Bulk> {
    const body = { refs, set, notify_customers: notifyCustomers };
    return this.http.ask("POST", `${this.tickets}/bulk`, { body });
  }

  undoBulk(batch: string): Promise<Bulk> {
    return this.http.ask("POST", `${this.tickets}/bulk/${encodeURIComponent(batch)}/undo`);
  }

  labels(): Promise<Label[]> {
    return this.all<Label>("labels");
  }

  members(): Promise<Member[]> {
    return this.all<Member>("members");
  }

  views(): Promise<View[]> {
    return this.all<View>("views");
  }

  createView(view: { name: string; shared: boolean; filters: View["filters"] }): Promise<View> {
    return this.ask("POST", "views", { body: view });
  }

  changeView(id: string, changes: Partial<Pick<View, "name" | "shared" | "filters">>): Promise<View> {
    return this.ask("PATCH", `views/${encodeURIComponent(id)}`, { body: changes });
  }

  deleteView(id: string): Promise<void> {
    return this.ask("DELETE", `views/${encodeURIComponent(id)}`);
  }

  contacts(start: string, signal?: AbortSignal): Promise<Page<Contact>> {
    return this.ask("GET", "contacts", { query: { q: start, limit: 20 }, signal });
  }

  contact(id: string): Promise<Contact> {
    return this.ask("GET", `contacts/${encodeURIComponent(id)}`);
  }

  inbox(limit: number, cursor: string | null): Promise<Page<Notice> & { unread: number }> {
    return this.ask("GET", "inbox", { query: { limit, cursor } });
  }

  readNotices(which: { ids: readonly string[] } | { all: true }): Promise<void> {
    return this.ask("POST", "inbox/read", { body: which });
  }

  finishNotices(ids: readonly string[]): Promise<void> {
    return this.ask("POST", "inbox/done", { body: { ids }, keepalive: true });
  }

  inboxUnread(): Promise<number> {
    return this.ask<{ unread: number }>("GET", "inbox", { query: { limit: 1 }, tries: 1 }).then((page) => page.unread);
  }

  /** Where to send a file, for a ticket or before there is one. */
  offerUpload(file: { name: string; type: string; size: number }, ref: string | null): Promise<Upload> {
    return ref
      ? this.http.ask("POST", `${this.at(ref)}/attachments`, { body: file })
      : this.ask("POST", "attachments", { body: file });
  }

  /** Say what one does at a ticket, and hear who else is there. */
  async presence(ref: string, state: Seen["state"]): Promise<Seen[]> {
    return (await this.http.ask<{ items: Seen[] }>("PUT", `${this.at(ref)}/presence`, { body: { state }, tries: 1 }))
      .items;
  }

  canned(): Promise<Canned[]> {
    return this.all<Canned>("canned-responses");
  }

  render(id: string, ref: string): Promise<Rendered> {
    return this.ask("POST", `canned-responses/${encodeURIComponent(id)}/render`, { body: { ref } });
  }

  /** The shared ones, and one's own. */
  macros(): Promise<Macro[]> {
    return this.all<Macro>("macros");
  }

  runMacro(ref: string, id: string, ifMatch?: number): Promise<MacroRun> {
    return this.http.ask("POST", `${this.at(ref)}/macros/${encodeURIComponent(id)}`, { ifMatch });
  }

  /** What running it would come to; nothing is stored. */
  tryMacro(ref: string, id: string, signal: AbortSignal): Promise<MacroRun> {
    const query = { preview: true };
    return this.http.ask("POST", `${this.at(ref)}/macros/${encodeURIComponent(id)}`, { query, signal });
  }

  /** What of the audit log is asked for, all its pages, as one CSV document. */
  async auditCsv(query: Readonly<Record<string, string>>): Promise<string> {
    let [text, cursor]: [string, string | null] = ["", null];
    do {
      const page: CsvAnswer = await this.csv("audit/export", { ...query, cursor });
      text += page.text;
      cursor = page.cursor;
    } while (cursor);
    return text;
  }

  /** One page of a CSV document, and where the next begins. */
  async csv(path: string, query: Asked["query"], signal?: AbortSignal): Promise<CsvAnswer> {
    const answer = await this.http.answer("GET", `${this.base}/${path}`, { query, signal });
    return { text: await answer.text(), cursor: nextCursor(answer.headers.get("Link")), headers: answer.headers };
  }

  /** A short-lived address of a file, to download it from. */
  async fileLink(ref: string, id: string): Promise<string> {
    const path = `${this.at(ref)}/attachments/${encodeURIComponent(id)}/link`;
    return (await this.http.ask<{ url: string }>("GET", path)).url;
  }

  /** Short-lived addresses of up to 50 pictures, of those that are there. */
  pictureLinks(ref: string, ids: readonly string[]): Promise<FileLinks> {
    return this.http.ask("POST", `${this.at(ref)}/files/links`, { body: { ids } });
  }

  /** Where the HTML of a mail can be shown; `id` is a message's, or `description`. */
  mailPage(ref: string, id: string): Promise<MailPage> {
    return this.http.ask("GET", `${this.at(ref)}/messages/${encodeURIComponent(id)}/html`);
  }

  private at(ref: string): string {
    return `${this.tickets}/${encodeURIComponent(ref)}`;
  }

  /** Every page of a short list of settings. */
  private async all<T>(path: string): Promise<T[]> {
    const found: T[] = [];
    let cursor: string | null = null;
    do {
      const page: Page<T> = await this.ask("GET", path, { query: { limit: 100, cursor } });
      found.push(...page.items);
      cursor = page.next_cursor;
    } while (cursor);
    return found;
  }
}

/** Where the next page begins, of a `Link` header (RFC 8288) that names one. */
function nextCursor(link: string | null): string | null {
  const [, next] = /<([^>]+)>; *rel="next"/.exec(link ?? "") ?? [];
  return next ? new URL(next).searchParams.get("cursor") : null;
}
