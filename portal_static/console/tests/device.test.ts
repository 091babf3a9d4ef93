import assert from "node:assert/strict";
import { test } from "node:test";
import { go, place, query } from "../src/router/router";
import { listenToWorker, resumeDevice } from "../src/store/desk/heard";
import { pushed } from "../src/store/desk/preferences";
import { device, lookAtDevice, showTitles, switchOff, switchOn, titles, tryOut } from "../src/store/desk/push";
import { me, signOut, workspace } from "../src/store/desk/session";
import { enter } from "./desk";

const PATH = "/v1/me/push-subscriptions";
const KEY = "BA-_"; // of the desk, in base64url
const ENDPOINT = "https://fcm.googleapis.com/fcm/send/a";

/** A browser: what it allows, and what it is subscribed to. */
const browser = {
  permission: "default",
  asked: 0,
  answer: "granted",
  able: true,
  key: KEY,
  endpoint: null as string | null,
  registered: [] as string[],
};
const bytes = (key: string): ArrayBuffer =>
  Uint8Array.from(atob(key.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0)).buffer;
const subscription = () => ({
  endpoint: browser.endpoint,
  options: { applicationServerKey: bytes(browser.key) },
  toJSON: () => ({ endpoint: browser.endpoint, keys: { p256dh: "p", auth: "a" } }),
  unsubscribe: () => Promise.resolve((browser.endpoint = null)),
});
const registration = {
  active: {},
  pushManager: {
    getSubscription: () => Promise.resolve(browser.endpoint === null ? null : subscription()),
    subscribe: ({
      applicationServerKey,
      userVisibleOnly,
    }: {
      applicationServerKey: string;
      userVisibleOnly: boolean;
    }) => {
      assert.equal(userVisibleOnly, true);
      if (!browser.able) return Promise.reject(new DOMException("Registration failed - push service error"));
      browser.key = applicationServerKey;
      browser.endpoint = ENDPOINT;
      return Promise.resolve(subscription());
    },
  },
};
let told: ((event: { data: unknown }) => void) | undefined;
const serviceWorker = {
  register: (url: string) => {
    browser.registered.push(url);
    return Promise.resolve(registration);
  },
  getRegistration: () => Promise.resolve(registration),
  addEventListener: (_: string, heard: typeof told) => (told = heard),
  startMessages: () => undefined,
};
Object.defineProperty(globalThis, "navigator", { value: { serviceWorker, languages: [] }, configurable: true });
const here = { href: "https://desk.example/console/", origin: "https://desk.example" };
Object.assign(globalThis, {
  PushManager: class {},
  Notification: {
    get permission() {
      return browser.permission;
    },
    requestPermission: () => {
      browser.asked++;
      browser.permission = browser.answer;
      return Promise.resolve(browser.permission);
    },
  },
  location: here,
  history: { pushState: (_: unknown, __: string, to: string) => (here.href = `https://desk.example${to}`) },
});

/** What the desk was sent, and how it answers. */
const sent: [string, string, unknown][] = [];
let outcome = "taken";
let chosen = false;
let refuses = 0;
globalThis.fetch = (input, init) => {
  const body = init?.body ? JSON.parse(String(init.body)) : null;
  const path = String(input).replace(PATH, "");
  sent.push([init?.method ?? "GET", path, body]);
  if (refuses) return Promise.resolve(Response.json({ code: "too_many", detail: "" }, { status: refuses }));
  if (init?.method === "DELETE") return Promise.resolve(new Response(null, { status: 204 }));
  if (init?.method === "GET") return Promise.resolve(Response.json({ public_key: KEY, items: [] }));
  if (path === "/trial") return Promise.resolve(Response.json({ outcome }));
  chosen = body.titles ?? chosen;
  return Promise.resolve(Response.json({ titles: chosen }));
};

function begin(now: Partial<typeof browser> = {}, was: string | null = null): void {
  Object.assign(browser, { permission: "default", asked: 0, answer: "granted", able: true, key: KEY, endpoint: null });
  Object.assign(browser, { registered: [] }, now);
  pushed.value = was;
  refuses = sent.length = 0;
  enter();
}

test("looking asks nobody, and a browser that was told nothing is off", async () => {
  begin();
  await lookAtDevice();
  assert.deepEqual([device.value, browser.asked, browser.registered, sent], ["off", 0, [], []]);
});

