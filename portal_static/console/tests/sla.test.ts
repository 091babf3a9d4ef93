import assert from "node:assert/strict";
import { test } from "node:test";
import type { Sla, SlaTarget } from "../src/api/types";
import { leftText, SlaMark } from "../src/parts/SlaMark";
import { dueNext, promised, targetShown } from "../src/parts/sla";

const NOW = Date.parse("2027-03-02T09:30:00Z");
const target: SlaTarget = {
  status: "on_track",
  target_minutes: 60,
  due_at: "2027-03-02T10:08:00Z",
  elapsed_percent: 10,
  at: null,
  never_due: false,
};

test("a target that runs says the time left, and is breached once that is over", () => {
  assert.equal(leftText(targetShown(target, NOW)), "38m");
  assert.equal(targetShown(target, Date.parse("2027-03-02T10:08:00Z")).state, "breached");
});

test("a target without any working time to come due in says so, and not that it is on track", () => {
  assert.equal(leftText(targetShown({ ...target, due_at: null, never_due: true }, NOW)), "never due");
});

test("a target that stands still says why", () => {
  assert.equal(leftText(targetShown({ ...target, status: "paused", due_at: null }, NOW)), "paused");
});

const sla = (first: SlaTarget | null, resolution: SlaTarget | null): Sla => ({
  status: null,
  by: null,
  due_at: null,
  policy_id: null,
  first_response: first,
  next_response: null,
  resolution,
});
const answered: SlaTarget = { ...target, status: "missed", due_at: "2027-03-02T08:08:00Z", at: "2027-03-02T09:10:00Z" };
const later: SlaTarget = { ...target, due_at: "2027-03-02T18:08:00Z" };

test("the worst target that is open colours a ticket, and the next one due gives the time", () => {
  const overdue = { ...target, due_at: "2027-03-02T09:00:00Z" };
  const late = promised(sla(overdue, later), NOW);
  assert.deepEqual(
    [late[0]?.name, late[0]?.shown.state, dueNext(late)?.name],
    ["first_response", "breached", "first_response"],
  );
  const risky = promised(sla(target, { ...later, status: "warning" }), NOW);
  assert.deepEqual([risky[0]?.name, dueNext(risky)?.name], ["resolution", "first_response"]);
});

test("an answer that came late colours nothing afterwards", () => {
  const all = promised(sla(answered, later), NOW);
  assert.deepEqual([all[0]?.name, all[0]?.shown.state], ["resolution", "on_track"]);
});

test("what is solved shows how, though nobody was ever answered", () => {
  const solved: SlaTarget = { ...later, status: "met", at: "2027-03-02T09:10:00Z" };
  const all = promised(sla({ ...target, status: "paused", due_at: null }, solved), NOW);
  assert.deepEqual([all[0]?.name, dueNext(all)?.name], ["resolution", "resolution"]);
});

test("where nothing is promised any more, a ticket has no mark", () => {
  assert.equal(SlaMark({ sla: sla(null, null) }).props.class, "sla");
});
