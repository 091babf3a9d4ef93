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
  return alwaysOn(press) || singleKeys.peek();
}

const TYPELESS = ["checkbox", "radio", "button", "submit", "reset", "range", "color", "file", "image"];

export function takesText(element: Element): boolean {
  if (element instanceof HTMLInputElement) return !TYPELESS.includes(element.type);
  if (element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) return true;
  return element instanceof HTMLElement && element.isContentEditable;
}
