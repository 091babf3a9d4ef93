/**
 * Texts that were begun and not sent are kept in the browser, notes for the team among them. They are their writer's:
 * they go when that person signs out, or another one signs in here.
 */
import { effect } from "@preact/signals";
import type { Me } from "../../api/types";
import { href } from "../../router/router";
import { forgetDrafts, keepAll, unsentDrafts } from "../composer/drafts";
import { begunForms, forgetForms } from "../newTicket/form";
import { store, stored, text, whenKept } from "./browserStorage";
import { me, phase } from "./session";

const GONE = "signed_out";

/** How many texts of whoever is signed in would be lost. */
export function unsentTexts(): number {
  keepAll();
  return unsentDrafts() + begunForms();
}

/** Take all of them out of this browser, but those in these places (`<workspace>.<member>`). */
export function forgetTexts(but: readonly string[] = []): void {
  forgetDrafts(but);
  forgetForms(but);
}

/** From now on nobody finds what somebody else wrote here, nor what another tab shows of it. */
export function startOwnTexts(): void {
  effect(() => {
    if (me.value) welcome(me.value);
  });
  whenKept(GONE, () => {
    if (phase.peek() !== "signed_in") return;
    forgetTexts();
    location.assign(href(""));
  });
}

/** Somebody signs out: with what they wrote goes what their other tabs show. */
export function farewell(): void {
  forgetTexts();
  store(GONE, Date.now());
}

/** A sign-in by one's company shows one of one's workspaces alone: what one wrote in the others stays. */
function welcome({ id, workspaces }: Me): void {
  if (stored("texts_of", text) === id) return;
  forgetTexts(workspaces.map((each) => `${each.id}.${each.member_id}`));
  store("texts_of", id);
}
