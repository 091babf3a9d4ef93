import assert from "node:assert/strict";
import { test } from "node:test";
import { unread } from "../src/store/desk/directory";
import { finished, forgetInbox, hasNews, inbox, loadInbox, readTicket, type Told } from "../src/store/desk/inbox";
import {
  finishTicket,
  inboxAt,
  inboxNeighbour,
  inboxTickets,
  isInboxZero,
  onlyUnread,
} from "../src/store/desk/inboxTickets";
import { answer, asked, enter, refOf } from "./desk";

Object.assign(globalThis, { document: { hidden: false } });

function notice(id: number, ticket: number, read = false): Told {
  const at = `2027-03-01T10:${String(60 - id).padStart(2, "0")}:00.000Z`;
  return { id: `n${id}`, event: "ticket.assigned", ref: refOf(ticket), title: "", actor: "Ben", at, read } as Told;
}

async function begin(...notices: readonly Told[]): Promise<void> {
  enter();
  forgetInbox();
  inboxAt.value = null;
  onlyUnread.value = false;
  const left = notices.filter((each) => !each.read).length;
  answer("inbox", () => ({ items: notices, next_cursor: null, unread: left }));
  for (const path of ["inbox/read", "inbox/done"]) answer(path, () => ({}));
  asked.length = 0;
  await loadInbox();
}

const rows = () => inboxTickets.value.map(({ ref, notices, unread: left }) => [ref, notices.length, left]);

test("the inbox has a row for each ticket, where the newest of its notices is, with how many there are", async () => {
  await begin(notice(1, 7), notice(2, 5, true), notice(3, 7, true), notice(4, 6));
  assert.deepEqual(rows(), [
    [refOf(7), 2, 1],
    [refOf(5), 1, 0],
    [refOf(6), 1, 1],
  ]);
});

test("a ticket that is done with leaves with all its notices, and the place is the row after it, at the end before", async () => {
  await begin(notice(1, 7), notice(2, 5), notice(3, 7), notice(4, 6));
  assert.equal(finishTicket(refOf(7)), refOf(5));
  assert.deepEqual([rows().length, unread.value, inboxAt.value], [2, 2, refOf(5)]);
  assert.equal(finishTicket(refOf(6)), refOf(5));
  assert.equal(finishTicket(refOf(5)), null);
  await Promise.resolve();
  assert.deepEqual([isInboxZero.value, inboxAt.value, unread.value], [true, null, 0]);
  assert.deepEqual(asked.filter((path) => path === "inbox/done").length, 3);
});

test("what the desk doesn't take as done comes back, unread as it was", async () => {
  await begin(notice(1, 7), notice(2, 5));
  answer("inbox/done", () => ({ status: 403, code: "forbidden" }));
  finishTicket(refOf(7));
  await new Promise((done) => setTimeout(done, 5));
  assert.deepEqual([rows().length, unread.value, finished.value.size], [2, 2, 0]);
});

test("looking at a ticket reads its notices, fetches them only when there may be more, and is no news", async () => {
  await begin(notice(1, 7), notice(2, 5), notice(3, 7));
  asked.length = 0;
  await readTicket(refOf(7));
  await readTicket(refOf(7));
  assert.deepEqual([asked, unread.value, hasNews.value], [["inbox/read"], 1, false]);
  unread.value = 2;
  assert.equal(hasNews.value, true);
  answer("inbox", () => ({ items: [notice(9, 7), notice(2, 5)], next_cursor: null, unread: 2 }));
  await readTicket(refOf(7));
  assert.deepEqual([unread.value, hasNews.value], [1, false]);
  assert.deepEqual(
    inbox.value.notices.map((each) => each.id),
    ["n1", "n2", "n3"],
  );
});

test("with unread ones alone the row one is at stays when it is read", async () => {
  await begin(notice(1, 7), notice(2, 5), notice(3, 6, true));
  onlyUnread.value = true;
  inboxAt.value = refOf(7);
  await readTicket(refOf(7));
  assert.deepEqual([rows().length, inboxNeighbour(refOf(7), 1)], [2, refOf(5)]);
  inboxAt.value = refOf(5);
  assert.equal(rows().length, 1);
});
