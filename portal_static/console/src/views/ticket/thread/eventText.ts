/** What happened to a ticket, in words that go on after somebody's name: "moved it to Waiting". */
import type { TimelineEntry } from "../../../api/types";
import type { LineName } from "../../../parts/icons";
import { type ChoiceName, isChoice } from "../../../store/tickets/choices";
import { plain, type Values } from "../../../words";
import { hasWord, type TicketKey } from "../words";
import { undoneText } from "./undoneText";

/** What the words need to know of the desk. Ids are turned into names here, as the reader knows them. */
export interface Known {
  member(id: string): string | null;
  label(id: string): string | null;
  reference(number: number): string;
  /** What a field or a value of it is called within a sentence, by its key: `type.bug_report`. */
  word(key: string): string;
  list(names: readonly string[]): string;
  /** When something is or was, for people. */
  moment(at: string): string;
  say(key: TicketKey, values?: Values): string;
}

type Changes = Record<string, { from: unknown; to: unknown }>;

/** What one event did; null for one that says nothing by itself. */
export function eventText(entry: TimelineEntry, known: Known): string | null {
  const event = entry.event;
  if (!event) return null;
  const type = event.type.replace(/^ticket\./, "");
  const deed = DEEDS[type];
  if (deed) return deed(event.changes, known, entry);
  const field = type.replace(/_changed$/, "");
  return isChoice(field) ? chosen(field, event.changes, known) : known.say("event.other", { type: plain(type) });
}

/** The words that came with it, for whoever wants to read them; empty for most. */
export function eventWords({ event }: TimelineEntry): string {
  return text(event?.changes.text?.to);
}

/** What the description said before a member changed it, and how many characters more; null where nothing was kept. */
export function formerText({ event }: TimelineEntry): { text: string; leftOut: number } | null {
  const before = event?.type === "ticket.description_changed" ? text(event.changes.former?.from) : "";
  return before && event ? { text: before, leftOut: Number(event.changes.left_out?.from ?? 0) } : null;
}

/** A field was set to one of its values: in words of its own, or in those for any field. */
function chosen(field: ChoiceName, changes: Changes, { say, word }: Known): string {
  const own = `event.${field}`;
  const value = word(`${field}.${text(changes[field]?.to)}`);
  return say(hasWord(own) ? own : "event.field", { field: word(`field.${field}`), value });
}

