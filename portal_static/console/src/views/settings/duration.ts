/** How long something lasts, as people write it: a number and a unit. Pure. */

export const UNITS = ["minutes", "hours", "days"] as const;
type Unit = (typeof UNITS)[number];
const MINUTES: Record<Unit, number> = { minutes: 1, hours: 60, days: 24 * 60 };

export interface Duration {
  /** As it was typed. */
  count: string;
  unit: Unit;
}

/** In the largest unit that it is a whole number of; nothing typed for null. */
export function durationOf(minutes: number | null): Duration {
  if (minutes === null) return { count: "", unit: "hours" };
  const unit = (["days", "hours"] as const).find((each) => minutes % MINUTES[each] === 0) ?? "minutes";
  return { count: String(minutes / MINUTES[unit]), unit };
}

/** In minutes; null when nothing was typed. */
export function minutesOf({ count, unit }: Duration): number | null {
  return count.trim() === "" ? null : Number(count) * MINUTES[unit];
}
