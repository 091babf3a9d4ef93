import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { toasts } from "../src/store/desk/toasts";
import { undoLast } from "../src/store/desk/undo";
import { moveToTrash, restore } from "../src/store/tickets/actions";
import { filtersOf, searchOf, sectionsOf } from "../src/store/tickets/filters";
import { forgetLists } from "../src/store/tickets/list";
import { filtersOfView, filtersToKeep } from "../src/store/tickets/savedViews";
import { conversation, mergedInto, tickets } from "../src/store/tickets/tickets";
import { answer, asked, enter, refOf, row, sent, showing, shown } from "./desk";

const [A, B, C] = [refOf(1), refOf(2), refOf(3)];
const NOW = "2027-03-01T12:00:00.000Z";
const GONE = "2027-03-31T12:00:00.000Z";
const IN_TRASH = { deleted_at: NOW, gone_at: GONE };
let version = 1;

mock.timers.enable({ apis: ["setTimeout", "Date"], now: Date.parse(NOW) });

beforeEach(() => {
  mock.timers.tick(60_000);
  toasts.value = [];
  enter();
  forgetLists();
  tickets.keepOnly(() => false);
  version += 10;
  asked.length = sent.length = 0;
});

const given = (number: number, more: object = {}) => row(number, { version, ...more });
const trash = (ref: string) => tickets.of(ref)?.value.deleted_at;

test("what is deleted leaves the list at once, and comes back when that is undone", async () => {
  await showing("tab=open", [given(1), given(2)]);
  const until = new Date(Date.now() + 10_000).toISOString();
  answer(`tickets/${A}`, () => ({
    ...given(1, { ...IN_TRASH, version: version + 1 }),
    action_id: "a1",
    undo_until: until,
  }));
  const deleting = moveToTrash([A]);
  assert.deepEqual(shown(), [2]);
  await deleting;
  assert.equal(toasts.value[0]?.text, `${A} moved to the trash`);
  answer(`tickets/${A}/actions/a1/undo`, () => given(1, { version: version + 2 }));
  undoLast();
  assert.deepEqual([shown().sort(), trash(A)], [[1, 2], null]);
});

test("it is shown as gone in thirty days until the desk says when", async () => {
  await showing("tab=open", [given(1)]);
  const deleting = moveToTrash([A]);
  const { deleted_at: at = "", gone_at: gone = "" } = tickets.of(A)?.value ?? {};
  assert.equal(Date.parse(gone ?? "") - Date.parse(at ?? ""), 30 * 24 * 3_600_000);
  await deleting;
});

test("the desk's refusal brings it back, and is told", async () => {
  await showing("tab=open", [given(1)]);
  answer(`tickets/${A}`, () => ({ status: 409, code: "held", detail: "It is on hold." }));
  await moveToTrash([A]);
  assert.deepEqual([shown(), trash(A), toasts.value[0]?.text], [[1], null, `${A} was not changed: It is on hold.`]);
});

test("of many that are restored each comes back from where it is", async () => {
  await showing("tab=trash", [given(1, IN_TRASH), given(2, IN_TRASH), given(3, { archived: true })]);
  const results = (refs: string[]) => refs.map((ref) => ({ ref, ok: true, code: null, detail: null }));
  answer("tickets/bulk", () => ({ results: results([A, B, C]), batch_id: null, undo_until: null }));
  answer(`tickets/${C}/restore`, () => given(3, { version: version + 1 }));
  await restore([A, B, C]);
  assert.deepEqual(sent, [{ refs: [A, B], set: { deleted: false }, notify_customers: false }]);
  assert.deepEqual([A, B, C].map(trash), [null, null, null]);
  assert.equal(tickets.of(C)?.value.archived, false);
});

test("the trash is a list of its own: what was archived or spam, too, is in no other", async () => {
  await showing("tab=spam", [given(1, { spam: true, ...IN_TRASH }), given(2, { spam: true })]);
  assert.deepEqual(sectionsOf(filtersOf(new URLSearchParams("tab=trash"))), [
    { status: null, query: { trash: "true" } },
  ]);
  const until = null;
  answer(`tickets/${B}`, () => ({ ...given(2, { spam: true, ...IN_TRASH }), action_id: "a2", undo_until: until }));
  await moveToTrash([B]);
  assert.equal(shown().includes(2), false);
});

test("a saved view keeps that it is of the trash", () => {
  const filters = filtersOf(new URLSearchParams("tab=trash&priority=urgent"));
  assert.deepEqual(filtersToKeep(filters), { priority: "urgent", trash: true });
  assert.equal(searchOf(filtersOfView({ filters: filtersToKeep(filters) })).toString(), "tab=trash&priority=urgent");
});

test("merged tickets are counted once the conversation is there whole", () => {
  assert.equal(mergedInto(A), null);
  const entries = ["TKT-0007", "TKT-0007", "TKT-0008", null].map((merged_from) => ({ merged_from }));
  conversation(A).value = { state: "ready", problem: null, entries: entries as never, earlier: null };
  assert.equal(mergedInto(A), 2);
  conversation(A).value = { ...conversation(A).value, earlier: "c1" };
  assert.equal(mergedInto(A), null);
});