const DEEDS: Record<string, (changes: Changes, known: Known, entry: TimelineEntry) => string | null> = {
  created: (_, { say }) => say("event.created"),
  assigned: assigned,
  title_changed: ({ title }, { say }) => say("event.title", { title: text(title?.to) }),
  description_changed: (_, { say }) => say("event.description"),
  contact_changed: ({ contact }, { say }) => givenTo(contact, say),
  labels_changed: ({ label_ids }, known) =>
    difference(
      label_ids,
      known,
      "event.labels_added",
      "event.labels_removed",
      (id) => known.label(id) ?? known.say("event.gone"),
    ),
  participants_changed: ({ participants }, known) =>
    difference(participants, known, "event.people_added", "event.people_removed", (address) => address),
  proposal_declined: (_, { say }) => say("event.proposal_declined"),
  requester_verified: (_, { say }) => say("event.requester_verified"),
  requester_denied: (_, { say }) => say("event.requester_denied"),
  resolved: (_, { say }) => say("event.resolved"),
  escalated: ({ reason }, { say }) => say("event.escalated", { reason: text(reason?.to) }),
  mentioned: ({ members }, { say, member, list }) =>
    say("event.called", { names: list(texts(members?.to).map((id) => member(id) ?? say("event.somebody"))) }),
  archived: (_, { say }) => say("event.archived"),
  restored: (_, { say }) => say("event.restored"),
  snoozed: ({ until }, { say, moment }) =>
    until?.to === "reply" ? say("event.snoozed_reply") : say("event.snoozed", { at: moment(text(until?.to)) }),
  unsnoozed: (_, { say }) => say("event.unsnoozed"),
  woken: (_, { say }) => say("event.woken"),
  spam: (_, { say }) => say("event.spam"),
  not_spam: (_, { say }) => say("event.not_spam"),
  held: ({ reason }, { say }) => say("event.held", { reason: text(reason?.to) }),
  released: (_, { say }) => say("event.released"),
  deleted: (_, { say }) => say("event.deleted"),
  recovered: (_, { say }) => say("event.recovered"),
  redacted: ({ redacted }, { say, word }) => say("event.redacted", { what: word(`redacted.${text(redacted?.to)}`) }),
  rated: ({ score }, { say }) => say("event.rated", { score: text(score?.to) }),
  reply_withdrawn: (_, { say }) => say("event.withdrawn"),
  reply_scheduled: scheduled,
  reply_unscheduled: ({ why }, { say, word }) => {
    const key = `event.reply_unscheduled.${text(why?.to)}`;
    return hasWord(key) ? word(key) : say("event.reply_discarded");
  },
  undone: (changes, known) => undoneText(changes, known),
  reply_resent: ({ to }, { say, list }) => say("event.resent", { names: list(texts(to?.to)) }),
  merged: ({ duplicate }, { say, reference }) => say("event.merged", { ref: reference(Number(duplicate?.to)) }),
  merged_into: ({ primary }, { say, reference }) => say("event.merged_into", { ref: reference(Number(primary?.to)) }),
  unmerged: ({ duplicate }, { say, reference }) => say("event.unmerged", { ref: reference(Number(duplicate?.from)) }),
  unmerged_from: ({ primary }, { say, reference }) =>
    say("event.unmerged_from", { ref: reference(Number(primary?.from)) }),
  followed_up: ({ follow_up }, { say, reference }) =>
    say("event.followed_up", { ref: reference(Number(follow_up?.to)) }),
  split: ({ split_into }, { say, reference }) => say("event.split", { ref: reference(Number(split_into?.to)) }),
  split_from: ({ split_from }, { say, reference }) =>
    say("event.split_from", { ref: reference(Number(split_from?.to)) }),
  linked: ({ linked, kind }, { say, reference }) => {
    const own = `event.linked.${text(kind?.to)}`;
    return say(hasWord(own) ? own : "event.linked.related", { ref: reference(Number(linked?.to)) });
  },
  unlinked: ({ linked }, { say, reference }) => say("event.unlinked", { ref: reference(Number(linked?.from)) }),
  auto_answered: ({ from, subject }, { say }) =>
    say("event.auto_answered", { address: text(from?.to), subject: text(subject?.to) }),
  reacted: ({ reaction }, { say, word }) => {
    const key = `event.reacted.${text(reaction?.to)}`;
    return hasWord(key) ? word(key) : say("event.reacted", { reaction: text(reaction?.to) });
  },
  mail_delayed: ({ address, detail }, { say }) =>
    say(detail?.to ? "event.mail_delayed_since" : "event.mail_delayed", {
      address: text(address?.to),
      detail: text(detail?.to),
    }),
  sla_warning: (changes, known) => promised("event.sla_warning", changes, known),
  sla_breached: (changes, known) => promised("event.sla_breached", changes, known),
};

/** What is a sentence by itself, without a name before it: "Resolution SLA missed". */
const NAMELESS: ReadonlySet<string> = new Set(["sla_warning", "sla_breached", "mail_delayed"]);

/** Whether the words of all these events go without a name. */
export function nameless(events: readonly TimelineEntry[]): boolean {
  return events.every(({ event }) => event && NAMELESS.has(event.type.replace(/^ticket\./, "")));
}

