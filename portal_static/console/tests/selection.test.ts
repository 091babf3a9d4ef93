import assert from "node:assert/strict";
import { test } from "node:test";
import { effect } from "@preact/signals";
import { go } from "../src/router/router";
import { setChoice } from "../src/store/tickets/actions";
import { filtersOf } from "../src/store/tickets/filters";
import { forgetLists, rearrange, reload, show } from "../src/store/tickets/list";
import * as selection from "../src/store/tickets/selection";
import { tickets } from "../src/store/tickets/tickets";
import { answer, enter, refOf, row, showing, shown } from "./desk";

const [A, B, C, D] = [1, 2, 3, 4].map(refOf) as [string, string, string, string];
const here = { href: "https://desk.example/console/" };
Object.assign(globalThis, {
  location: here,
  history: { pushState: (_: unknown, __: string, to: string) => (here.href = `https://desk.example${to}`) },
});
let version = 1;

/** The list of open tickets with four rows; nothing is ticked, and the keyboard is nowhere. */
async function begin(): Promise<void> {
  enter();
  forgetLists();
  selection.forgetPlaces();
  version++;
  await showing(
    "tab=open",
    [1, 2, 3, 4].map((number) => row(number, { version })),
  );
}

/** A ticket is closed here, so that its row leaves the list. */
function close(...refs: readonly string[]): void {
  for (const ref of refs) tickets.put(ref, row(Number(ref.slice(4)), { status: "closed", version: ++version }));
  rearrange(refs);
}

test("the keyboard goes from row to row, begins at either end, and stops at both", async () => {
  await begin();
  assert.deepEqual([selection.further(1), selection.further(-1)], [A, D]);
  selection.current.value = B;
  assert.deepEqual([selection.further(1), selection.further(-1)], [C, A]);
  selection.current.value = D;
  assert.equal(selection.further(1), null);
  selection.current.value = A;
  assert.equal(selection.further(-1), null);
});

test("in an empty list the keyboard goes nowhere", async () => {
  await begin();
  close(A, B, C, D);
  assert.deepEqual([selection.further(1), selection.further(-1)], [null, null]);
});

test("when its row leaves the list, the keyboard is at the row that takes its place, at the end at the one before", async () => {
  await begin();
  selection.current.value = B;
  close(B);
  assert.equal(selection.current.value, C);
  close(C, D);
  assert.equal(selection.current.value, A);
  close(A);
  assert.equal(selection.current.value, null);
});

test("when other rows leave, the keyboard stays where it is", async () => {
  await begin();
  selection.current.value = C;
  close(A, D);
  assert.deepEqual([selection.current.value, selection.further(-1), selection.further(1)], [C, B, null]);
});

test("a range goes from the row ticked last, up or down, and adds to what is ticked", async () => {
  await begin();
  selection.toggle(C);
  selection.toggleTo(D);
  assert.deepEqual(selection.selected.value, [C, D]);
  selection.toggleTo(A);
  assert.deepEqual(selection.selected.value, [A, B, C, D]);
  selection.toggle(B);
  assert.deepEqual(selection.selected.value, [A, C, D]);
  selection.toggleTo(A);
  assert.deepEqual(selection.selected.value, [A, B, C, D]);
});

test("a range from nowhere, or from a row that left, is the one row", async () => {
  await begin();
  selection.toggleTo(C);
  assert.deepEqual(selection.selected.value, [C]);
  close(C);
  selection.toggleTo(A);
  assert.deepEqual(selection.selected.value, [A]);
});

test("a ticked row that left the list is no longer among those that a command is about", async () => {
  await begin();
  selection.toggle(B);
  selection.toggle(D);
  close(B);
  assert.deepEqual([selection.selected.value, selection.targets()], [[D], [D]]);
});

test("without ticks a command is about the keyboard's row, if that is in the list", async () => {
  await begin();
  assert.deepEqual(selection.targets(), []);
  selection.current.value = B;
  assert.deepEqual(selection.targets(), [B]);
  selection.selectAll();
  assert.deepEqual(selection.targets(), [A, B, C, D]);
  selection.clearSelection();
  selection.current.value = refOf(99);
  assert.deepEqual(selection.targets(), []);
});

test("beside an open ticket one goes on to its neighbours, and nowhere from one that isn't in the list", async () => {
  await begin();
  assert.deepEqual([selection.neighbour(B, 1), selection.neighbour(B, -1)], [C, A]);
  assert.deepEqual([selection.neighbour(D, 1), selection.neighbour(refOf(99), 1)], [null, null]);
});

test("a ticket whose row left goes on with the row that took its place, and back to the one before it", async () => {
  await begin();
  selection.current.value = B;
  close(B);
  assert.deepEqual([selection.neighbour(B, 1), selection.neighbour(B, -1)], [C, A]);
  selection.current.value = D;
  close(D);
  assert.deepEqual([selection.current.value, selection.neighbour(D, 1), selection.neighbour(D, -1)], [C, null, C]);
});

