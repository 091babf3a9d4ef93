import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { toasts } from "../src/store/desk/toasts";
import { undoLast } from "../src/store/desk/undo";
import { snooze } from "../src/store/tickets/actions";
import { SNOOZED, snoozeText, UNTIL_REPLY } from "../src/store/tickets/fields";
import { filtersOf, isCounted, searchOf, sectionsOf } from "../src/store/tickets/filters";
import { forgetLists } from "../src/store/tickets/list";
import { forgetReminder, remind } from "../src/store/tickets/reminders";
import { filtersOfView, filtersToKeep } from "../src/store/tickets/savedViews";
import { tickets } from "../src/store/tickets/tickets";
import { answer, asked, enter, refOf, row, sent, showing, shown } from "./desk";

process.env.TZ = "Europe/Berlin";
const [A, B] = [refOf(1), refOf(2)];
const NOW = "2027-03-01T12:00:00.000Z";
const UNTIL = "2027-03-08T08:00:00.000Z";
const SAID = "Mon, Mar 8, 9:00 AM";
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
const until = (ref: string) => {
  const ticket = tickets.of(ref)?.value;
  return ticket && SNOOZED.of(ticket);
};
const said = () => toasts.value.at(-1)?.text;

test("what is snoozed leaves the list at once, and comes back when that is undone", async () => {
  await showing("tab=open", [given(1), given(2)]);
  const undo_until = new Date(Date.now() + 10_000).toISOString();
  const word = given(1, { snoozed_until: UNTIL, version: version + 1 });
  answer(`tickets/${A}/snooze`, () => ({ ...word, action_id: "a1", undo_until }));
  const snoozing = snooze([A], UNTIL);
  assert.deepEqual([shown(), until(A)], [[2], UNTIL]);
  await snoozing;
  assert.deepEqual([sent, said()], [[{ until: UNTIL }], `${A} snoozed until ${SAID}`]);
  answer(`tickets/${A}/actions/a1/undo`, () => given(1, { version: version + 2 }));
  undoLast();
  assert.deepEqual([shown().sort(), until(A)], [[1, 2], null]);
});

test("many wait until their customers write, and wake together", async () => {
  await showing("tab=open", [given(1), given(2)]);
  const results = [A, B].map((ref) => ({ ref, ok: true, code: null, detail: null }));
  answer("tickets/bulk", () => ({ results, batch_id: null, undo_until: null }));
  await snooze([A, B], UNTIL_REPLY);
  assert.deepEqual([shown(), [A, B].map(until)], [[], [UNTIL_REPLY, UNTIL_REPLY]]);
  await snooze([A, B], null);
  assert.deepEqual(
    sent.map((each) => (each as { set: object }).set),
    [{ snooze: { until_reply: true } }, { snooze: null }],
  );
});

test("the desk's refusal brings it back, and is told", async () => {
  await showing("tab=open", [given(1)]);
  answer(`tickets/${A}/snooze`, () => ({ status: 409, code: "not_snoozable", detail: "It is solved." }));
  await snooze([A], UNTIL);
  assert.deepEqual([shown(), until(A)], [[1], null]);
  assert.equal(said(), `${A} was not changed: It is solved.`);
});

test("what is snoozed is a list of its own, which nobody counts and a view keeps", async () => {
  await showing("tab=snoozed", [given(1, { snoozed_until: UNTIL }), given(2, { snoozed_until_reply: true })]);
  const filters = filtersOf(new URLSearchParams("tab=snoozed"));
  assert.deepEqual(sectionsOf(filters), [{ status: null, query: { snoozed: "true" } }]);
  assert.equal(isCounted("snoozed"), false);
  assert.deepEqual(filtersToKeep(filters), { snoozed: true });
  assert.equal(searchOf(filtersOfView({ filters: { snoozed: true } })).toString(), "tab=snoozed");
  answer(`tickets/${A}/snooze`, () => given(1, { version: version + 1 }));
  await snooze([A], null);
  assert.deepEqual([shown(), said()], [[2], `${A} no longer snoozed`]);
});

test("the archive, spam and the trash go before a snooze", async () => {
  const away = [{ archived: true }, { spam: true }, { deleted_at: NOW }];
  for (const [at, tab] of ["archived", "spam", "trash"].entries()) {
    await showing(`tab=${tab}`, [given(1, { snoozed_until: UNTIL, ...away[at] }), given(2, away[at])]);
    assert.equal(shown().includes(1), true, tab);
  }
});

test("until when it is snoozed is said in words", () => {
  assert.equal(snoozeText(row(1, { snoozed_until: UNTIL })), `Snoozed until ${SAID}`);
  assert.equal(
    snoozeText(row(1, { snoozed_until: "2028-03-08T08:00:00.000Z" })),
    "Snoozed until Wed, Mar 8, 2028, 9:00 AM",
  );
  assert.equal(snoozeText(row(1, { snoozed_until_reply: true })), "Snoozed until the customer writes");
  assert.equal(snoozeText(row(1)), "");
});

const NOTE = { at: UNTIL, note: "Call Maya" };
const whole = (more: object) => ({ ...given(1), description: "", reminder: null, ...more });

/** Once the desk has answered what was asked of it, and what was asked then. */
async function answered(): Promise<void> {
  for (let turn = 0; turn < 9; turn++) await new Promise((next) => setImmediate(() => next(null)));
}

test("a reminder is kept, shown once the desk tells it, and taken back by undoing", async () => {
  tickets.put(A, whole({}));
  answer(`tickets/${A}`, () => whole({ reminder: NOTE }));
  await remind([A], NOTE);
  assert.deepEqual([sent, said()], [[NOTE], `${A}: you will be reminded on ${SAID}`]);
  await answered();
  assert.deepEqual(tickets.of(A)?.value.reminder, NOTE);
  answer(`tickets/${A}`, () => whole({}));
  undoLast();
  await answered();
  assert.equal(tickets.of(A)?.value.reminder, null);
});

test("a reminder that is removed is put back by undoing", async () => {
  tickets.put(A, whole({ reminder: NOTE }));
  await forgetReminder(A);
  undoLast();
  await answered();
  assert.deepEqual(sent, [NOTE]);
});

test("where nobody knows whether there was a reminder, there is no way back to it", async () => {
  await showing("tab=open", [given(1), given(2)]);
  await remind([A, B], NOTE);
  assert.deepEqual(
    [sent.length, said(), toasts.value.at(-1)?.action],
    [2, `2 tickets: you will be reminded on ${SAID}`, null],
  );
});

test("a time that the desk refuses is the form's to tell, and what isn't removed is told", async () => {
  tickets.put(A, whole({}));
  answer(`tickets/${A}/reminder`, () => ({ status: 422, code: "validation_failed", detail: "It is past." }));
  await assert.rejects(remind([A], NOTE));
  await forgetReminder(A);
  assert.equal(said(), "It is past.");
});
