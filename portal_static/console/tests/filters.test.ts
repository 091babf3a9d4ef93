import assert from "node:assert/strict";
import { test } from "node:test";
import { filtersOf, referenceIn, searchOf, sectionsOf } from "../src/store/tickets/filters";

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

test("a reference is understood however it is typed", () => {
  assert.deepEqual(
    ["42", "tkt-42", "TKT-0042", "#42"].map((typed) => referenceIn(typed)),
    Array(4).fill("TKT-0042"),
  );
  assert.deepEqual(
    ["0", "card 42", ""].map((typed) => referenceIn(typed)),
    [null, null, null],
  );
});
