/** Which dialog is open over a ticket, and what was typed into those that were left: opening them again shows it. */
import { signal } from "@preact/signals";

export type DialogName =
  | "resolve"
  | "escalate"
  | "merge"
  | "link"
  | "answer_reports"
  | "resolve_reports"
  | "customer"
  | "forward"
  | "hold"
  | "redact";

export const opened = signal<{ name: DialogName; ref: string } | null>(null);
const typed = new Map<string, string>();

export function openDialog(name: DialogName, ref: string): void {
  opened.value = { name, ref };
}

/** What of a ticket is to be removed, as far as that is known when the dialog opens. */
export interface ToRedact {
  entry?: string;
  words?: string;
}

export const about = signal<ToRedact>({});

export function openRedaction(ref: string, what: ToRedact): void {
  about.value = what;
  openDialog("redact", ref);
}

/** The text that is selected in the conversation, a line for each of its own. */
export function selectedText(): string {
  const selection = getSelection();
  const within = selection?.anchorNode?.parentElement?.closest(".message");
  return within ? (selection?.toString().trim() ?? "") : "";
}

export function closeDialog(): void {
  opened.value = null;
}

/** What was typed into a dialog before. */
export function typedIn(name: DialogName, ref: string): string {
  return typed.get(`${name} ${ref}`) ?? "";
}

export function keepTyped(name: DialogName, ref: string, text: string): void {
  if (text === "") typed.delete(`${name} ${ref}`);
  else typed.set(`${name} ${ref}`, text);
}
