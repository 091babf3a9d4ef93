/**
 * The one listener for keys. Never in text fields, while composing or under a dialog, but for keys with Ctrl or Cmd.
 */
import { singleKeys } from "../store/desk/preferences";
import { run } from "./handlers";
import { alwaysOn, heard, whileTyping, written } from "./keymap";

const PATIENCE = 1_200;

/** Whether this is a Mac, where Cmd stands for Ctrl. */
export const MAC = typeof navigator !== "undefined" && /mac/i.test(navigator.platform);

export function listenToKeys(): void {
  let waiting: string | null = null;
  let since = 0;
  document.addEventListener("keydown", (event) => {
    const press = event.isComposing || event.defaultPrevented ? null : written(event);
    if (press === null || !counts(event, press)) return;
    const meant = heard(event.timeStamp - since < PATIENCE ? waiting : null, press);
    waiting = meant.waiting;
    since = event.timeStamp;
    if (meant.run !== null && run(meant.run)) event.preventDefault();
  });
}

function counts(event: KeyboardEvent, press: string): boolean {
  const at = event.target instanceof Element ? event.target : null;
  if (document.querySelector("dialog:modal") || at?.closest("[popover]")) return false;
  if (at && takesText(at)) {
    if (press === "Escape" && at instanceof HTMLElement) at.blur(); // what was typed stays; single keys work again
    return whileTyping(press);
  }
  if (press === "Enter" && at?.closest("a, button, summary, select, input")) return false; // they have a use for it
  if (press === "Mod+a" && !isInList(at)) return false; // elsewhere it marks text
  return alwaysOn(press) || singleKeys.peek();
}

/** Whether keys are about rows of the list: the focus is in it, or nowhere while it has the page to itself. */
function isInList(at: Element | null): boolean {
  return at === document.body ? document.querySelector(".ticket") === null : Boolean(at?.closest(".list"));
}

const TYPELESS = ["checkbox", "radio", "button", "submit", "reset", "range", "color", "file", "image"];

export function takesText(element: Element): boolean {
  if (element instanceof HTMLInputElement) return !TYPELESS.includes(element.type);
  if (element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) return true;
  return element instanceof HTMLElement && element.isContentEditable;
}
