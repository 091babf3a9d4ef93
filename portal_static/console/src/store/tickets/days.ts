/**
 * Spans of days that a list is narrowed to, as addresses hold them: `today`, `7d` or `30d`, which go on being today and
 * the days before it, or `2026-11-01..2026-11-15`, of which either end may be left out. Days are those of the reader's
 * own clock, or of a zone that is named: `2026-11-01..2026-11-15@Europe/Berlin`. The last one belongs to the span.
 */

export const PRESETS = ["today", "7d", "30d"] as const;
export type Preset = (typeof PRESETS)[number];
const LENGTHS: Record<Preset, number> = { today: 1, "7d": 7, "30d": 30 };

/** Days as `2026-11-01`; null where the span has no end. */
export interface Days {
  from: string | null;
  to: string | null;
  /** Null for the reader's own. */
  zone: string | null;
}

/** Instants; the end itself isn't in the span. */
export interface Span {
  after: string | null;
  before: string | null;
}

export function isPreset(text: string): text is Preset {
  return PRESETS.some((each) => each === text);
}

/** The days that a text names; null if it names none. */
export function daysIn(text: string, now = new Date()): Days | null {
  if (isPreset(text)) return { from: dayOf(moved(now, 1 - LENGTHS[text])), to: dayOf(now), zone: null };
  const [, from = "", to = "", zone] = /^([\d-]*)\.\.([\d-]*)(?:@([\w/+-]+))?$/.exec(text) ?? [];
  const real = [from, to].every((day) => day === "" || startOf(day) !== null) && (!zone || isZone(zone));
  if (!real || from + to === "" || (from && to && to < from)) return null;
  return { from: from || null, to: to || null, zone: zone ?? null };
}

export function textOfDays({ from, to }: Omit<Days, "zone">): string {
  return `${from ?? ""}..${to ?? ""}`;
}

/** From the first instant of the first day to that of the day after the last. */
export function spanOf(text: string, now = new Date()): Span {
  const { from = null, to = null, zone = null } = daysIn(text, now) ?? {};
  const [first, last] = [from && startOf(from), to && startOf(to)];
  const instant = (day: Date): string => (zone === null ? day : startIn(dayOf(day), zone)).toISOString();
  return { after: first ? instant(first) : null, before: last ? instant(moved(last, 1)) : null };
}

export function isWithin(at: string, text: string): boolean {
  const { after, before } = spanOf(text);
  const moment = Date.parse(at);
  return (after === null || moment >= Date.parse(after)) && (before === null || moment < Date.parse(before));
}

/** Midnight of a day here; null if there is no such day. */
export function startOf(day: string): Date | null {
  const [, year, month, date] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? []).map(Number);
  const start = new Date(year ?? Number.NaN, (month ?? 0) - 1, date);
  return !Number.isNaN(start.getTime()) && dayOf(start) === day ? start : null;
}

/** Midnight of a day in a zone. */
function startIn(day: string, zone: string): Date {
  const midnight = Date.parse(`${day}T00:00Z`);
  /** How far clocks there are ahead at an instant; Swedes write it as it is read here. */
  const ahead = (at: number): number =>
    Date.parse(`${new Date(at).toLocaleString("sv", { timeZone: zone }).replace(" ", "T")}Z`) - at;
  return new Date(midnight - ahead(midnight - ahead(midnight)));
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== null;
  } catch {
    return false; // there is no zone of that name, or none that this browser knows
  }
}

/** By the calendar: a day may have 23 or 25 hours. */
function moved(day: Date, by: number): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + by);
}

function dayOf(moment: Date): string {
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}
