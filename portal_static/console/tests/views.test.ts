import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import type { Counts, View } from "../src/api/types";
import { views } from "../src/store/desk/directory";
import { toasts } from "../src/store/desk/toasts";
import { filtersOf } from "../src/store/tickets/filters";
import { countOf } from "../src/store/tickets/savedViews";
import { moveView, moveViewTo, takeOrderAlong } from "../src/store/tickets/viewOrder";
import { answer, asked, enter, sent } from "./desk";

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

const view = (id: string): View => ({ id, name: id, shared: true, own: true, filters: {} });
const order = (): string => views.value.map((each) => each.id).join("");
const written = (): string[] => asked.filter((each) => each === "preferences");

const browser = new Map<string, string>();
Object.assign(globalThis, {
  localStorage: {
    getItem: (key: string) => browser.get(key) ?? null,
    setItem: browser.set.bind(browser),
    removeItem: browser.delete.bind(browser),
  },
});

/** The desk has these views, and keeps what is wanted of their order as `order` says. */
function having(ids: string, how: () => unknown = () => ({ view_order: [] })): void {
  views.value = [...ids].map(view);
  answer("preferences", how);
}

mock.timers.enable({ apis: ["setTimeout"], now: 0 }); // messages go automatically

beforeEach(() => {
  enter();
  browser.clear();
  asked.length = 0;
  sent.length = 0;
  toasts.value = [];
});

test("a view stands where it was put at once, and the desk is told all of the order", async () => {
  having("abc");
  const moves = [moveView("c", -1), moveView("a", -1), moveViewTo("b", "a"), moveView("c", 1)];
  assert.equal(order(), "bac");
  await Promise.all(moves);
  assert.equal(order(), "bac");
  assert.deepEqual(sent, [{ view_order: ["a", "c", "b"] }, { view_order: ["b", "a", "c"] }]);
});

test("an order that the desk doesn't keep goes back to the one that it has, and the reason is told", async () => {
  having("abc", () => ({ status: 409, code: "conflict", detail: "Somebody else was faster." }));
  const moved = moveView("c", -1);
  assert.equal(order(), "acb");
  await moved;
  assert.equal(order(), "abc");
  assert.deepEqual(
    toasts.value.map(({ text, tone }) => [text, tone]),
    [["Somebody else was faster.", "error"]],
  );
});

test("of moves one after the other the last decides, whatever came of those before", async () => {
  const answers = [{ status: 409, detail: "Not now." }, {}, { status: 409, detail: "Not now." }];
  having("abc", () => answers.shift());
  await Promise.all([moveView("c", -1), moveView("c", -1)]);
  assert.equal(order(), "cab");
  assert.equal(toasts.value.length, 0);
  await moveView("c", 1);
  assert.equal(order(), "cab");
  assert.equal(toasts.value.length, 1);
});

test("what fails goes back to the last order that the desk has kept, past others on their way", async () => {
  const answers = [{}, { status: 409, detail: "Not now." }];
  having("abc", () => answers.shift());
  await Promise.all([moveView("c", -1), moveView("c", -1)]);
  assert.equal(order(), "acb");
});

test("a desk that was left in the meantime takes no other's views with it", async () => {
  having("abc", () => ({ status: 409, detail: "Not now." }));
  const moved = moveView("c", -1);
  enter("globex");
  views.value = [..."cab"].map(view);
  await moved;
  assert.equal(order(), "cab");
  assert.equal(toasts.value.length, 1);
});

test("an order that this browser kept goes to a desk that has none, once, without views that are gone", async () => {
  browser.set("workestra.views.acme", JSON.stringify(["c", "gone", 7, "a"]));
  having("abc");
  await takeOrderAlong();
  assert.equal(order(), "cab");
  assert.deepEqual(sent, [{ view_order: ["c", "a"] }]);
  await takeOrderAlong();
  assert.deepEqual([sent.length, browser.size], [1, 0]);
});

test("an order that the desk has stays, and that of this browser is forgotten", async () => {
  browser.set("workestra.views.acme", JSON.stringify(["c", "a"]));
  having("bac", () => ({ view_order: ["b"] }));
  await takeOrderAlong();
  assert.deepEqual([order(), sent.length, browser.size], ["bac", 0, 0]);
});

test("what this browser kept stays for another time where the desk can't take it", async () => {
  browser.set("workestra.views.acme", JSON.stringify(["c", "a"]));
  having("", () => ({ view_order: [] }));
  await takeOrderAlong();
  assert.equal(written().length, 0); // no views came: nobody knows which of them are there
  for (const refused of [{ status: 409, detail: "No." }, {}]) {
    having("abc", () => refused);
    await takeOrderAlong();
  }
  let asks = 0;
  having("abc", () => (asks++ === 0 ? { view_order: [] } : { status: 409, detail: "No." }));
  await takeOrderAlong();
  assert.deepEqual([order(), browser.size, sent.length], ["abc", 1, 1]);
});

test("somebody who never put views in order asks nothing more", async () => {
  having("abc");
  await takeOrderAlong();
  assert.equal(written().length, 0);
});
