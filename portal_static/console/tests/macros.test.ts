import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Problem } from "../src/api/problem";
import { ACTION_KINDS, type MacroRun } from "../src/api/types";
import { progress, refused } from "../src/store/tickets/actions";
import { forgetLists } from "../src/store/tickets/list";
import { lookedAt, runOnMany, runOnOne } from "../src/store/tickets/macros";
import { tickets } from "../src/store/tickets/tickets";
import {
  asSent,
  blank,
  fieldsOf,
  type Given,
  nextKind,
  offered,
  problemAt,
  shifted,
  untilOf,
  untilWritten,
} from "../src/views/macros/actions";
import { type Names, refusalText, sentence, summary } from "../src/views/macros/sentence";
import { shownBy } from "../src/views/macros/shown";
import { answer, asked, enter, refOf, row, sent, showing } from "./desk";

const NAMES: Names = {
  member: (id) => (id === "m_bo" ? "Bo" : null),
  label: (id) => (id === "l_1" ? "Billing" : null),
  canned: (id) => (id === "c_1" ? "Refund" : null),
};
const LATER: Given = { do: "fold_paper", text: "a boat", member: null };
const MACRO = { id: "x_1", name: "Refund" };
const BILLING = { id: "l_1", name: "Billing", color: "#a13a00" };

test("a macro is told in one line, with names in place of ids", () => {
  const actions: Given[] = [
    { do: "set", field: "priority", value: "high" },
    { do: "assign", member: "me" },
    { do: "assign", member: "m_bo" },
    { do: "assign", member: null },
    { do: "add_labels", labels: ["l_1"] },
    { do: "reply", canned_response: "c_1" },
    { do: "snooze", until: "days:3" },
    { do: "snooze", until: "hours:1" },
    { do: "snooze", until: "reply" },
    { do: "notify", members: ["m_bo"], text: "Look" },
  ];
  assert.deepEqual(summary(actions, NAMES).split(" · "), [
    "Set priority to High",
    "Assign to me",
    "Assign to Bo",
    "Unassign",
    "Add label Billing",
    "Reply with “Refund”",
    "Snooze for 3 days",
    "Snooze for 1 hour",
    "Snooze until the customer writes",
    "Notify Bo: “Look”",
  ]);
});

test("what is gone, what isn't filled in yet and what is long are told so", () => {
  assert.equal(sentence({ do: "assign", member: "m_x" }, NAMES), "Assign to a deleted member");
  assert.equal(sentence({ do: "reply", canned_response: "c_x" }, NAMES), "Reply with “a deleted canned response”");
  assert.equal(
    sentence({ do: "remove_labels", labels: ["l_1", "l_x"] }, NAMES),
    "Remove labels Billing and a deleted label",
  );
  assert.equal(sentence(blank("reply"), NAMES), "Reply with “…”");
  assert.equal(sentence({ do: "note", text: `one\n ${"x".repeat(80)}` }, NAMES), `Add note “one ${"x".repeat(56)}…”`);
  assert.equal(sentence({ do: "set", field: "mood", value: "so_so" }, NAMES), "Set Mood to So so");
});

test("an action of a later release is told by its name, not offered, and sent as it came", () => {
  assert.equal(sentence(LATER, NAMES), "Fold paper");
  assert.deepEqual(offered(["set", "fold_paper", "note"]), ["set", "note"]);
  assert.deepEqual(asSent(LATER), { do: "fold_paper", text: "a boat" });
  assert.deepEqual(fieldsOf([LATER]), ["actions.0.do"]);
});

test("every action that the desk has is offered, and told when it is blank", () => {
  assert.deepEqual(offered(ACTION_KINDS), [...ACTION_KINDS]);
  for (const kind of offered(ACTION_KINDS)) assert.match(sentence(blank(kind), NAMES), /\w/);
});

test("of a known action what it takes is sent, and nothing that it had as another", () => {
  const was = { ...blank("assign"), text: "left over", labels: null };
  assert.deepEqual(asSent(was), { do: "assign", member: "me" });
  assert.deepEqual(asSent({ do: "assign", member: null }), { do: "assign", member: null });
});

test("the next action is one that the macro doesn't do yet", () => {
  const kinds = offered(["set", "assign", "note"]);
  assert.equal(nextKind(kinds, []), "set");
  assert.equal(nextKind(kinds, [blank("set")]), "assign");
  assert.equal(nextKind(kinds, kinds.map(blank)), "set");
});

test("actions move by one place, and never off the list", () => {
  assert.deepEqual(shifted(["a", "b", "c"], 2, -1), ["a", "c", "b"]);
  assert.deepEqual(shifted(["a", "b", "c"], 0, 1), ["b", "a", "c"]);
  const list = ["a", "b"];
  assert.equal(shifted(list, 0, -1), list);
  assert.equal(shifted(list, 1, 1), list);
});

