import assert from "node:assert/strict";
import { test } from "node:test";
import { attend, type Worker } from "../src/push/attend";
import { consoles, isToBeShown, shownOf } from "../src/push/shown";

const CONSOLE = "https://desk.example/console/tickets";
const tab = (visibilityState: string, url = CONSOLE): { url: string; visibilityState: string } => ({
  url,
  visibilityState,
});
const FCM = "https://fcm.googleapis.com/fcm/send/a";
const APPLE = "https://web.push.apple.com/a";

const plain = { title: "TKT-1: the customer replied", body: "Acme", tag: "t1", to: "/console/tickets/TKT-1" };
const pushed = (more: object = {}): string => JSON.stringify({ ...plain, ...more });

test("a push is read, and one that isn't understood says that there is news", () => {
  assert.deepEqual(shownOf(pushed()), { ...plain, always: false });
  assert.deepEqual(shownOf(pushed({ always: true })).always, true);
  for (const text of ["", "nonsense", "null", "5", "[]", '{"title":5,"to":7}'])
    assert.deepEqual(shownOf(text), {
      title: "Workestra Tickets",
      body: "",
      tag: "news",
      to: "/console/inbox",
      always: false,
    });
});

test("a click leads nowhere but into the console", () => {
  for (const to of [
    "https://evil.example/",
    "//evil.example/console/",
    "/portal/acme",
    "/consoles",
    "/console/\\x",
    "",
  ])
    assert.equal(shownOf(pushed({ to })).to, "/console/inbox");
  assert.equal(shownOf(pushed({ to: "/console" })).to, "/console");
});

test("nothing is shown while somebody looks at the console", () => {
  const shown = shownOf(pushed());
  assert.equal(isToBeShown(shown, [], FCM), true);
  assert.equal(isToBeShown(shown, [tab("hidden")], FCM), true);
  assert.equal(isToBeShown(shown, [tab("hidden"), tab("visible")], FCM), false);
  assert.equal(isToBeShown(shown, [tab("visible", "https://desk.example/portal/acme")], FCM), true);
  assert.equal(isToBeShown(shownOf(pushed({ always: true })), [tab("visible")], FCM), true);
});

test("Safari shows each, since it takes the permission from whoever doesn't", () => {
  assert.equal(isToBeShown(shownOf(pushed()), [tab("visible")], APPLE), true);
  assert.equal(isToBeShown(shownOf(pushed()), [tab("visible")], "https://x.example/.push.apple.com/"), false);
});

test("only tabs of the console count", () => {
  const others = ["https://desk.example/", "https://desk.example/docs", "https://desk.example/console-demo"];
  assert.deepEqual(consoles([...others.map((url) => tab("visible", url)), tab("hidden")]), [tab("hidden")]);
});

/** The worker as it runs, with what its browser has and does. */
type Heard = (event: object) => void;
const handlers = new Map<string, Heard>();
const open: { url: string; visibilityState: string; focused: number; told: unknown[] }[] = [];
const windows: string[] = [];
const shownThere: [string, object][] = [];
let endpoint = FCM;
const worker = {
  addEventListener: (type: string, handle: Heard) => handlers.set(type, handle),
  skipWaiting: () => Promise.resolve(),
  clients: {
    matchAll: (which: object) => {
      assert.deepEqual(which, { type: "window", includeUncontrolled: true });
      return Promise.resolve(
        open.map((each) => ({
          ...each,
          focus: () => Promise.resolve(each.focused++),
          postMessage: (message: unknown) => each.told.push(message),
        })),
      );
    },
    openWindow: (url: string) => Promise.resolve(windows.push(url)),
  },
  registration: {
    showNotification: (title: string, options: object) => Promise.resolve(shownThere.push([title, options])),
    pushManager: { getSubscription: () => Promise.resolve({ endpoint }) },
  },
};
attend(worker as unknown as Worker);

async function happen(type: string, event: object): Promise<void> {
  let done: Promise<unknown> = Promise.resolve();
  handlers.get(type)?.({ ...event, waitUntil: (work: Promise<unknown>) => (done = work) });
  await done;
}

function tabsAre(...states: readonly string[]): void {
  open.splice(0, open.length, ...states.map((state) => ({ ...tab(state), focused: 0, told: [] })));
  windows.length = shownThere.length = 0;
  endpoint = FCM;
}

test("of two tabs that nobody looks at both ask for news, and one notification is shown", async () => {
  tabsAre("hidden", "hidden");
  await happen("push", { data: { text: () => pushed() } });
  assert.deepEqual(shownThere, [[plain.title, { body: "Acme", tag: "t1", data: plain.to }]]);
  assert.deepEqual(
    open.map(({ told }) => told),
    [[{}], [{}]],
  );
});

test("of two tabs one is looked at: nothing is shown, and both ask for news", async () => {
  tabsAre("hidden", "visible");
  await happen("push", { data: { text: () => pushed() } });
  assert.deepEqual(shownThere, []);
  assert.deepEqual(
    open.map(({ told }) => told.length),
    [1, 1],
  );
});

test("a push without anything in it says that there is news", async () => {
  tabsAre();
  await happen("push", { data: null });
  assert.equal(shownThere[0]?.[0], "Workestra Tickets");
});

test("a click brings the tab up that was looked at last, and leads it there", async () => {
  tabsAre("hidden", "hidden");
  let closed = false;
  await happen("notificationclick", { notification: { data: plain.to, close: () => (closed = true) } });
  assert.deepEqual([closed, open.map(({ focused }) => focused), windows], [true, [1, 0], []]);
  assert.deepEqual(open[0]?.told, [{ to: plain.to }]);
});

test("a click opens a tab where there is none", async () => {
  tabsAre();
  await happen("notificationclick", { notification: { data: plain.to, close: () => undefined } });
  await happen("notificationclick", { notification: { data: "https://evil.example/", close: () => undefined } });
  assert.deepEqual(windows, [plain.to, "/console/inbox"]);
});