/** What is drawn beside an event, here and in the inbox. */
export const SIGNS: Record<string, LineName> = {
  created: "plus",
  assigned: "mine",
  labels_changed: "label",
  archived: "archive",
  restored: "archive",
  spam: "warn",
  not_spam: "warn",
  held: "lock",
  released: "lock",
  deleted: "trash",
  recovered: "back",
  redacted: "trash",
  escalated: "warn",
  sla_warning: "warn",
  sla_breached: "warn",
  merged: "link",
  merged_into: "link",
  unmerged: "link",
  unmerged_from: "link",
  followed_up: "link",
  split: "link",
  split_from: "link",
  linked: "link",
  unlinked: "link",
  snoozed: "clock",
  unsnoozed: "clock",
  woken: "clock",
  reply_withdrawn: "back",
  reply_scheduled: "reply",
  reply_unscheduled: "warn",
  undone: "back",
  reply_resent: "reply",
  mail_delayed: "warn",
};

const TARGETS: Record<string, TicketKey> = {
  first_response: "sla.first",
  next_response: "sla.next",
  resolution: "sla.resolution",
};

/** The target by its name, and when it is or was due; of a target that has no words here, as the desk calls it. */
function promised(
  key: "event.sla_warning" | "event.sla_breached",
  { target, due_at }: Changes,
  { say, moment }: Known,
): string {
  const own = `${key}.${text(target?.to)}`;
  const due = text(due_at?.to);
  return due && hasWord(own) ? say(own, { at: moment(due) }) : say(key, { target: targetOf(target, say) });
}

function targetOf(target: Changes[string] | undefined, say: Known["say"]): string {
  const name = TARGETS[text(target?.to)];
  return name ? say(name) : text(target?.to);
}

/** A reply waits, or waits for another moment, or never goes out. */
function scheduled({ scheduled: which, send_at }: Changes, { say, moment }: Known): string {
  if (!send_at?.to) return say("event.reply_discarded");
  const key = which?.from ? "event.reply_rescheduled" : "event.reply_scheduled";
  return say(key, { when: moment(text(send_at.to)) });
}

function assigned({ assignee_id, instead_of }: Changes, { say, member }: Known, entry: TimelineEntry): string {
  const id = assignee_id?.to;
  if (typeof id !== "string") return say("event.unassigned");
  const other = instead_of?.to;
  if (typeof other === "string") {
    const [name, whom] = [id, other].map((each) => member(each) ?? say("event.somebody"));
    return say("event.assigned_instead", { name: name ?? "", whom: whom ?? "" });
  }
  if (id === entry.author.id) return say("event.took");
  return say("event.assigned", { name: member(id) ?? say("event.somebody") });
}

/** Whose the ticket is now; of the same person their other address, since that is where its mail goes. */
function givenTo(change: Changes[string] | undefined, say: Known["say"]): string {
  const [before, after] = [personOf(change?.from), personOf(change?.to)];
  if (!after) return say("event.no_contact");
  const { name, email } = after;
  const moved = before?.id === after.id && before.email !== email;
  if (moved && email) return say("event.contact_address", { name: name || email, address: email });
  if (moved) return say("event.contact_no_address", { name });
  return say("event.contact", { name: name && email ? `${name} (${email})` : name || email });
}

/** Events from before addresses were kept have a name alone. */
function personOf(value: unknown): { id: string; name: string; email: string } | null {
  if (typeof value !== "object" || value === null) return null;
  const told: { id?: unknown; name?: unknown; email?: unknown } = value;
  return { id: text(told.id), name: text(told.name), email: text(told.email) };
}

/** What came and what went, of a list. */
function difference(
  change: Changes[string] | undefined,
  { list, say }: Known,
  came: TicketKey,
  went: TicketKey,
  named: (value: string) => string,
): string | null {
  const before = texts(change?.from);
  const after = texts(change?.to);
  const named_ = (values: readonly string[]): Values => ({ names: list(values.map(named)) });
  const added = after.filter((each) => !before.includes(each));
  const removed = before.filter((each) => !after.includes(each));
  const parts = [
    added.length > 0 ? say(came, named_(added)) : "",
    removed.length > 0 ? say(went, named_(removed)) : "",
  ];
  return parts.some(Boolean) ? list(parts.filter(Boolean)) : null;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : [];
}

function text(value: unknown): string {
  return value === null || value === undefined ? "" : String(value);
}
