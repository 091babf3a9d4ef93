import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { DeskJob, ErasureTable } from "../src/api/types";
import { erase, isNamed, previewErasure, receiptOf } from "../src/store/privacy/erasure";
import { answer, asked, enter } from "./desk";

const TABLE: ErasureTable = {
  name_after: "Erased customer 7f3a",
  tickets: 5,
  rows: [{ kind: "message", erased: 12, renamed: 3, kept: 2, why: "other_people" }],
  backups_until: "2027-01-04",
  more: false,
};
const JOB: DeskJob = {
  id: "j_1",
  kind: "erasure",
  state: "waiting",
  subject: "c_1",
  by: { kind: "agent", id: "m_ana", name: "Ana K." },
  asked_at: "2027-03-01T12:00:00.000Z",
  done_at: null,
  gone_through: 0,
  total: null,
  outcome: {},
  detail: "",
};

beforeEach(() => {
  enter();
  asked.length = 0;
});

test("what would go is asked for first, and nothing is begun by that", async () => {
  answer("contacts/c_1/erasure", (query) => (query.get("preview") === "true" ? TABLE : JOB));
  assert.deepEqual(await previewErasure("c_1"), TABLE);
  assert.deepEqual(await erase("c_1"), JOB);
  assert.deepEqual(asked, ["contacts/c_1/erasure?preview=true", "contacts/c_1/erasure"]);
});

test("only an erasure that is done has a receipt", () => {
  const outcome = { ...TABLE, erased_at: "2027-03-01T12:05:00.000Z" };
  assert.equal(receiptOf(JOB), null);
  assert.equal(receiptOf({ ...JOB, kind: "redaction", state: "done" }), null);
  assert.deepEqual(receiptOf({ ...JOB, state: "done", outcome }), outcome);
});

test("a person is confirmed by their name or any address, however it is spelt, and by nothing less", () => {
  const maya = { id: "c_1", name: "Maya Oséi", addresses: ["maya@example.com", "m.osei@work.example"] };
  for (const typed of ["maya osei", " Maya  Oséi ", "M.Osei@work.example"]) assert.equal(isNamed(maya, typed), true);
  for (const typed of ["", " ", "Maya", "maya@example.co"]) assert.equal(isNamed(maya, typed), false, typed);
  const nobody = { id: "c_2", name: "", addresses: [] };
  assert.deepEqual([isNamed(nobody, ""), isNamed(nobody, "c_2")], [false, true]);
});
