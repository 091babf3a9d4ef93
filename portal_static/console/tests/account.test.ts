import assert from "node:assert/strict";
import { test } from "node:test";
import { changePassword, confirmFactor, removeFactor } from "../src/store/desk/account";
import { goOnBy, http, me, workspace } from "../src/store/desk/session";
import { deviceName } from "../src/views/account/deviceName";
import { answer, asked, enter, sent } from "./desk";

/** The tokens that requests came with, one after the other. */
const used: (string | null)[] = [];
const { fetch } = globalThis;
globalThis.fetch = (input, init) => {
  used.push(new Headers(init?.headers).get("Authorization"));
  return fetch(input, init);
};

async function atWork(): Promise<void> {
  enter();
  const found = me.value;
  answer("/v1/me", () => found);
  await goOnBy("t1");
  used.length = 0;
}

test("another password is sent once, and this browser goes on by the token that came for it", async () => {
  await atWork();
  answer("password", () => ({ access_token: "t2", expires_in: 900 }));
  await changePassword("old words of mine", "a few other words");
  await http.ask("GET", "/v1/me");
  assert.deepEqual(sent.at(-1), { current: "old words of mine", password: "a few other words" });
  assert.deepEqual(used, ["Bearer t1", "Bearer t2"]);

  answer("password", () => ({ status: 503, code: "unavailable", detail: "Busy." }));
  const before = asked.length;
  await assert.rejects(changePassword("a few other words", "yet other words of mine"), { code: "unavailable" });
  assert.equal(asked.length, before + 1);
});

test("a confirmed factor gives its recovery codes before the page sees that one is let in", async () => {
  await atWork();
  answer("second-factor", () => ({ recovery_codes: ["AAAA-BBBB"], access_token: "t3", expires_in: 900 }));
  const before = asked.length;
  assert.deepEqual(await confirmFactor("s-1", "123456"), ["AAAA-BBBB"]);
  assert.deepEqual(asked.slice(before), ["second-factor"]);
});

test("once the factor is off, the page shows where one is still let in", async () => {
  await atWork();
  answer("second-factor", () => ({ access_token: "t4", expires_in: 900 }));
  const workspaces = me.value?.workspaces.map((each) => ({ ...each, barred: "second_factor_required" }));
  answer("/v1/me", () => ({ ...me.peek(), workspaces }));
  await removeFactor();
  assert.deepEqual(used, ["Bearer t1", "Bearer t4"]);
  assert.equal(workspace.value?.barred, "second_factor_required");
});

test("of several workspaces one comes first that lets its member in", () => {
  enter();
  const [usual] = me.value?.workspaces ?? [];
  if (!me.value || !usual) throw new Error("nobody is there");
  const barred = { ...usual, id: "barred", barred: "sso_required" as const };
  me.value = { ...me.value, workspaces: [barred, { ...usual, id: "open" }] };
  assert.equal(workspace.value?.id, "open");
  me.value = { ...me.value, workspaces: [barred] };
  assert.equal(workspace.value?.id, "barred");
});

test("a browser is called by what is known of it", () => {
  const names = ["Firefox on Windows", "curl", "", "on"].map(deviceName);
  assert.deepEqual(names, ["Firefox on Windows", "curl", "Unknown browser", "on"]);
});
