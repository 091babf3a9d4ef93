import assert from "node:assert/strict";
import { test } from "node:test";
import { Http } from "../src/api/http";
import type { Problem } from "../src/api/problem";
import { declineProof, goOnBy, http, me, renewed, signInAgain, signInProblem, start } from "../src/store/desk/session";
import { answerChallenge, likelyWorkspace, signIn, signInByCompany, signInByRecovery } from "../src/store/desk/signIn";
import { answer, asked, enter, sent } from "./desk";

const storages = { localStorage: new Map<string, string>(), sessionStorage: new Map<string, string>() };
for (const [name, kept] of Object.entries(storages)) {
  const getItem = (key: string): string | null => kept.get(key) ?? null;
  const setItem = (key: string, value: string): void => void kept.set(key, value);
  Object.assign(globalThis, { [name]: { getItem, setItem, removeItem: (key: string) => kept.delete(key) } });
}
const addresses: string[] = [];
Object.assign(globalThis, {
  location: {
    href: "http://desk.example/console/",
    pathname: "/console/inbox",
    search: "?x=1",
    assign: (to: string) => addresses.push(to),
    reload: () => addresses.push("reload"),
  },
  history: {
    replaceState: (_: unknown, __: string, to: string) => {
      addresses.push(to);
      globalThis.location.href = `http://desk.example${to}`;
    },
  },
});

const refusal = (status: number, code: string): Response => Response.json({ code, detail: "No." }, { status });

/** A desk that answers with these, one after the other; gives what was tried, and what a new token was wanted for. */
function answering(...answers: Response[]): { http: Http; keys: (string | null)[]; renewals: string[] } {
  const [keys, renewals]: [(string | null)[], string[]] = [[], []];
  const tokens = {
    current: () => "token",
    renew: async (_: string | null, { code }: Problem) => void renewals.push(code),
  };
  const around = {
    fetch: async (_: string, init: RequestInit) => {
      keys.push(new Headers(init.headers).get("Idempotency-Key"));
      return answers.shift() ?? Response.json({ fine: true });
    },
    wait: () => Promise.resolve(),
    newKey: () => `k${keys.length}`,
    reached: () => {},
  };
  return { http: new Http(tokens, around), keys, renewals };
}

test("a request that wants a fresh sign-in is repeated as it was, also when its token was too old before", async () => {
  const { http: desk, keys, renewals } = answering(refusal(401, "unauthenticated"), refusal(403, "sign_in_again"));
  assert.deepEqual(await desk.ask("POST", "/v1/me/password", { body: {} }), { fine: true });
  assert.deepEqual(
    [keys, renewals],
    [
      ["k0", "k0", "k0"],
      ["unauthenticated", "sign_in_again"],
    ],
  );
});

test("nobody is asked twice, nor for what a sign-in doesn't help with", async () => {
  const again = answering(refusal(403, "sign_in_again"), refusal(403, "sign_in_again"));
  await assert.rejects(again.http.ask("GET", "/v1/me/sessions"), { code: "sign_in_again" });
  const other = answering(refusal(403, "forbidden"));
  await assert.rejects(other.http.ask("GET", "/v1/me/sessions"), { code: "forbidden" });
  assert.deepEqual([again.renewals, other.renewals], [["sign_in_again"], []]);
});

/** Signed in as `u_me`; the desk wants them to have proved that since `proved`. */
async function atWork(): Promise<{ proved: boolean }> {
  const state = { proved: false };
  enter();
  const found = me.value;
  answer("/v1/me", () => found);
  answer("sessions", () =>
    state.proved ? { items: ["all"] } : { status: 403, code: "sign_in_again", detail: "Old." },
  );
  await goOnBy("t1");
  return state;
}

test("whom a new token doesn't help is asked to sign in, unless the workspace is barred to them", async () => {
  await atWork();
  const state = { over: true };
  answer("labels", () => (state.over ? { status: 401, code: "unauthenticated", detail: "Over." } : { items: [] }));
  answer("refresh", () => ({ access_token: `t${Math.random()}` }));
  const waits = http.ask("GET", "/v1/acme/labels");
  await new Promise((done) => setTimeout(done, 20));
  assert.equal(signInAgain.value, "over");
  state.over = false;
  await goOnBy("t5");
  assert.deepEqual(await waits, { items: [] });

  state.over = true;
  const [workspace] = me.value?.workspaces ?? [];
  answer("/v1/me", () => ({ ...me.peek(), workspaces: [{ ...workspace, barred: "unauthenticated" }] }));
  await assert.rejects(http.ask("GET", "/v1/acme/labels"), { code: "unauthenticated" });
  assert.deepEqual([signInAgain.value, me.value?.workspaces[0]?.barred], [null, "unauthenticated"]);
});

