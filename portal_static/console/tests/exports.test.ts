import assert from "node:assert/strict";
import { test } from "node:test";
import type { DeskJob } from "../src/api/types";
import { exportOf, isUnderWay, receiptOf } from "../src/store/contacts/exports";

const NOW = new Date("2026-11-30T12:00:00Z");
const OUTCOME = { bytes: 1200, tickets: 2, files: 1, left_out: 1, until: "2026-12-07T12:00:00+00:00" };

function job(given: Partial<DeskJob>): DeskJob {
  return {
    id: "j_1",
    kind: "export",
    state: "running",
    subject: "c_1",
    by: { kind: "agent", id: "m_ann", name: "Ann" },
    asked_at: "2026-11-30T11:00:00.000Z",
    done_at: null,
    gone_through: 0,
    total: null,
    outcome: {},
    detail: "",
    ...given,
  };
}

test("the newest export of somebody is found, by any of their ids", () => {
  const jobs = [job({ id: "j_4", subject: "c_2" }), job({ id: "j_3", kind: "erasure" }), job({ id: "j_2" }), job({})];
  assert.equal(exportOf(jobs, ["c_0", "c_1"], NOW)?.id, "j_2");
  assert.equal(exportOf(jobs, ["c_9"], NOW), null);
});

test("one whose file is gone is none any more", () => {
  const done = job({ state: "done", outcome: OUTCOME });
  assert.equal(exportOf([done], ["c_1"], NOW), done);
  assert.equal(exportOf([done], ["c_1"], new Date("2026-12-07T12:00:00Z")), null);
});

test("what came of it is told when it is done, and not before", () => {
  assert.equal(receiptOf(job({})), null);
  assert.equal(receiptOf(job({ state: "failed" })), null);
  const { until } = OUTCOME;
  assert.deepEqual(receiptOf(job({ state: "done", outcome: OUTCOME })), { bytes: 1200, tickets: 2, leftOut: 1, until });
  assert.deepEqual(
    ["waiting", "running", "done", "failed", "paused"].map((state) => isUnderWay(job({ state } as DeskJob))),
    [true, true, false, false, false],
  );
});
