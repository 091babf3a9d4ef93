/** The time, for what grows old on the page. It moves every half minute, and when somebody comes back to the page. */
import { signal } from "@preact/signals";

const EVERY = 30_000;

export const now = signal(Date.now());

export function startClock(): void {
  const tick = (): void => {
    if (!document.hidden) now.value = Date.now();
  };
  setInterval(tick, EVERY);
  document.addEventListener("visibilitychange", tick);
}

const SECOND = 1000;
/** How far the desk's clock is ahead of this one, as its last answer said, in milliseconds. */
let ahead = 0;

/** Take note of the time that an answer says it was written at, in whole seconds; null for one that doesn't say. */
export function setByDesk(date: string | null): void {
  const told = Date.parse(date ?? "");
  if (!Number.isNaN(told)) ahead = told - Date.now();
}

/** Milliseconds until an instant by the desk's clock; up to a second less, never more. */
export function leftUntil(instant: string): number {
  return Date.parse(instant) - SECOND - Date.now() - ahead;
}
