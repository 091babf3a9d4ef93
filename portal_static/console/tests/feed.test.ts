import assert from "node:assert/strict";
import { test } from "node:test";
import type { TicketRow } from "../src/api/types";
import { go } from "../src/router/router";
import { unread } from "../src/store/desk/directory";
import { heard } from "../src/store/desk/heard";
import { followChanges, markOwn } from "../src/store/tickets/feed";
import { forgetLists, reload, updates } from "../src/store/tickets/list";
import { tickets } from "../src/store/tickets/tickets";
import { titleOfPlace } from "../src/views/shell/title";
import { answer, asked, enter, refOf, row, showing, shown } from "./desk";

/** The page: whether it is looked at, and who wants to hear when that changes. */
const page = { hidden: false, listeners: new Set<() => void>() };
const place = { href: "http://localhost/console/" };
Object.assign(globalThis, {
  document: {
    get hidden() {
      return page.hidden;
    },
    addEventListener: (_: string, heard: () => void) => page.listeners.add(heard),
    removeEventListener: (_: string, heard: () => void) => page.listeners.delete(heard),
  },
  location: place,
  history: {
    pushState: (_: unknown, __: string, to: string) => {
      place.href = `http://localhost${to}`;
    },
  },
});

/** Looks at the page, or away. */
function look(hidden: boolean): Promise<void> {
  page.hidden = hidden;
  for (const heard of page.listeners) heard();
  return settled();
}

/** Until all that was asked for has been answered. */
function settled(): Promise<void> {
  return new Promise((done) => setTimeout(done, 5));
}

function changed(...rows: readonly TicketRow[]): void {
  answer("tickets/changes", () => ({ items: rows, next_cursor: `c${++cursors}`, unread: unreadThere }));
}
let cursors = 0;
let unreadThere = 0;

const askedFor = (path: string): string[] => asked.filter((each) => each.startsWith(path));

/** Two open tickets in the list, and a page that follows what changes until it is told to stop. */
async function following(run: () => Promise<void>): Promise<void> {
  page.hidden = false;
  enter();
  forgetLists();
  tickets.keepOnly(() => false);
  await showing("tab=open", [row(1), row(2)]);
  changed();
  const stop = followChanges();
  await settled();
  asked.length = 0;
  try {
    await run();
  } finally {
    stop();
    await settled();
  }
}

test("what others change shows in its row, is counted, and moves no row before one asks for it", () =>
  following(async () => {
    changed(row(2, { status: "waiting", version: 2 }), row(3));
    await look(false);
    assert.deepEqual(shown(), [1, 2]);
    assert.equal(tickets.of(refOf(2))?.value.status, "waiting");
    assert.deepEqual([...updates.value], [refOf(2), refOf(3)]);
    answer("tickets", () => ({ items: [row(3), row(1)], next_cursor: null }));
    await reload();
    assert.deepEqual([shown(), updates.value.size], [[3, 1], 0]);
  }));

test("a version that the page knows is no news, however often the feed tells of it", () =>
  following(async () => {
    changed(row(2, { title: "as it was", version: 1 }), row(1, { version: 0 }));
    await look(false);
    assert.equal(updates.value.size, 0);
    assert.deepEqual([...askedFor("tickets/counts"), ...askedFor("inbox")], []);
    changed(row(2, { version: 2 }));
    await look(false);
    await look(false);
    assert.deepEqual([updates.value.size, askedFor("tickets/counts").length], [1, 1]);
  }));

test("an older version than the page has changes nothing in it", () =>
  following(async () => {
    tickets.put(refOf(1), row(1, { title: "newer", version: 5 }));
    changed(row(1, { title: "older", version: 4 }));
    await look(false);
    assert.deepEqual([tickets.of(refOf(1))?.value.title, updates.value.size], ["newer", 0]);
  }));

test("what the person here did comes back as no news", () =>
  following(async () => {
    markOwn([refOf(1)]);
    changed(row(1, { priority: "urgent", version: 2 }), row(2, { priority: "urgent", version: 2 }));
    await look(false);
    assert.deepEqual([...updates.value], [refOf(2)]);
    assert.equal(tickets.of(refOf(1))?.value.priority, "urgent");
  }));

