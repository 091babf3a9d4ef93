/**
 * One's own account: password, second factor, and the browsers one is signed in with. Where the desk wants to know first
 * that it is still the same person, the dialog that asks for it comes up, and the request goes on afterwards.
 */
import type { Codes, Enrolment, Factor, Page, Session, Tokens } from "../../api/types";
import { arrive, http, renewed } from "./session";

/** What may have happened is not tried again: a password that was changed is the wrong one the next time. */
const ONCE = { tries: 1 };

export async function changePassword(current: string, password: string): Promise<void> {
  const body = { current, password };
  renewed((await http.ask<Tokens>("POST", "/v1/me/password", { body, ...ONCE })).access_token);
}

export function factor(): Promise<Factor> {
  return http.ask("GET", "/v1/me/second-factor");
}

/** What an authenticator app is set up by. */
export function beginFactor(password: string): Promise<Enrolment> {
  return http.ask("POST", "/v1/me/second-factor", { body: { password }, ...ONCE });
}

/** Switch it on by the app's first code; gives the recovery codes, which are told this once. */
export async function confirmFactor(session: string, code: string): Promise<readonly string[]> {
  const answer = await http.ask<Codes & Tokens>("POST", "/v1/me/second-factor", { body: { session, code }, ...ONCE });
  renewed(answer.access_token);
  return answer.recovery_codes;
}

/** Switch it off, or go on without it after a recovery code did. The page then shows where one is still let in. */
export async function removeFactor(): Promise<void> {
  const answer = await http.ask<Tokens | undefined>("DELETE", "/v1/me/second-factor");
  if (answer) renewed(answer.access_token);
  await arrive();
}

export async function newCodes(): Promise<readonly string[]> {
  return (await http.ask<Codes>("POST", "/v1/me/second-factor/recovery-codes", ONCE)).recovery_codes;
}

export async function sessions(): Promise<readonly Session[]> {
  return (await http.ask<Page<Session>>("GET", "/v1/me/sessions")).items;
}

export function endSession(id: string): Promise<void> {
  return http.ask("DELETE", `/v1/me/sessions/${encodeURIComponent(id)}`);
}

/** Sign out everywhere else. */
export function endOthers(): Promise<void> {
  return http.ask("DELETE", "/v1/me/sessions");
}
