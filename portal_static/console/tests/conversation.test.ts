import assert from "node:assert/strict";
import { test } from "node:test";
import type { TimelineEntry } from "../src/api/types";
import { earlierSolution } from "../src/views/ticket/earlierSolution";
import { eventText, eventWords, formerText, type Known } from "../src/views/ticket/thread/eventText";
import { linesOf } from "../src/views/ticket/thread/lines";

const said: TimelineEntry = {
  id: "01A",
  kind: "customer_message",
  at: "2026-11-25T09:00:00Z",
  author: { kind: "customer", id: null, name: "Maya" },
  body_text: "",
  body_html: "",
  body_format: null,
  quoted_text: null,
  has_html: false,
  attachments: [],
  delivery: null,
  from_stranger: false,
  from_address: null,
  authenticated: null,
  signed: null,
  edited_at: null,
  forwarded_to: [],
  split_into: null,
  merged_from: null,
  event: null,
};
const event = (
  id: string,
  type: string,
  changes: Record<string, { from: unknown; to: unknown }> = {},
): TimelineEntry => ({
  ...said,
  id,
  kind: "event",
  author: { kind: "agent", id: "m_ana", name: "Ana" },
  event: { type: `ticket.${type}`, changes, undone: false },
});
const known: Known = {
  member: (id) => ({ m_bo: "Bo" })[id] ?? null,
  label: (id) => ({ l_eu: "EU" })[id] ?? null,
  reference: (number) => `TKT-${String(number).padStart(4, "0")}`,
  word: (key) => key,
  list: (names) => names.join(", "),
  moment: (at) => at,
  say: (key, values) => `${key} ${Object.values(values ?? {}).join(" ")}`.trim(),
};

test("what one command did is one line, and what was said stands by itself", () => {
  const lines = linesOf([
    said,
    event("01B.0", "status_changed"),
    event("01B.1", "assigned"),
    event("01C.0", "archived"),
  ]);
  assert.deepEqual(
    lines.map((line) => (line.kind === "said" ? 1 : line.events.length)),
    [1, 2, 1],
  );
});

test("resolving and escalating are told once, not as the changes that come with them", () => {
  const [resolved, escalated] = linesOf([
    event("01B.0", "status_changed"),
    event("01B.1", "resolved"),
    event("01C.0", "priority_changed"),
    event("01C.1", "escalated"),
  ]);
  for (const line of [resolved, escalated]) assert.equal(line?.kind === "done" && line.events.length, 1);
});

test("a status that is set by itself is told", () => {
  assert.equal(linesOf([event("01B.0", "status_changed")]).length, 1);
});

const undone = (entry: TimelineEntry): TimelineEntry => ({
  ...entry,
  event: entry.event && { ...entry.event, undone: true },
});
const kinds = (entries: readonly TimelineEntry[]): string[] => linesOf(entries).map((line) => line.kind);

test("what was undone is told by its undoing alone", () => {
  const lines = linesOf([
    undone(event("01B.0", "status_changed")),
    undone(event("01B.1", "resolved")),
    event("01C.0", "undone"),
  ]);
  assert.deepEqual(
    lines.map((line) => line.kind === "done" && line.events.map((each) => each.id)),
    [["01C.0"]],
  );
});

test("more than three events after one another fold into one line, with whatever is said in between apart", () => {
  const events = ["01B.0", "01C.0", "01D.0", "01E.0"].map((id) => event(id, "archived"));
  const three = events.slice(1);
  assert.deepEqual(kinds(three), ["done", "done", "done"]);
  assert.deepEqual(kinds([...events, said, ...three]), ["folded", "said", "done", "done", "done"]);
  assert.deepEqual(kinds([said, ...three, said]), ["said", "done", "done", "done", "said"]);
});

test("what one command did is one line, however much it was", () => {
  assert.deepEqual(kinds([0, 1, 2, 3].map((at) => event(`01B.${at}`, "archived"))), ["done"]);
});

test("what was undone doesn't count among those that fold", () => {
  const events = ["01B.0", "01C.0", "01D.0"].map((id) => event(id, "archived"));
  assert.deepEqual(kinds([undone(event("01A.0", "archived")), ...events]), ["done", "done", "done"]);
});

test("who is called in a note is not told again", () => {
  assert.equal(linesOf([event("01B.0", "mentioned", { members: { from: null, to: ["m_bo"] } })]).length, 0);
});

test("a field that was set has words of its own, or those of any field", () => {
  const set = (field: string, to: unknown): string | null =>
    eventText(event("1.0", `${field}_changed`, { [field]: { from: null, to } }), known);
  assert.equal(set("priority", "urgent"), "event.priority field.priority priority.urgent");
  assert.equal(set("type", "bug_report"), "event.type field.type type.bug_report");
  assert.equal(set("channel", "phone"), "event.channel field.channel channel.phone");
});

test("assigning names whom, and says so of oneself and of nobody", () => {
  const to = (id: string | null): string | null =>
    eventText(event("1.0", "assigned", { assignee_id: { from: null, to: id } }), known);
  assert.deepEqual(
    [to("m_bo"), to("m_ana"), to(null), to("m_gone")],
    ["event.assigned Bo", "event.took", "event.unassigned", "event.assigned event.somebody"],
  );
});

test("of labels and people it says who came and who went", () => {
  const labels = event("1.0", "labels_changed", { label_ids: { from: ["l_gone"], to: ["l_eu"] } });
  assert.equal(eventText(labels, known), "event.labels_added EU, event.labels_removed event.gone");
  const people = event("1.0", "participants_changed", { participants: { from: [], to: ["a@x.example"] } });
  assert.equal(eventText(people, known), "event.people_added a@x.example");
});

