/** A short tone for new notices, for whoever chose so, in one of the open tabs. */
import { local, store, stored } from "./browserStorage";
import { unread } from "./directory";
import { sound } from "./preferences";

/** A tab that nobody looks at asks for news within this time, and finds what another one rang for. */
const RUNG_FOR = 70_000;
let known: number | null = null;

/** Ring when there are more notices than before. The first number is what there was already. */
export function ringForNews(): void {
  const now = unread.value;
  const more = known !== null && now > known;
  known = now;
  if (more && sound.value && !rungElsewhere(now)) void ring();
}

/** Browsers play nothing before somebody has clicked or typed in the page. */
export async function ring(): Promise<void> {
  if (!navigator.userActivation?.hasBeenActive) return;
  const { play } = await import("../../parts/tone");
  await play();
}

function rungElsewhere(count: number): boolean {
  const { at = 0, of = 0 } = stored("rung", asRung, local) ?? {};
  const now = Date.now();
  store("rung", { at: now, of: count });
  return of === count && now - at < RUNG_FOR;
}

const asRung = (value: unknown): { at: number; of: number } | null => {
  const { at, of } = (value ?? {}) as { at?: unknown; of?: unknown };
  return typeof at === "number" && typeof of === "number" ? { at, of } : null;
};
