/** Signing in: by password, by what the desk asks for on top, and what to do without them. */
import { problemOf, silence } from "../../api/problem";
import type { SignedIn } from "../../api/types";
import { query } from "../../router/router";
import { local, stored, text } from "./browserStorage";
import { bare, comeBackHere, goOnBy } from "./session";

export interface Challenge {
  name: "new_password_required" | "mfa";
  session: string;
}

/** Sign in. What sign-in asks for first is given back, to be answered. */
export async function signIn(email: string, password: string): Promise<Challenge | null> {
  return signedIn(await bare.ask("POST", "/v1/auth/sign-in", { body: { email, password }, tries: 1 }));
}

export async function answerChallenge(challenge: Challenge, email: string, given: string): Promise<Challenge | null> {
  return challenged({ challenge: challenge.name, session: challenge.session, email, answer: given });
}

/** Sign in without the second factor, which is off afterwards. */
export async function signInByRecovery(email: string, password: string, code: string): Promise<Challenge | null> {
  return challenged({ email, password, recovery_code: code });
}

export function forgotPassword(email: string): Promise<unknown> {
  return bare.ask("POST", "/v1/auth/forgot-password", { body: { email }, tries: 1 });
}

/** The workspace whose company somebody may want to sign in with, as far as this browser knows. */
export function likelyWorkspace(): string {
  return query.peek().get("workspace") ?? stored("workspace", text, local) ?? "";
}

/** Leave for the sign-in of a workspace's company. Throws a Problem, and stays, where there is none. */
export async function signInByCompany(id: string): Promise<void> {
  const url = `/v1/auth/sso/${encodeURIComponent(id)}`;
  const answer = await fetch(url, { redirect: "manual" }).catch((failure: unknown) => {
    throw silence(failure);
  });
  if (answer.type !== "opaqueredirect") throw await problemOf(answer);
  comeBackHere();
  location.assign(url);
}

async function challenged(body: unknown): Promise<Challenge | null> {
  return signedIn(await bare.ask("POST", "/v1/auth/challenge", { body, tries: 1 }));
}

async function signedIn(answer: SignedIn): Promise<Challenge | null> {
  if (answer.challenge && answer.session) return { name: answer.challenge, session: answer.session };
  await goOnBy(answer.access_token);
  return null;
}
