import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { unread } from "../src/store/desk/directory";
import {
  finishNow,
  finishUndoably,
  forgetInbox,
  hasNews,
  isMarking,
  loadInbox,
  type Told,
  unreadOf,
} from "../src/store/desk/inbox";
import { finishTicket, inboxAt, inboxTickets } from "../src/store/desk/inboxTickets";
import { toasts } from "../src/store/desk/toasts";
import { undoLast } from "../src/store/desk/undo";
import { setChoice } from "../src/store/tickets/actions";
import { tickets } from "../src/store/tickets/tickets";
import { answer, asked, enter, refOf, row } from "./desk";

const [A, B] = [refOf(7), refOf(5)];
mock.timers.enable({ apis: ["setTimeout", "Date"], now: Date.parse("2027-03-01T12:00:00Z") });

/** Whatever waits for an answer goes on. */
async function answered(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
  await new Promise<void>((done) => setImmediate(done));
}

function notice(id: string, ref: string): Told {
  return { id, event: "ticket.assigned", ref, title: "", actor: "Ben", at: "", read: false } as Told;
}

beforeEach(async () => {
  mock.timers.tick(60_000);
  enter();
  forgetInbox();
  await answered();
  toasts.value = [];
  inboxAt.value = null;
  answer("inbox", () => ({ items: [notice("n1", A), notice("n2", B)], next_cursor: null, unread: 2 }));
  answer("inbox/done", () => ({}));
  await loadInbox();
  asked.length = 0;
});

function done(ref: string): void {
  finishTicket(ref, (notices) => finishUndoably(notices, `Done with ${ref}`));
}

const refs = () => inboxTickets.value.map((each) => each.ref);
const toldDone = () => asked.filter((path) => path === "inbox/done").length;

test("what is done with leaves at once, can be undone for ten seconds, and the desk hears of it after that", async () => {
  done(A);
  assert.deepEqual([refs(), unread.value, hasNews.value, toldDone()], [[B], 1, false, 0]);
  mock.timers.tick(9_000);
  assert.deepEqual([toasts.value.map((each) => each.text), toldDone()], [[`Done with ${A}`], 0]);
  mock.timers.tick(1_000);
  assert.deepEqual([toasts.value, toldDone(), isMarking()], [[], 1, true]);
  undoLast();
  await answered();
  assert.deepEqual([refs(), unread.value], [[B], 1]);
});

test("undone, it is back as it was, and the desk never hears of it", async () => {
  done(A);
  undoLast();
  assert.deepEqual([refs(), inboxTickets.value[0]?.unread, unread.value], [[A, B], 1, 2]);
  assert.deepEqual(
    toasts.value.map((each) => each.text),
    [`Undone: Done with ${A}`],
  );
  mock.timers.tick(20_000);
  await answered();
  assert.equal(toldDone(), 0);
});

test("undoing never reaches past what was done with to an older change", async () => {
  tickets.put(B, row(5));
  const until = new Date(Date.now() + 10_000).toISOString();
  answer(`tickets/${B}`, () => ({ ...row(5, { status: "waiting", version: 2 }), action_id: "a", undo_until: until }));
  await setChoice("status", [B], "waiting");
  done(A);
  undoLast();
  assert.deepEqual([refs(), tickets.of(B)?.value.status], [[A, B], "waiting"]);
  done(A);
  mock.timers.tick(10_000);
  undoLast();
  await answered();
  assert.equal(tickets.of(B)?.value.status, "waiting");
});

test("what the desk says meanwhile is read without what it doesn't know", async () => {
  done(A);
  await loadInbox();
  assert.deepEqual([refs(), unread.value, unreadOf(3), hasNews.value], [[B], 1, 2, false]);
  undoLast();
  assert.deepEqual([refs(), unread.value, unreadOf(3)], [[A, B], 2, 3]);
});

test("whoever leaves the page or the workspace is done with it all the same", async () => {
  done(A);
  finishNow();
  done(B);
  forgetInbox();
  assert.equal(toldDone(), 2);
  mock.timers.tick(20_000);
  await answered();
  assert.equal(toldDone(), 2);
});

test("what the desk refuses later comes back, and is said", async () => {
  answer("inbox/done", () => ({ status: 403, code: "forbidden", detail: "No." }));
  done(A);
  mock.timers.tick(10_000);
  await answered();
  assert.deepEqual([refs(), unread.value, toasts.value.at(-1)?.tone], [[A, B], 2, "error"]);
});
