/** Which dialog is open over a ticket, and what was typed into those that were left: opening them again shows it. */
import { signal } from "@preact/signals";

export type DialogName = "resolve" | "escalate" | "merge" | "customer" | "forward";

export const opened = signal<{ name: DialogName; ref: string } | null>(null);
const typed = new Map<string, string>();

export function openDialog(name: DialogName, ref: string): void {
  opened.value = { name, ref };
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
