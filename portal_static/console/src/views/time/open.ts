/** What time is asked for just now, and of which tickets. */
import { signal } from "@preact/signals";
import type { Options } from "../../store/tickets/actions";

export interface TimeAsked {
  what: "snooze" | "reminder";
  refs: readonly string[];
  options?: Options | undefined;
}

export const timeAsked = signal<TimeAsked | null>(null);

export function askTime(asked: TimeAsked): void {
  timeAsked.value = asked;
}

export function closeTime(): void {
  timeAsked.value = null;
}
