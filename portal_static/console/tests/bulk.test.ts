import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { assign, setChoice } from "../src/store/tickets/actions";
import { forgetLists } from "../src/store/tickets/list";
import { tickets } from "../src/store/tickets/tickets";
import { answer, asked, enter, refOf, row, sent, showing } from "./desk";

const [A, B] = [refOf(1), refOf(2)];
const ME = { id: "m_me", name: "Me" };

beforeEach(async () => {
  enter();
  forgetLists();
  tickets.keepOnly(() => false);
  await showing("tab=all", [row(1), row(2, { status: "waiting" })]);
  const each = (ref: string) => ({ ref, ok: true, code: null, detail: null });
  answer("tickets/bulk", () => ({ results: [A, B].map(each), batch_id: null, undo_until: null }));
  asked.length = sent.length = 0;
});

/** What the desk was asked to change, and with what. */
function changes(): unknown[] {
  return [asked.filter((path) => path === "tickets/bulk" || path === `tickets/${A}`), sent];
}

for (const notifyCustomers of [false, true]) {
  test(`one ticked ticket changes by the request that says whether customers hear: ${notifyCustomers}`, async () => {
    await setChoice("status", [A], "resolved", { notifyCustomers });
    const body = { refs: [A], set: { status: "resolved" }, notify_customers: notifyCustomers };
    assert.deepEqual(changes(), [["tickets/bulk"], [body]]);
  });
}

test("of two ticked tickets the one that a change is left for goes the same way", async () => {
  await setChoice("status", [A, B], "waiting", { notifyCustomers: false });
  const body = { refs: [A], set: { status: "waiting" }, notify_customers: false };
  assert.deepEqual(changes(), [["tickets/bulk"], [body]]);
});

test("one ticket that isn't ticked changes by its own route, where nothing else is said", async () => {
  answer(`tickets/${A}`, () => row(1, { assignee: { ...ME, absence: null }, version: 2 }));
  await assign([A], ME, {});
  assert.deepEqual(changes()[1], [{ assignee_id: "m_me", expected_assignee_id: null }]);
});