test("of a customer it says the address, too, and of the same one with another address that", () => {
  const ruth = { id: "c_1", name: "Ruth", email: "ruth@x.example" };
  const to = (after: unknown, before: unknown = ruth): string | null =>
    eventText(event("1.0", "contact_changed", { contact: { from: before, to: after } }), known);
  assert.equal(to({ ...ruth, email: "r@evil.example" }), "event.contact_address Ruth r@evil.example");
  assert.equal(to({ ...ruth, email: null }), "event.contact_no_address Ruth");
  assert.equal(to({ id: "c_2", name: "Ruth", email: "r@evil.example" }), "event.contact Ruth (r@evil.example)");
  assert.equal(to({ id: "c_2", name: "Bo" }, { id: "c_1", name: "Ruth" }), "event.contact Bo");
  assert.equal(to(null), "event.no_contact");
});

test("what a description said before is there to unfold, with how much was not kept", () => {
  const changed = (changes: Record<string, { from: unknown; to: unknown }>) =>
    formerText(event("1.0", "description_changed", changes));
  assert.deepEqual(changed({ former: { from: "It broke.", to: null } }), { text: "It broke.", leftOut: 0 });
  const long = { former: { from: "x", to: null }, left_out: { from: 7, to: null } };
  assert.deepEqual(changed(long), { text: "x", leftOut: 7 });
  assert.equal(changed({}), null);
  assert.equal(formerText(event("1.0", "title_changed", { former: { from: "x", to: null } })), null);
});

test("a target that is near or missed is named", () => {
  const told = (type: string, to: string): string | null =>
    eventText(event("1.0", type, { target: { from: null, to } }), known);
  assert.equal(told("sla_warning", "first_response"), "event.sla_warning sla.first");
  assert.equal(told("sla_breached", "resolution"), "event.sla_breached sla.resolution");
});

test("a target says when it is or was due, where the history has that", () => {
  const told = (type: string, to: string): string | null => {
    const changes = { target: { from: null, to }, due_at: { from: null, to: "10:30" } };
    return eventText(event("1.0", type, changes), known);
  };
  assert.equal(told("sla_warning", "resolution"), "event.sla_warning.resolution 10:30");
  assert.equal(told("sla_breached", "first_response"), "event.sla_breached.first_response 10:30");
  assert.equal(told("sla_breached", "of_tomorrow"), "event.sla_breached of_tomorrow");
});

test("an undoing says from what to what each field went back", () => {
  const back = (changes: Record<string, { from: unknown; to: unknown }>): string | null =>
    eventText(event("1.0", "undone", { action: { from: null, to: "01B" }, ...changes }), known);
  const ruth = { id: "c_1", name: "Ruth", email: "ruth@x.example" };
  assert.deepEqual(
    [
      back({ status: { from: "waiting", to: "open" }, priority: { from: "urgent", to: "low" } }),
      back({ assignee_id: { from: "m_bo", to: null } }),
      back({ label_ids: { from: ["l_eu", "l_gone"], to: [] } }),
      back({ contact: { from: ruth, to: null } }),
      back({ title: { from: "Two", to: "One" } }),
      back({ archived: { from: true, to: false } }),
      back({ description: { from: null, to: null } }),
      back({ duplicate: { from: 7, to: null } }),
      back({ primary: { from: 8, to: null } }),
      back({}),
    ],
    [
      "event.undone event.back field.status status.waiting status.open, event.back field.priority priority.urgent priority.low",
      "event.undone event.back field.assignee Bo unassigned",
      "event.undone event.back field.label EU, event.gone event.none",
      "event.undone event.back field.contact Ruth customer.none",
      "event.undone event.back field.title Two One",
      "event.undone event.back field.archived meta.yes meta.no",
      "event.undone field.description",
      "event.undone event.back.merged TKT-0007",
      "event.undone event.back.merged_into TKT-0008",
      "event.undone_change",
    ],
  );
});

test("a solution that was none says when it was thought one, and when that ended", () => {
  const at = (entry: TimelineEntry, time: string): TimelineEntry => ({ ...entry, at: time });
  const status = (id: string, from: string, to: string): TimelineEntry =>
    event(id, "status_changed", { status: { from, to } });
  const resolved = at(event("01B.1", "resolved"), "1st");
  const reopened = at(status("01C.0", "resolved", "open"), "2nd");
  assert.deepEqual(earlierSolution([said, resolved, reopened]), { resolved: "1st", reopened: "2nd" });
  const closed = [at(status("01C.0", "resolved", "closed"), "2nd"), at(status("01D.0", "closed", "open"), "3rd")];
  assert.deepEqual(earlierSolution([resolved, ...closed]), { resolved: "1st", reopened: "3rd" });
  const again = [undone(reopened), at(event("01D.0", "resolved"), "3rd")];
  assert.deepEqual(earlierSolution([resolved, ...again]), { resolved: "3rd", reopened: null });
  assert.deepEqual(earlierSolution([said, reopened]), { resolved: null, reopened: "2nd" });
});

test("tickets are named by their reference", () => {
  assert.equal(eventText(event("1.0", "merged", { duplicate: { from: null, to: 7 } }), known), "event.merged TKT-0007");
  assert.equal(
    eventText(event("1.0", "unmerged_from", { primary: { from: 12345, to: null } }), known),
    "event.unmerged_from TKT-12345",
  );
});

test("an event that this console doesn't know yet is still told", () => {
  assert.equal(eventText(event("1.0", "dozing_off"), known), "event.other Dozing off");
});

test("what an automatic answer said is there to be read, and other events said nothing", () => {
  const away = event("01B.0", "auto_answered", { text: { from: null, to: "Ask Noor." } });
  assert.equal(eventWords(away), "Ask Noor.");
  assert.equal(eventWords(event("01C.0", "archived")), "");
});
