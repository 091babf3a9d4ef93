import assert from "node:assert/strict";
import { test } from "node:test";
import type { Counts, View } from "../src/api/types";
import { views } from "../src/store/desk/directory";
import { filtersOf } from "../src/store/tickets/filters";
import { countOf } from "../src/store/tickets/savedViews";
import { moveView, moveViewTo, orderedViews } from "../src/store/tickets/viewOrder";
import { enter } from "./desk";

const COUNTS: Counts = {
  all: 40,
  mine: 6,
  unassigned: 9,
  open: 10,
  in_progress: 7,
  waiting: 8,
  resolved: 6,
  closed: 9,
  archived: 3,
};
const counted = (search: string): number | null => countOf(filtersOf(new URLSearchParams(search)), COUNTS);

test("a view that is a tab, or some of the statuses, has the desk's own count, and any other none", () => {
  assert.deepEqual(["", "tab=mine", "tab=archived", "tab=spam", "status=open,waiting"].map(counted), [
    40,
    6,
    3,
    null,
    18,
  ]);
  assert.deepEqual(["priority=low", "tab=mine&status=open", "q=words", "tab=open&label=l_1"].map(counted), [
    null,
    null,
    null,
    null,
  ]);
});

test("views stand in the order that they were put in, and new ones behind them", () => {
  const kept = new Map<string, string>();
  const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: kept.set.bind(kept) };
  Object.assign(globalThis, { localStorage: storage });
  enter();
  const view = (id: string): View => ({ id, name: id, shared: true, own: true, filters: {} });
  const order = () => orderedViews.value.map((each) => each.id).join("");
  views.value = ["a", "b", "c"].map(view);
  moveView("c", -1);
  moveView("a", -1);
  assert.equal(order(), "acb");
  moveViewTo("b", "a");
  assert.equal(order(), "bac");
  views.value = ["d", "a", "c", "b"].map(view);
  assert.equal(order(), "bacd");
  views.value = ["c", "b"].map(view);
  moveView("b", 1);
  assert.equal(order(), "cb");
});
