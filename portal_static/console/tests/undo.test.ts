import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { toasts } from "../src/store/desk/toasts";
import { undoLast } from "../src/store/desk/undo";
import { addLabel, archive, setChoice } from "../src/store/tickets/actions";
import { forgetLists } from "../src/store/tickets/list";
import { tickets } from "../src/store/tickets/tickets";
import { answer, asked, clock, enter, refOf, row, showing } from "./desk";

const [A, B] = [refOf(1), refOf(2)];
const BILLING = { id: "l_b", name: "Billing", color: "#a13a00" };
let version = 1;

mock.timers.enable({ apis: ["setTimeout", "Date"], now: Date.parse("2027-03-01T12:00:00Z") });

/** An instant by the desk's clock, so many seconds from now. */
function desksTime(seconds: number): string {
  return new Date(Date.now() + clock.ahead + seconds * 1000).toISOString();
}

/** Whatever waits for an answer goes on. */
async function answered(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
  await new Promise<void>((done) => setImmediate(done));
}

function texts(): string[] {
  return toasts.value.map((each) => each.text);
}

/** The desk answers a change of the first ticket, which can be undone for ten seconds; and its undoing. */
function taken(ref: string, path: string, given: object, until: string | null = desksTime(10)): void {
  version++;
  const ticket = { ...row(Number(ref.slice(4)), { version }), ...given };
  answer(path, () => ({ ...ticket, action_id: `a${version}`, undo_until: until }));
}

function undone(ref: string, given: object): void {
  answer(`tickets/${ref}/actions/a${version}/undo`, () => ({ ...row(1, { version: ++version }), ...given, ref }));
}

function refusedBy(path: string, problem: object): void {
  answer(path, () => ({ status: 409, detail: "It stays.", ...problem }));
}

beforeEach(async () => {
  mock.timers.tick(60_000);
  clock.ahead = 0;
  toasts.value = [];
  enter();
  forgetLists();
  version++;
  await showing("tab=open", [row(1, { version }), row(2, { version })]);
  asked.length = 0;
});

test("a change is undone by the action that it was, and shows so at once", async () => {
  taken(A, `tickets/${A}`, { status: "waiting" });
  await setChoice("status", [A], "waiting");
  undone(A, { status: "open" });
  undoLast();
  assert.equal(tickets.of(A)?.value.status, "open");
  await answered();
  assert.equal(asked.filter((path) => path === `tickets/${A}/actions/a${version - 1}/undo`).length, 1);
  assert.deepEqual(texts(), [`Undone: ${A} set to Waiting`]);
  assert.equal(tickets.of(A)?.value.status, "open");
});

test("undoing sets back what the change was about, and no news of others", async () => {
  taken(A, `tickets/${A}`, { status: "waiting", priority: "high" });
  await setChoice("status", [A], "waiting");
  undoLast();
  const { status, priority } = tickets.of(A)?.value ?? {};
  assert.deepEqual([status, priority], ["open", "high"]);
  await answered();
});

test("a label is taken off again, beside those that others put on since", async () => {
  const other = { ...BILLING, id: "l_o", name: "Other" };
  taken(A, `tickets/${A}/labels/l_b`, { labels: [other, BILLING] });
  await addLabel([A], BILLING);
  undoLast();
  assert.deepEqual(tickets.of(A)?.value.labels, [other]);
  await answered();
});

test("who changed what since is told, and the change shows again", async () => {
  taken(A, `tickets/${A}`, { status: "waiting" });
  await setChoice("status", [A], "waiting");
  const extra = { code: "changed_since", by: { id: "m_bo", name: "Bo" }, changed: ["assignee_id", "status"] };
  refusedBy(`tickets/${A}/actions/a${version}/undo`, extra);
  undoLast();
  assert.equal(tickets.of(A)?.value.status, "open");
  await answered();
  assert.equal(tickets.of(A)?.value.status, "waiting");
  assert.deepEqual(texts(), [`Undo failed for ${A}: Bo has since changed: Assignee and Status.`]);
  undoLast();
  assert.equal(tickets.of(A)?.value.status, "waiting", "a refusal is the last word");
});

test("what the desk did not answer can be tried again in what is left of the time", async () => {
  taken(A, `tickets/${A}`, { status: "waiting" });
  await setChoice("status", [A], "waiting");
  answer(`tickets/${A}/actions/a${version}/undo`, () => ({ status: 500, code: "internal_error", detail: "Oh." }));
  undoLast();
  await answered();
  assert.deepEqual([texts().at(-1), tickets.of(A)?.value.status], [`${A} set to Waiting`, "waiting"]);
  undone(A, { status: "open" });
  undoLast();
  await answered();
  assert.equal(tickets.of(A)?.value.status, "open");
});

test("nothing is offered that the desk doesn't undo", async () => {
  taken(A, `tickets/${A}`, { status: "waiting" }, null);
  await setChoice("status", [A], "waiting");
  assert.deepEqual([texts(), toasts.value[0]?.action], [[`${A} set to Waiting`], null]);
  undoLast();
  assert.equal(tickets.of(A)?.value.status, "waiting");
});

for (const ahead of [0, 3_600_000, -3_600_000]) {
  test(`it is offered as long as the desk undoes it, whose clock is ${ahead / 60_000} minutes ahead`, async () => {
    clock.ahead = ahead;
    taken(A, `tickets/${A}`, { status: "waiting" });
    await setChoice("status", [A], "waiting");
    mock.timers.tick(8_500);
    assert.deepEqual(texts(), [`${A} set to Waiting`]);
    mock.timers.tick(1_500);
    assert.deepEqual(texts(), []);
    undoLast();
    assert.equal(tickets.of(A)?.value.status, "waiting");
  });
}

test("the last thing that was done is undone first, then the one before it", async () => {
  taken(A, `tickets/${A}`, { status: "waiting" });
  await setChoice("status", [A], "waiting");
  taken(B, `tickets/${B}`, { status: "waiting" });
  await setChoice("status", [B], "waiting");
  undoLast();
  assert.deepEqual(
    [A, B].map((ref) => tickets.of(ref)?.value.status),
    ["waiting", "open"],
  );
  undoLast();
  assert.equal(tickets.of(A)?.value.status, "open");
  await answered();
});

test("many tickets are undone by one request, and those that stay show the change again", async () => {
  const results = [A, B].map((ref) => ({ ref, ok: true, code: null, detail: null }));
  answer("tickets/bulk", () => ({ results, batch_id: "b1", undo_until: desksTime(10) }));
  await archive([A, B]);
  const [first, second] = results;
  const stays = { ...second, ok: false, code: "changed_since", detail: "Bo changed this since." };
  answer("tickets/bulk/b1/undo", () => ({ results: [first, stays], batch_id: null, undo_until: null }));
  asked.length = 0;
  undoLast();
  await answered();
  assert.equal(asked.filter((path) => path === "tickets/bulk/b1/undo").length, 1);
  assert.deepEqual(
    [A, B].map((ref) => tickets.of(ref)?.value.archived),
    [false, true],
  );
  assert.deepEqual(texts(), ["Undo failed for 1 of 2 tickets: Bo changed this since."]);
});