test("what waits for somebody to prove who they are goes on by itself once they did", async () => {
  const state = await atWork();
  const waits = http.ask("GET", "/v1/me/sessions");
  await new Promise((done) => setTimeout(done));
  assert.equal(signInAgain.value, "proof");
  state.proved = true;
  answer("sign-in", () => ({ access_token: "t2" }));
  assert.equal(await signIn("me@acme.example", "a few words"), null);
  assert.deepEqual([await waits, signInAgain.value], [{ items: ["all"] }, null]);
});

test("whoever declines to prove it is told what was refused, and stays signed in", async () => {
  await atWork();
  const waits = http.ask("GET", "/v1/me/sessions");
  await new Promise((done) => setTimeout(done));
  declineProof();
  await assert.rejects(waits, { code: "sign_in_again" });
  assert.deepEqual([signInAgain.value, me.value?.id], [null, "u_me"]);
});

test("a workspace that wants more of a sign-in is seen as barred at the first refusal, asked for once", async () => {
  await atWork();
  answer("tickets", () => ({ status: 403, code: "second_factor_required", detail: "First enrol." }));
  const [workspace] = me.value?.workspaces ?? [];
  const barred = [{ ...workspace, barred: "second_factor_required" }];
  answer("/v1/me", () => ({ ...me.peek(), workspaces: barred }));
  const before = asked.length;
  const refused = await Promise.allSettled([1, 2, 3].map(() => http.ask("GET", "/v1/acme/tickets")));
  assert.deepEqual(
    refused.map((each) => each.status === "rejected" && (each.reason as Problem).code),
    ["second_factor_required", "second_factor_required", "second_factor_required"],
  );
  assert.equal(asked.slice(before).filter((path) => path === "/v1/me").length, 1);
  assert.equal(me.value?.workspaces[0]?.barred, "second_factor_required");
});

test("a token that replaces the one before is the one that is used", async () => {
  await atWork();
  renewed("t9");
  const used: (string | null)[] = [];
  const { fetch } = globalThis;
  globalThis.fetch = (input, init) => {
    used.push(new Headers(init?.headers).get("Authorization"));
    return fetch(input, init);
  };
  await http.ask("GET", "/v1/me");
  globalThis.fetch = fetch;
  assert.deepEqual(used, ["Bearer t9"]);
});

test("a recovery code goes with address and password, a code of the app with the challenge's session", async () => {
  await atWork();
  answer("challenge", () => ({ access_token: "t3" }));
  await signInByRecovery("me@acme.example", "a few words", "ABCD-2345");
  await answerChallenge({ name: "mfa", session: "s-1" }, "me@acme.example", "123456");
  assert.deepEqual(sent.slice(-2), [
    { email: "me@acme.example", password: "a few words", recovery_code: "ABCD-2345" },
    { challenge: "mfa", session: "s-1", email: "me@acme.example", answer: "123456" },
  ]);
});

test("after the company's sign-in one is back where one was, and its problem is no part of the address", async () => {
  enter();
  const found = me.value;
  answer("/v1/me", () => found);
  answer("refresh", () => ({ access_token: "t4" }));
  storages.sessionStorage.set("workestra.return_to", '"/console/tickets/TKT-0001?tab=mine"');
  addresses.length = 0;
  await start();
  assert.deepEqual([addresses, signInProblem.value], [["/console/tickets/TKT-0001?tab=mine"], null]);
  assert.deepEqual([storages.sessionStorage.size, likelyWorkspace()], [0, "acme"]);
});

test("one leaves for the company's sign-in where there is one, and comes back to this page", async () => {
  const { fetch } = globalThis;
  addresses.length = 0;
  globalThis.fetch = async () => refusal(404, "not_found");
  await assert.rejects(signInByCompany("nowhere"), { code: "not_found" });
  assert.deepEqual([addresses, storages.sessionStorage.size], [[], 0]);
  globalThis.fetch = async (_, init) =>
    ({ type: init?.redirect === "manual" ? "opaqueredirect" : "basic" }) as Response;
  await signInByCompany("acme");
  Object.assign(globalThis.location, { pathname: "/console/", search: "?workspace=acme" });
  await signInByCompany("acme"); // once more, after the company refused
  globalThis.fetch = fetch;
  assert.deepEqual(addresses, ["/v1/auth/sso/acme", "/v1/auth/sso/acme"]);
  assert.equal(storages.sessionStorage.get("workestra.return_to"), '"/console/inbox?x=1"');
});