test("a click asks, subscribes with the desk's key, and tells the desk", async () => {
  begin();
  await switchOn();
  assert.deepEqual([device.value, pushed.value, browser.asked, browser.key], ["on", "u_me", 1, KEY]);
  assert.deepEqual(browser.registered, ["/static/console/worker.js"]);
  const body = { endpoint: ENDPOINT, keys: { p256dh: "p", auth: "a" }, titles: null, language: "en" };
  assert.deepEqual(sent, [
    ["GET", "", null],
    ["POST", "", body],
  ]);
});

test("a browser that refuses is said to, and one whose question was put off is off", async () => {
  begin({ answer: "denied" });
  await switchOn();
  assert.deepEqual([device.value, sent], ["refused", []]);
  begin({ answer: "default" });
  await switchOn();
  assert.equal(device.value, "off");
  begin({ permission: "denied" }, "u_me");
  await lookAtDevice();
  assert.deepEqual([device.value, sent], ["refused", []]);
});

test("a browser whose push service doesn't answer can't", async () => {
  begin({ able: false });
  await switchOn();
  assert.deepEqual([device.value, pushed.value], ["unable", null]);
});

test("what the desk refuses is thrown, and nothing is on", async () => {
  begin();
  refuses = 409;
  await assert.rejects(switchOn(), { code: "too_many" });
  assert.equal(pushed.value, null);
});

test("a subscription of another key of the desk is given up for a new one", async () => {
  begin({ permission: "granted", key: "BAAA", endpoint: "https://fcm.googleapis.com/old" }, "u_me");
  await resumeDevice();
  assert.deepEqual([device.value, browser.key, browser.endpoint], ["on", KEY, ENDPOINT]);
});

test("what is off is not resumed, and one that can't be is no fault of the page", async () => {
  begin({ permission: "granted" });
  await resumeDevice();
  assert.deepEqual(sent, []);
  begin({ permission: "granted" }, "u_me");
  refuses = 409;
  await resumeDevice();
});

test("whoever comes next is shown nothing of whoever sat here before, and is asked for themselves", async () => {
  begin({ permission: "granted", endpoint: ENDPOINT }, "u_before");
  await resumeDevice();
  assert.deepEqual([device.value, pushed.value, browser.endpoint, sent], ["off", null, null, []]);
});

test("titles are chosen for this browser alone, and a trial says what came of it", async () => {
  begin();
  await switchOn();
  await showTitles(true);
  assert.equal(titles.value, true);
  refuses = 409;
  await assert.rejects(showTitles(false), { code: "too_many" });
  assert.equal(titles.value, true);
  refuses = 0;
  assert.equal(await tryOut(), "taken");
  outcome = "gone";
  assert.equal(await tryOut(), "gone");
  assert.deepEqual([device.value, pushed.value], ["off", null]);
  outcome = "taken";
});

test("switched off, neither the browser nor the desk has it any more", async () => {
  begin();
  await switchOn();
  sent.length = 0;
  await switchOff();
  assert.deepEqual([device.value, pushed.value, browser.endpoint], ["off", null, null]);
  assert.deepEqual(sent, [["DELETE", "", { endpoint: ENDPOINT }]]);
  await switchOff();
  assert.equal(sent.length, 1);
});

test("what the desk isn't told stays on, and whoever is let in no more shows nothing all the same", async () => {
  begin();
  await switchOn();
  refuses = 409;
  await assert.rejects(switchOff(), { code: "too_many" });
  assert.deepEqual([device.value, browser.endpoint], ["on", ENDPOINT]);
  refuses = 401;
  let left = "";
  Object.assign(here, { assign: (to: string) => (left = to) });
  await signOut(() => undefined);
  assert.deepEqual([left, device.value, pushed.value, browser.endpoint], ["/console/", "off", null, null]);
});

test("a click on a notification leads the tab to its ticket, in its workspace", () => {
  begin();
  const one = me.value?.workspaces[0];
  assert.equal(one?.id, "acme");
  if (me.value && one) me.value = { ...me.value, workspaces: [one, { ...one, id: "globex" }] };
  listenToWorker();
  told?.({ data: { to: "/console/tickets/TKT-0007?workspace=globex" } });
  assert.deepEqual(
    [place.value, workspace.value?.id],
    [{ view: "ticket", ref: "TKT-0007", from: "tickets" }, "globex"],
  );
  assert.equal(query.value.has("workspace"), false);
  told?.({ data: { to: "https://evil.example/console/tickets/TKT-1" } });
  told?.({ data: { to: "/portal/acme" } });
  told?.({ data: null });
  assert.deepEqual(place.value, { view: "ticket", ref: "TKT-0007", from: "tickets" });
  go("/console/");
});
