import assert from "node:assert/strict";
import { test } from "node:test";
import type { SlaTarget } from "../src/api/types";
import { leftText, SlaMark } from "../src/parts/SlaMark";
import { targetShown } from "../src/parts/sla";

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

test("where no resolution is promised any more, a ticket is marked by what became of its answer", () => {
  const answered: SlaTarget = { ...target, status: "met", due_at: null, at: "2027-03-02T09:10:00Z" };
  const mark = SlaMark({
    sla: { status: null, policy_id: null, first_response: answered, next_response: null, resolution: null },
  });
  assert.deepEqual([mark.props.class, mark.props["data-tip"]], ["sla sla-met", "met"]);
});