test("until when a ticket is put away is taken apart and put together again", () => {
  for (const until of ["reply", "hours:4", "days:1"]) {
    const { unit, count } = untilOf(until);
    assert.equal(untilWritten(unit, count), until);
  }
  assert.deepEqual(untilOf("moons:2"), { unit: "reply", count: "" });
});

test("what is wrong with a value is found by the place of its action", () => {
  const problem = new Problem({
    status: 422,
    code: "validation_failed",
    detail: "",
    errors: [{ field: "actions.1.labels.0", message: "No such label." }],
  });
  assert.equal(problemAt(problem, 1, "labels"), "No such label.");
  assert.equal(problemAt(problem, 0, "labels"), null);
  assert.equal(problemAt(null, 0, "labels"), null);
});

test("a refusal names the action that it stopped at; one about the whole ticket says why alone", () => {
  const actions = [blank("assign"), { do: "add_labels", labels: ["l_x"] }];
  const told = (extra: Record<string, unknown>, detail: string): string =>
    refusalText(new Problem({ status: 422, code: "validation_failed", detail, extra }), actions, NAMES);
  assert.equal(
    told({ action: 1, do: "add_labels" }, "Action 2 (add_labels): It is gone."),
    "Action 2 (Add label a deleted label): It is gone.",
  );
  assert.equal(told({}, "It is merged."), "It is merged.");
});

test("fields, assignee and labels show at once, in the order of the actions; the rest is the desk's to say", () => {
  const desk = { me: { id: "m_me", name: "Me" }, members: [{ id: "m_bo", name: "Bo" }], labels: [BILLING] };
  const after = (...actions: Given[]) => shownBy(actions, desk)(row(1, { labels: [] }));
  const set = (value: string): Given => ({ do: "set", field: "priority", value });
  assert.equal(after(set("low"), set("high")).priority, "high");
  assert.equal(after(set("so_so")).priority, "medium");
  assert.equal(after({ do: "assign", member: "me" }).assignee?.name, "Me");
  assert.equal(after({ do: "assign", member: "m_bo" }, { do: "assign", member: null }).assignee, null);
  const label = { do: "add_labels", labels: ["l_1", "l_x"] };
  assert.deepEqual(after(label, label).labels, [BILLING]);
  assert.deepEqual(after(label, { do: "remove_labels", labels: ["l_1"] }).labels, []);
  const over = after({ do: "resolve", text: "Done" }, { do: "escalate", text: "Now" });
  assert.deepEqual([over.status, over.priority], ["resolved", "urgent"]);
  assert.deepEqual(after(LATER, blank("reply")), row(1));
});

const REFS = [refOf(1), refOf(2)];

beforeEach(async () => {
  enter();
  forgetLists();
  tickets.keepOnly(() => false);
  await showing("tab=all", [row(1), row(2)]);
  asked.length = sent.length = 0;
});

test("on one ticket it is one request, whose refusal is for whoever asked", async () => {
  const path = `tickets/${refOf(1)}/macros/x_1`;
  answer(path, () => ({ ticket: row(1, { priority: "low", version: 2 }), events: [], said: null }));
  await runOnOne(refOf(1), MACRO, (before) => before);
  assert.equal(tickets.of(refOf(1))?.value.priority, "low");
  assert.deepEqual(
    asked.filter((each) => each.includes("macros")),
    [path],
  );
  answer(path, () => ({ status: 409, code: "not_reachable", detail: "Nobody.", action: 0 }));
  await assert.rejects(
    runOnOne(refOf(1), MACRO, (before) => ({ ...before, status: "closed" })),
    (refusal: Problem) => refusal.code === "not_reachable" && refusal.extra.action === 0,
  );
  assert.equal(tickets.of(refOf(1))?.value.status, "open");
});

test("on many it goes in one request, says how far it got, and names what was refused", async () => {
  const seen: unknown[] = [];
  const stop = progress.subscribe((now) => void seen.push(now?.done ?? null));
  const each = (ref: string) => ({ ref, ok: ref === refOf(1), code: "not_reachable", detail: "Nobody." });
  answer("tickets/bulk", () => ({ results: REFS.map(each), batch_id: null, undo_until: null }));
  await runOnMany(REFS, MACRO, (before) => before);
  stop();
  assert.deepEqual(sent, [{ refs: REFS, set: { macro: "x_1" }, notify_customers: false }]);
  assert.deepEqual(seen, [null, 0, 2, null]);
  assert.deepEqual(
    refused.value.map(({ ref }) => ref),
    [refOf(2)],
  );
});

test("it is run on the version that was looked at, unless nothing would change", () => {
  const seen = { ticket: row(1, { version: 5 }), events: [], said: null } as unknown as MacroRun;
  const event = { type: "ticket.assigned", changes: {}, undone: false };
  assert.equal(lookedAt(seen), undefined);
  assert.equal(lookedAt({ ...seen, events: [event] }), 5);
});
