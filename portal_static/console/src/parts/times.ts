/** Times to come that somebody may choose, where they are: what is offered, and what a field for local time says. */

export interface Preset {
  id: "hours" | "tomorrow" | "monday" | "week";
  at: Date;
}

const HOURS = 3;
const MORNING = 9;

/** What is offered at a moment, the soonest first, each instant once. */
export function presets(now: Date): Preset[] {
  const hours = new Date(now);
  hours.setSeconds(0, 0);
  hours.setTime(hours.getTime() + HOURS * 3_600_000);
  const [tomorrow, monday, week] = [morning(now, 1), nextMonday(now), morning(now, 7)];
  const all: Preset[] = [
    { id: "hours", at: hours },
    { id: "tomorrow", at: tomorrow },
    { id: "monday", at: monday },
    { id: "week", at: week },
  ];
  const again = (at: Date): boolean => at.getTime() === tomorrow.getTime() || at.getTime() === week.getTime();
  return all.filter(({ id, at }) => id !== "monday" || !again(at));
}

/** Nine in the morning, so many days on: the hour that the clocks show, whatever is done to them meanwhile. */
export function morning(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING);
}

function nextMonday(now: Date): Date {
  return morning(now, 8 - (now.getDay() || 7));
}

/** An instant as a field for local time has it. */
export function asLocal(at: Date): string {
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The instant that such a field says; null for none, and for an hour that is skipped when the clocks go forward. */
export function instantOf(local: string): Date | null {
  const at = new Date(local);
  return !Number.isNaN(at.getTime()) && asLocal(at) === local.slice(0, 16) ? at : null;
}

/** How far ahead the desk takes a time. */
const LONGEST = 366 * 24 * 3_600_000;

/** What is wrong with what such a field says; null if nothing is. */
export function wrongIn(local: string, now: Date): "skipped" | "past" | "far" | null {
  const at = instantOf(local)?.getTime();
  if (at === undefined) return "skipped";
  if (at <= now.getTime()) return "past";
  return at > now.getTime() + LONGEST ? "far" : null;
}
