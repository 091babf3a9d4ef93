import assert from "node:assert/strict";
import { test } from "node:test";
import { filtersOf } from "../src/store/tickets/filters";
import {
  earlier,
  forgetLists,
  list,
  more,
  rearrange,
  reload,
  show,
  takeIn,
  updates,
  visible,
} from "../src/store/tickets/list";
import { tickets } from "../src/store/tickets/tickets";
import { answer, enter, refOf, row, showing, shown } from "./desk";

const tab = (name: string) => show(filtersOf(new URLSearchParams(`tab=${name}`)));

/** Answers for the tabs by status, each given when the test says so. */
function answersHeld(): { waiting(): number; give(status: string, ...numbers: readonly number[]): Promise<void> } {
  const held = new Map<string, (page: unknown) => void>();
  answer("tickets", (query) => new Promise((give) => held.set(query.get("status") ?? "", give)));
  return {
    waiting: () => held.size,
    give: async (status, ...numbers) => {
      held.get(status)?.({ items: numbers.map((number) => row(number)), next_cursor: null });
      held.delete(status);
      await new Promise((done) => setTimeout(done, 5));
    },
  };
}

function begin(): void {
  enter();
  forgetLists();
  tickets.keepOnly(() => false);
}

test("the rows of a tab that was left before they came don't show in the next one", async () => {
  begin();
  const answers = answersHeld();
  const left = tab("open");
  const next = tab("waiting");
  await answers.give("waiting", 3);
  await answers.give("open", 1, 2);
  await Promise.all([left, next]);
  assert.deepEqual([shown(), list.value.state, list.value.filters.tab], [[3], "ready", "waiting"]);
});

test("coming back to a tab shows at once what was there, until its rows are there anew", async () => {
  begin();
  await showing("tab=open", [row(1), row(2)]);
  await showing("tab=waiting", [row(3)]);
  const answers = answersHeld();
  const back = tab("open");
  assert.deepEqual([shown(), list.value.state], [[1, 2], "ready"]);
  await answers.give("open", 4, 1);
  await back;
  assert.deepEqual(shown(), [4, 1]);
});

test("a tab that can't be fetched keeps the rows it had, and says why where it had none", async () => {
  begin();
  await showing("tab=open", [row(1)]);
  answer("tickets", () => ({ status: 403, code: "forbidden" }));
  await tab("waiting");
  assert.deepEqual([list.value.state, list.value.problem?.code], ["failed", "forbidden"]);
  await tab("open");
  assert.deepEqual([list.value.state, list.value.problem?.code, shown()], ["ready", "forbidden", [1]]);
});

test("a row that the person here changed goes where it belongs at once", async () => {
  begin();
  await showing("tab=open", [row(1), row(3), row(5)]);
  tickets.put(refOf(3), row(3, { status: "waiting", version: 2 }));
  rearrange([refOf(3)]);
  assert.deepEqual(shown(), [1, 5]);
  tickets.put(refOf(3), row(3, { version: 3 }));
  rearrange([refOf(3)]);
  assert.deepEqual(shown(), [1, 3, 5]);
});

test("a search shows what was found by the words that were asked for, and what was searched for instead", async () => {
  begin();
  const snippet = { source: "message", parts: [{ text: "invoice", hit: true }] };
  const held = new Map<string, (page: unknown) => void>();
  answer("tickets", (query) => new Promise((give) => held.set(query.get("q") ?? "", give)));
  const search = (q: string) => show(filtersOf(new URLSearchParams({ q })));
  const [first, second] = [search("invoce"), search("zzzz")];
  held.get("zzzz")?.({ items: [], next_cursor: null, instead: null, texts_cut: true });
  held.get("invoce")?.({ items: [{ ...row(1), snippet }], next_cursor: null, instead: "invoice", texts_cut: false });
  await Promise.all([first, second]);
  assert.deepEqual([shown(), list.value.filters.q, list.value.textsCut], [[], "zzzz", true]);
  const again = search("invoce");
  held.get("invoce")?.({ items: [{ ...row(1), snippet }], next_cursor: null, instead: "invoice", texts_cut: false });
  await again;
  assert.deepEqual([shown(), list.value.instead, list.value.snippets.get(refOf(1))], [[1], "invoice", snippet]);
});

/** Answers with a page of so many of 230 tickets, from where the last one ended. */
function answerInPages(first = 1): void {
  answer("tickets", (query) => {
    const from = Number(query.get("cursor") ?? first);
    const numbers = Array.from({ length: Number(query.get("limit")) }, (_, at) => from + at).filter((at) => at <= 230);
    const next = from + numbers.length;
    return { items: numbers.map((number) => row(number)), next_cursor: next > 230 ? null : String(next) };
  });
}

test("a list that is fetched again is there as far as it was loaded, and begins at the same row", async () => {
  begin();
  answerInPages(2);
  await tab("open");
  for (let page = 0; page < 3; page++) await more();
  earlier();
  assert.deepEqual([shown().length, visible.value[0]], [200, refOf(52)]);
  answerInPages(1);
  await reload();
  assert.deepEqual([shown().length, shown()[0], visible.value[0]], [200, 1, refOf(52)]);
});

test("further rows that come after the list was fetched again are not put into it", async () => {
  begin();
  answerInPages();
  await tab("open");
  let give: (page: unknown) => void = () => undefined;
  answer("tickets", () => new Promise((given) => (give = given)));
  const late = more();
  answer("tickets", () => ({ items: [row(5)], next_cursor: null }));
  await reload();
  give({ items: [row(51)], next_cursor: null });
  await late;
  assert.deepEqual(shown(), [5]);
});

test("a change of others that was fetched before it was told still counts as an update of the list", async () => {
  begin();
  await showing("tab=open", [row(1), row(2)]);
  const moved = row(1, { status: "resolved", version: 2 });
  tickets.put(refOf(1), moved);
  takeIn([moved], new Set([refOf(1)]));
  assert.deepEqual([shown(), [...updates.value]], [[1, 2], [refOf(1)]]);
});
