import assert from "node:assert/strict";
import { test } from "node:test";
import { filtersOf, referenceIn, searchOf, sectionsOf } from "../src/store/tickets/filters";
import { Optimistic } from "../src/store/tickets/optimistic";

interface Thing {
  version: number;
  a: string;
  b: string;
}

test("a refused change is taken back alone", async () => {
  const things = new Optimistic<Thing>();
  things.put("x", { version: 1, a: "old", b: "old" });
  const kept = things.change(
    "x",
    (thing) => ({ ...thing, b: "new" }),
    () => Promise.resolve({ version: 2, a: "old", b: "new" }),
  );
  const refused = things.change(
    "x",
    (thing) => ({ ...thing, a: "new" }),
    () => Promise.reject(new Error("no")),
  );
  assert.deepEqual(things.of("x")?.value, { version: 1, a: "new", b: "new" });
  await kept;
  await assert.rejects(refused);
  assert.deepEqual(things.of("x")?.value, { version: 2, a: "old", b: "new" });
});

test("an older version never replaces a newer one", () => {
  const things = new Optimistic<Thing>();
  things.put("x", { version: 3, a: "new", b: "" });
  assert.equal(things.put("x", { version: 2, a: "old", b: "" }), false);
  assert.equal(things.of("x")?.value.a, "new");
});

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
