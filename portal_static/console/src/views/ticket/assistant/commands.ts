/** What the assistant does by a command, wherever it was given. */
import { signal } from "@preact/signals";
import { problemText } from "../../../api/problemText";
import { assistantOpen } from "../../../store/desk/preferences";
import { toast } from "../../../store/desk/toasts";
import { shown, toggle } from "../properties";
import { draftReply } from "./carryOut";

/** Whether the field for a question is to have the focus. */
export const wanted = signal(false);
/** Whether a reply is being drafted. */
export const drafting = signal(false);

/** Where the focus was, and whether the properties were hidden, before somebody wanted to ask. */
let before: { at: Element | null; hidden: boolean } | null = null;

/** Lead to the field for a question. */
export function ask(): void {
  before = { at: document.activeElement, hidden: !shown.peek() };
  if (before.hidden) toggle();
  assistantOpen.value = true;
  wanted.value = true;
}

/** Back to where one was before one wanted to ask; false for who came by themselves. */
export function goBack(): boolean {
  const { at, hidden } = before ?? {};
  before = null;
  if (hidden && shown.peek()) toggle();
  if (!(at instanceof HTMLElement) || !at.isConnected || at === document.body) return hidden === true;
  at.focus();
  return true;
}

/** Have a reply drafted; a second wish while one is under way is the same. */
export async function draft(ref: string): Promise<void> {
  if (drafting.peek()) return;
  drafting.value = true;
  await draftReply(ref).catch((failure: unknown) => toast(problemText(failure), { tone: "error" }));
  drafting.value = false;
}