test("in a grouped list the keyboard doesn't follow a row into another group", async () => {
  await begin();
  answer("tickets", (query) => {
    const numbers = { open: [1, 2], waiting: [3] }[query.get("status") ?? ""] ?? [];
    return { items: numbers.map((number) => row(number, { status: query.get("status") as "open", version })) };
  });
  await show(filtersOf(new URLSearchParams()));
  selection.current.value = A;
  tickets.put(A, row(1, { status: "waiting", version: ++version }));
  rearrange([A]);
  assert.deepEqual([selection.current.value, selection.neighbour(A, 1)], [B, B]);
});

test("what comes in by fetching the list again leaves the keyboard at its row, or at the one in its place", async () => {
  await begin();
  selection.current.value = B;
  const now = (...numbers: readonly number[]) => {
    answer("tickets", () => ({ items: numbers.map((number) => row(number, { version })), next_cursor: null }));
    return reload();
  };
  await now(5, 1, 2, 3, 4);
  assert.equal(selection.current.value, B);
  await now(6, 5, 1, 3, 4);
  assert.equal(selection.current.value, C);
});

test("each list has a place of its own, which is there when one comes back", async () => {
  await begin();
  selection.current.value = C;
  await showing("tab=waiting", [row(7, { status: "waiting" }), row(8, { status: "waiting" })]);
  assert.equal(selection.current.value, null);
  selection.current.value = refOf(8);
  await showing("tab=open", [row(1), row(3)]);
  assert.equal(selection.current.value, C);
});

test("a step is heard by the two rows that it is about, however many there are", async () => {
  await begin();
  const rows = Array.from({ length: 100 }, (_, at) => row(at + 1, { version: ++version }));
  await showing("tab=open", rows);
  selection.current.value = A;
  const heard: string[] = [];
  const leave = rows.map(({ ref }) =>
    effect(() => void heard.push(`${ref} ${selection.isCurrent(ref).value ? "on" : "off"}`)),
  );
  heard.length = 0;
  selection.current.value = selection.further(1);
  assert.deepEqual(heard.toSorted(), [`${A} off`, `${B} on`]);
  heard.length = 0;
  selection.current.value = null;
  assert.deepEqual(heard, [`${B} off`]);
  for (const each of leave) each();
});

test("a row that comes back to the page knows whether the keyboard is at it", async () => {
  await begin();
  const seen: boolean[] = [];
  const draw = (): (() => void) => effect(() => void seen.push(selection.isCurrent(A).value));
  selection.current.value = A;
  draw()();
  selection.current.value = B;
  const leave = draw();
  selection.current.value = A;
  leave();
  assert.deepEqual(seen, [true, false, true]);
});

test("ticks are left behind with their list, and aren't there when one comes back", async () => {
  await begin();
  selection.toggle(A);
  await showing("tab=open&priority=low", [row(1), row(2)]);
  assert.deepEqual([selection.selected.value, selection.isSelected(A)], [[], false]);
  await showing(
    "tab=open",
    [1, 2, 3, 4].map((number) => row(number)),
  );
  assert.deepEqual(selection.selected.value, []);
});

test("a ticked row that leaves its list is ticked no more when it comes back", async () => {
  await begin();
  selection.toggle(A);
  selection.toggle(B);
  close(A);
  tickets.put(A, row(1, { version: ++version }));
  rearrange([A]);
  assert.deepEqual(shown().toSorted(), [1, 2, 3, 4]);
  assert.deepEqual(selection.selected.value, [B]);
});

test("a ticked row that comes back because the desk refused the change is ticked again, to be tried once more", async () => {
  await begin();
  for (const ref of [A, B]) selection.toggle(ref);
  const refusal = { ref: B, ok: false, code: "forbidden", detail: "No." };
  const results = [{ ref: A, ok: true, code: null, detail: null }, refusal];
  answer("tickets/bulk", () => ({ results, batch_id: null, undo_until: null }));
  const changed = setChoice("status", [A, B], "closed", { notifyCustomers: false });
  assert.deepEqual(selection.selected.value, []);
  await changed;
  assert.deepEqual([selection.selected.value, selection.isSelected(A)], [[B], false]);
});

test("what comes back while another list is shown isn't ticked there", async () => {
  await begin();
  for (const ref of [A, B]) selection.toggle(ref);
  answer("tickets/bulk", () => ({ status: 403, code: "forbidden", detail: "No." }));
  const changed = setChoice("status", [A, B], "closed", { notifyCustomers: false });
  await showing("tab=all", [row(1), row(2)]);
  await changed;
  assert.deepEqual(selection.selected.value, []);
});

/** As by the address of a ticket, beside its list. */
function opened(ref: string): void {
  go(`/console/tickets/${ref}?tab=open`);
  selection.current.value = ref; // as the list does
}

test("beside an open ticket its row is the one that shows, wherever the focus is and whatever comes next", async () => {
  await begin();
  opened(B);
  selection.focused(D);
  assert.deepEqual([selection.cursor.value, selection.neighbour(B, 1)], [B, C]);
  close(B);
  assert.deepEqual([selection.cursor.value, selection.current.value, selection.neighbour(B, 1)], [B, C, C]);
  tickets.put(B, row(2, { version: ++version }));
  rearrange([B]);
  assert.deepEqual([selection.neighbour(B, 1), selection.neighbour(B, -1)], [C, A]);
  go("/console/tickets?tab=open");
  assert.equal(selection.cursor.value, C);
});
