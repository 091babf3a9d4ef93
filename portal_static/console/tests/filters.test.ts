import assert from "node:assert/strict";
import { test } from "node:test";
import {
  belongs,
  comesBefore,
  filtersOf,
  referenceIn,
  searchOf,
  sectionsOf,
  wholeReferenceIn,
} from "../src/store/tickets/filters";
import { filtersOfView, filtersToKeep } from "../src/store/tickets/savedViews";
import { row } from "./desk";

test("filters survive the address, and what an address says wrongly is left out", () => {
  const search = new URLSearchParams("tab=mine&priority=urgent,high,huge&q=cards");
  assert.equal(searchOf(filtersOf(search)).toString(), "tab=mine&priority=urgent%2Chigh&q=cards");
});

test("All is asked for status by status, and one tab at once", () => {
  assert.equal(sectionsOf(filtersOf(new URLSearchParams())).length, 5);
  assert.deepEqual(sectionsOf(filtersOf(new URLSearchParams("tab=open"))), [
    { status: null, query: { status: "open" } },
  ]);
});

test("a tab has the tickets of its status, those that are ours, or those that are nobody's", () => {
  const fits = (search: string, given: Parameters<typeof row>[1]): boolean =>
    belongs(row(1, given), filtersOf(new URLSearchParams(search)), null, "m_me");
  const mine = { assignee: { id: "m_me", name: "Me", absence: null } };
  const theirs = { assignee: { id: "m_bo", name: "Bo", absence: null } };
  assert.deepEqual([fits("tab=waiting", { status: "waiting" }), fits("tab=waiting", {})], [true, false]);
  assert.deepEqual([fits("tab=mine", mine), fits("tab=mine", theirs), fits("tab=mine", {})], [true, false, false]);
  assert.deepEqual([fits("tab=unassigned", mine), fits("tab=unassigned", {})], [false, true]);
  assert.deepEqual([fits("status=open,waiting", {}), fits("status=closed", {})], [true, false]);
});

test("All narrowed to some statuses is asked for those alone", () => {
  const asked = sectionsOf(filtersOf(new URLSearchParams("status=waiting,open")));
  assert.deepEqual(
    asked.map(({ status, query }) => [status, query.status]),
    [
      ["open", "open"],
      ["waiting", "waiting"],
    ],
  );
});

test("a view of one status, of what is mine or nobody's, or of the archive opens as that tab", () => {
  for (const tab of ["waiting", "mine", "unassigned", "archived", "spam"]) {
    const filters = filtersOf(new URLSearchParams(`tab=${tab}&priority=high&sort=updated_at`));
    assert.deepEqual(filtersOfView({ filters: filtersToKeep(filters) }), filters);
  }
  const { tab, values } = filtersOfView({ filters: { status: "open,waiting", assignee: "me" } });
  assert.deepEqual([tab, values], ["mine", { status: ["open", "waiting"] }]);
});

test("a reference is understood however it is typed", () => {
  assert.deepEqual(
    ["42", "tkt-42", "TKT-0042", "#42"].map((typed) => referenceIn(typed)),
    Array(4).fill("TKT-0042"),
  );
  assert.deepEqual(
    ["0", "card 42", "", "INV-0042"].map((typed) => referenceIn(typed)),
    [null, null, null, null],
  );
});

test("a number alone is a word to search for, a reference typed whole is not", () => {
  assert.deepEqual(
    ["502", " 0502 ", "INV-502", "tkt-502", "#502"].map((typed) => wholeReferenceIn(typed)),
    [null, null, null, "TKT-0502", "TKT-0502"],
  );
});

test("a row goes where the list's order has it", () => {
  const [old, late] = [
    row(1, { priority: "high", updated_at: "2026-11-02T00:00:00Z" }),
    row(2, { priority: "low", updated_at: "2026-11-01T00:00:00Z" }),
  ];
  const sorts = ["-updated_at", "updated_at", "-created_at", "created_at", "priority"] as const;
  assert.deepEqual(
    sorts.map((sort) => [comesBefore(old, late, sort), comesBefore(late, old, sort)]),
    [
      [true, false],
      [false, true],
      [false, true],
      [true, false],
      [true, false],
    ],
  );
});
