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
