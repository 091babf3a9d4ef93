/**
 * Who is signed in, and where. The access token lives in memory alone; a reload gets a new one by the refresh cookie,
 * which no script can read.
 *
 * When the token runs out and the cookie, too, `signInAgain` is set: a dialog asks for the password over the page as it
 * stands, and every request that was under way goes on afterwards. Nothing typed is lost.
 */
import { batch, computed, signal } from "@preact/signals";
import { Desk } from "../../api/desk";
import { Http } from "../../api/http";
import { Problem } from "../../api/problem";
import { problemText } from "../../api/problemText";
import type { Me, Permission, SignedIn, Workspace } from "../../api/types";
import { query } from "../../router/router";
import { local, ofTab, store, stored, text } from "./browserStorage";
import { setByDesk } from "./clock";
import { reached } from "./online";
import { pushed } from "./preferences";
import { toast } from "./toasts";

export type Phase = "starting" | "signed_out" | "signed_in" | "unreachable";

export const phase = signal<Phase>("starting");
export const me = signal<Me | null>(null);
export const signInAgain = signal(false);
const chosen = signal<string | null>(null);

/** The workspace we are in; of several the one chosen in this tab, or last on this machine. */
export const workspace = computed<Workspace | null>(() => {
  const all = me.value?.workspaces ?? [];
  return all.find((each) => each.id === chosen.value) ?? all[0] ?? null;
});
/** `can.value("tickets:write")`. The desk decides; this is for not offering what it would refuse. */
export const can = computed(() => {
  const held = new Set(workspace.value?.permissions ?? []);
  return (permission: Permission): boolean => held.has(permission);
});

let token: string | null = null;
/** Whether somebody signs out: then nobody is asked to sign in again. */
let leaving = false;
let renewing: Promise<void> | null = null;
let waiting: { resolve(): void; reject(reason: unknown): void }[] = [];

export const http = new Http(
  { current: () => token, renew },
  {
    fetch: (url, init) => fetch(url, init),
    wait: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
    newKey: () => crypto.randomUUID(),
    reached: heard,
  },
);
/** Requests before there is a token: a 401 of theirs means what it says. */
const bare = new Http(
  {
    current: () => null,
    renew: () => Promise.reject(new Problem({ status: 401, code: "unauthenticated", detail: "" })),
  },
  {
    fetch: (url, init) => fetch(url, init),
    wait: () => Promise.resolve(),
    newKey: () => crypto.randomUUID(),
    reached: heard,
  },
);

function heard(answer: Response | null): void {
  reached(answer !== null);
  setByDesk(answer?.headers.get("Date") ?? null);
}

const desks = computed(() => new Desk(http, workspace.value?.id ?? ""));
/** The API of the workspace we are in. */
export function desk(): Desk {
  return desks.value;
}

/** Come back after a reload, if the cookie lets us. */
export async function start(): Promise<void> {
  phase.value = "starting";
  chosen.value = query.peek().get("workspace") ?? stored("workspace", text, ofTab) ?? stored("workspace", text, local);
  try {
    await refresh();
    await arrive();
  } catch (failure) {
    if (!(failure instanceof Problem)) throw failure;
    phase.value = failure.status === 401 || failure.status === 403 ? "signed_out" : "unreachable";
  }
}

export interface Challenge {
  name: "new_password_required" | "mfa";
  session: string;
}

/** Sign in. What sign-in asks for first is given back, to be answered. */
export async function signIn(email: string, password: string): Promise<Challenge | null> {
  const answer = await bare.ask<SignedIn>("POST", "/v1/auth/sign-in", { body: { email, password }, tries: 1 });
  return signedIn(answer);
}

export async function answerChallenge(challenge: Challenge, email: string, given: string): Promise<Challenge | null> {
  const body = { challenge: challenge.name, session: challenge.session, email, answer: given };
  return signedIn(await bare.ask<SignedIn>("POST", "/v1/auth/challenge", { body, tries: 1 }));
}

export function forgotPassword(email: string): Promise<unknown> {
  return bare.ask("POST", "/v1/auth/forgot-password", { body: { email }, tries: 1 });
}

/**
 * Sign out, here and at the desk. This browser shows no notices any more, of whoever comes next least of all. `forget`
 * clears what they kept here, and the page is loaded anew, so that nothing of this person stays in memory.
 */
export async function signOut(forget: () => void): Promise<void> {
  leaving = true;
  try {
    if (pushed.peek()) await forgetBrowser();
    await bare.ask("POST", "/v1/auth/sign-out", {});
  } catch (failure) {
    if (!(failure instanceof Problem)) throw failure;
    if (failure.status !== 401) {
      leaving = false;
      return void toast(problemText(failure), { tone: "error" });
    } // 401: it was over already
  }
  forget();
  location.assign("/console/");
}

/** The desk hears of it, too, unless it lets us in no more. */
async function forgetBrowser(): Promise<void> {
  const device = await import("./push").catch(() => null); // offline, or another version: signing out will tell
  try {
    await device?.switchOff();
  } catch (failure) {
    if (!(failure instanceof Problem) || failure.status !== 401) throw failure;
    await device?.silence();
  }
}

export function switchWorkspace(id: string): void {
  store("workspace", id, ofTab);
  store("workspace", id, local);
  chosen.value = id;
}

async function signedIn(answer: SignedIn): Promise<Challenge | null> {
  if (answer.challenge && answer.session) return { name: answer.challenge, session: answer.session };
  token = answer.access_token;
  const before = me.value?.id;
  await arrive();
  if (before !== undefined && before !== me.value?.id) location.reload();
  const resumed = waiting;
  waiting = [];
  signInAgain.value = false;
  for (const each of resumed) each.resolve();
  return null;
}

async function arrive(): Promise<void> {
  const found = await http.ask<Me>("GET", "/v1/me");
  batch(() => {
    me.value = found;
    phase.value = "signed_in";
  });
}

/** A usable token, by the cookie or by the person. Many requests may find out at once: one of them asks. */
async function renew(rejected: string | null): Promise<void> {
  if (token !== null && token !== rejected) return;
  renewing ??= refresh().finally(() => {
    renewing = null;
  });
  try {
    await renewing;
  } catch (failure) {
    if (!(failure instanceof Problem) || failure.status !== 401 || phase.value !== "signed_in" || leaving)
      throw failure;
    await askThePerson();
  }
}

function askThePerson(): Promise<void> {
  signInAgain.value = true;
  return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
}

async function refresh(): Promise<void> {
  const answer = await bare.ask<{ access_token: string | null }>("POST", "/v1/auth/refresh");
  token = answer.access_token;
  if (token === null) throw new Problem({ status: 401, code: "unauthenticated", detail: "" });
}
