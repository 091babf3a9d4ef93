/**
 * Who is signed in, and where. The access token lives in memory alone; a reload gets a new one by the refresh cookie,
 * which no script can read.
 *
 * When the token runs out and the cookie, too, `signInAgain` is set: a dialog asks for the password over the page as it
 * stands, and every request that was under way goes on afterwards. Nothing typed is lost. So it is where the desk wants
 * somebody to prove who they are once more; that may be declined.
 */
import { batch, computed, signal } from "@preact/signals";
import { Desk } from "../../api/desk";
import { Http } from "../../api/http";
import { Problem } from "../../api/problem";
import { problemText } from "../../api/problemText";
import type { Me, Permission, Workspace } from "../../api/types";
import { go, goQuery, href, query } from "../../router/router";
import { local, ofTab, store, stored, text } from "./browserStorage";
import { setByDesk } from "./clock";
import { reached } from "./online";
import { pushed } from "./preferences";
import { toast } from "./toasts";

export type Phase = "starting" | "signed_out" | "signed_in" | "unreachable";

export const phase = signal<Phase>("starting");
export const me = signal<Me | null>(null);
/** Why somebody has to sign in who is at work already. */
export type Again = "over" | "proof";
export const signInAgain = signal<Again | null>(null);
/** What came in the way of a sign-in by one's company, as the desk calls it. */
export const signInProblem = signal<string | null>(null);
/** Where to go on after leaving for the company's sign-in. */
const RETURN = "return_to";
const chosen = signal<string | null>(null);

/** The workspace we are in; of several the one chosen in this tab, or last on this machine, or one that lets us in. */
export const workspace = computed<Workspace | null>(() => {
  const all = me.value?.workspaces ?? [];
  return all.find((each) => each.id === chosen.value) ?? all.find(({ barred }) => !barred) ?? all[0] ?? null;
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
let looking: Promise<void> | null = null;
let waiting: { resolve(): void; reject(reason: unknown): void; refusal: Problem }[] = [];

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
export const bare = new Http(
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
  signInProblem.value ??= takeOutOfAddress("sign_in_problem");
  chosen.value = query.peek().get("workspace") ?? stored("workspace", text, ofTab) ?? stored("workspace", text, local);
  try {
    await refresh();
    await arrive();
  } catch (failure) {
    if (!(failure instanceof Problem)) throw failure;
    phase.value = failure.status === 401 || failure.status === 403 ? "signed_out" : "unreachable";
  }
}

function takeOutOfAddress(name: string): string | null {
  const search = new URLSearchParams(query.peek());
  const found = search.get(name);
  search.delete(name);
  if (found !== null) goQuery(search, { replace: true });
  return found;
}

/**
 * Have the next sign-in lead back to this page, as it is in the address, though it is left for it. Whoever comes back
 * without having got in is at the console's door: then it stays the page from before.
 */
export function comeBackHere(): void {
  const { pathname, search } = location;
  if (pathname !== href("") || stored(RETURN, text, ofTab) === null) store(RETURN, pathname + search, ofTab);
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

/** Go on by a token that the desk gave: requests that waited for one are sent. */
export async function goOnBy(access: string | null): Promise<void> {
  token = access;
  const before = me.value?.id;
  await arrive();
  if (before !== undefined && before !== me.value?.id) location.reload();
  const resumed = waiting;
  waiting = [];
  signInAgain.value = null;
  for (const each of resumed) each.resolve();
}

/** Go on by a newer token, of whom nothing else has changed. */
export function renewed(access: string): void {
  token = access;
}

/** Stay with what one proved so far: what wanted more is refused. */
export function declineProof(): void {
  const refused = waiting;
  waiting = [];
  signInAgain.value = null;
  for (const each of refused) each.reject(each.refusal);
}

/** Ask the desk anew who one is, and where one is let in. */
export function arrive(): Promise<void> {
  looking ??= lookAround().finally(() => {
    looking = null;
  });
  return looking;
}

async function lookAround(): Promise<void> {
  const found = await http.ask<Me>("GET", "/v1/me");
  const back = stored(RETURN, text, ofTab);
  batch(() => {
    me.value = found;
    phase.value = "signed_in";
    if (back !== null) go(back, { replace: true });
  });
  store(RETURN, null, ofTab);
  if (workspace.peek()) store("workspace", workspace.peek()?.id, local); // also for their company's sign-in
}

/** A token that is worth another try, by the cookie or by the person. Many requests may find out at once: one asks. */
async function renew(rejected: string | null, refusal: Problem, once: boolean): Promise<void> {
  if (token !== null && token !== rejected) return;
  if (refusal.code === "sign_in_again") return askThePerson("proof", refusal);
  if (refusal.status === 403) {
    await arrive(); // the page says what is in the way
    throw refusal;
  }
  if (once) return askUnlessBarred(refusal);
  renewing ??= refresh().finally(() => {
    renewing = null;
  });
  try {
    await renewing;
  } catch (failure) {
    if (!(failure instanceof Problem) || failure.status !== 401 || phase.value !== "signed_in" || leaving)
      throw failure;
    await askThePerson("over", refusal);
  }
}

/** The cookie is good, and yet no token by it: an admin signed them out, or their company's sign-in isn't taken. */
async function askUnlessBarred(refusal: Problem): Promise<void> {
  if (!looking) await arrive().catch(() => undefined); // else it is the answer to this that is refused
  if (workspace.peek()?.barred) throw refusal;
  await askThePerson("over", refusal);
}

function askThePerson(why: Again, refusal: Problem): Promise<void> {
  if (signInAgain.peek() !== "over") signInAgain.value = why;
  return new Promise((resolve, reject) => waiting.push({ resolve, reject, refusal }));
}

async function refresh(): Promise<void> {
  const answer = await bare.ask<{ access_token: string | null }>("POST", "/v1/auth/refresh");
  token = answer.access_token;
  if (token === null) throw new Problem({ status: 401, code: "unauthenticated", detail: "" });
}
