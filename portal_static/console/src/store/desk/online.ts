/**
 * Whether the desk can be reached. The browser's own word counts only for bad news: it knows of cables, not of servers.
 * While nothing answers, we ask every few seconds, and `reconnected` tells those who want to catch up.
 */
import { signal } from "@preact/signals";

const EVERY = 5_000;

export const online = signal(true);
/** Grows each time the desk is back. */
export const reconnected = signal(0);
let timer: ReturnType<typeof setInterval> | undefined;

/** Take note that a request was answered, or wasn't. Without a network it may have been answered before that went. */
export function reached(answered: boolean): void {
  if (answered && !online.value && !navigator.onLine) void probe();
  else become(answered);
}

function become(answered: boolean): void {
  if (answered === online.value) return;
  online.value = answered;
  clearInterval(timer);
  if (answered) reconnected.value++;
  else timer = setInterval(() => void probe(), EVERY);
}

/** Ask now whether the desk is there. */
export async function probe(): Promise<void> {
  try {
    await fetch("/health", { cache: "no-store", signal: AbortSignal.timeout(EVERY) });
    become(true);
  } catch {
    become(false);
  }
}

/** Wait until the desk can be reached. */
export function whenOnline(): Promise<void> {
  return new Promise((done) => {
    const stop = online.subscribe((there) => {
      if (!there) return;
      done();
      queueMicrotask(() => stop()); // it may be told of before it has a name
    });
  });
}

export function watchNetwork(): void {
  addEventListener("offline", () => reached(false));
  addEventListener("online", () => void probe());
}