test("a change that the list wouldn't show is not counted", () =>
  following(async () => {
    changed(row(7, { status: "closed" }));
    await look(false);
    assert.equal(updates.value.size, 0);
  }));

test("looking away asks for nothing, and coming back does at once", () =>
  following(async () => {
    await look(true);
    assert.deepEqual(asked, []);
    await look(false);
    assert.equal(askedFor("tickets/changes").length, 1);
  }));

test("a page that is looked at asks every ten seconds, one that is not every minute", async () => {
  const { setInterval, clearInterval } = globalThis;
  const { now } = Date;
  let tick = (): void => undefined;
  let passed = 0;
  globalThis.setInterval = ((run: () => void, every: number) => {
    assert.equal(every, 10_000);
    tick = run;
  }) as unknown as typeof globalThis.setInterval;
  globalThis.clearInterval = () => undefined;
  Date.now = () => now() + passed;
  const asksIn = async (seconds: number): Promise<number> => {
    asked.length = 0;
    for (let gone = 0; gone < seconds; gone += 10) {
      passed += 10_000;
      tick();
      await settled();
    }
    return askedFor("tickets/changes").length;
  };
  try {
    await following(async () => {
      assert.equal(await asksIn(60), 6);
      await look(true);
      assert.equal(await asksIn(120), 2);
    });
  } finally {
    Object.assign(globalThis, { setInterval, clearInterval });
    Date.now = now;
  }
});

test("a notice that was pushed to this browser is asked for at once, also where nobody looks", () =>
  following(async () => {
    page.hidden = true;
    heard.value++;
    await settled();
    assert.equal(askedFor("tickets/changes").length, 1);
  }));

test("the number of notices comes with the changes, and stands in the title", () =>
  following(async () => {
    answer("tickets/changes", () => ({ items: [row(2, { version: 2 })], next_cursor: "u1", unread: 4 }));
    await look(false);
    assert.deepEqual([unread.value, askedFor("inbox").length], [4, 0]);
    answer("tickets/changes", () => ({ items: [], next_cursor: "u2", unread: 3 }));
    await look(false);
    assert.deepEqual([unread.value, titleOfPlace()], [3, "(3) All · acme"]);
    unread.value = 100;
    assert.equal(titleOfPlace(), "(99+) All · acme");
  }));

test("once it is told to stop, the page asks no more", async () => {
  await following(async () => undefined);
  asked.length = 0;
  await look(false);
  assert.deepEqual(asked, []);
});

test("the feed goes on where it was, and begins anew when the desk doesn't know that place any more", () =>
  following(async () => {
    const since = `c${cursors}`;
    answer("tickets/changes", () => ({ status: 422, code: "bad_cursor" }));
    await look(false);
    changed();
    await look(false);
    await look(false);
    assert.deepEqual(askedFor("tickets/changes"), [
      `tickets/changes?since=${since}&limit=100`,
      "tickets/changes?limit=100",
      `tickets/changes?since=c${cursors - 1}&limit=100`,
    ]);
  }));

test("news of a workspace that was left meanwhile are dropped", () =>
  following(async () => {
    answer("tickets/changes", () => {
      enter("other");
      return { items: [row(1, { title: "of acme", version: 9 })], next_cursor: "c" };
    });
    await look(false);
    assert.equal(tickets.of(refOf(1))?.value.title, "Ticket 1");
  }));

test("an open ticket is fetched anew when it changed, and left alone when another did", () =>
  following(async () => {
    go("/console/tickets/TKT-0001");
    changed(row(2, { version: 2 }));
    await look(false);
    assert.deepEqual(askedFor("tickets/TKT-"), []);
    changed(row(1, { version: 2 }));
    await look(false);
    assert.deepEqual(
      askedFor("tickets/TKT-").map((path) => path.split("?")[0]),
      ["tickets/TKT-0001", "tickets/TKT-0001/timeline"],
    );
    go("/console/tickets");
  }));

test("each answer says how many notices are unread", () =>
  following(async () => {
    unreadThere = 3;
    changed();
    await look(false);
    assert.equal(unread.value, 3);
    assert.deepEqual(askedFor("GET inbox"), []);
    unreadThere = 0;
  }));
