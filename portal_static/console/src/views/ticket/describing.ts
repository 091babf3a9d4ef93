/** Asking to change the description of the open ticket, from wherever that is offered. */
import { signal } from "@preact/signals";

/** The reference of the ticket; null once that is heard. */
export const asked = signal<string | null>(null);

export function describe(ref: string): void {
  asked.value = ref;
}

/** What was typed for which ticket, and the description it was to replace. */
export const begun = new Map<string, { text: string; before: string }>();
