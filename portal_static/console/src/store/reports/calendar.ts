/**
 * Days of the desk, as `2026-11-01`. Where a day begins is the desk's to know: here days are only counted, and by no
 * zone's clock, so that none is ever an hour short.
 */
import { locale } from "../../words";

const DAY = 86_400_000;

export interface Days {
  from: string;
  to: string;
}

export function isDay(text: string | null): text is string {
  return text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(start(text)) && shifted(text, 0) === text;
}

export function shifted(day: string, by: number): string {
  return new Date(start(day) + by * DAY).toISOString().slice(0, 10);
}

/** How many days there are from one to another, both of them counted. */
export function length({ from, to }: Days): number {
  return Math.round((start(to) - start(from)) / DAY) + 1;
}

/** Monday is 0. */
export function weekday(day: string): number {
  return (new Date(start(day)).getUTCDay() + 6) % 7;
}

export const PRESETS = ["7d", "30d", "90d", "month", "last_month"] as const;
export type Preset = (typeof PRESETS)[number];

/** The days that a preset means when today is that day. */
export function presetDays(preset: Preset, today: string): Days {
  const first = `${today.slice(0, 8)}01`;
  if (preset === "month") return { from: first, to: today };
  const end = shifted(first, -1);
  if (preset === "last_month") return { from: `${end.slice(0, 8)}01`, to: end };
  return { from: shifted(today, 1 - Number.parseInt(preset, 10)), to: today };
}

/** The preset that means these days; null if none does. */
export function presetOf({ from, to }: Days, today: string): Preset | null {
  const isIt = (preset: Preset): boolean => {
    const days = presetDays(preset, today);
    return days.from === from && days.to === to;
  };
  return PRESETS.find(isIt) ?? null;
}

/** `3 Nov`, or with the weekday and the year in full. */
export function dayText(day: string, style: "short" | "long" = "short"): string {
  const asked: Intl.DateTimeFormatOptions =
    style === "short"
      ? { day: "numeric", month: "short" }
      : { weekday: "short", day: "numeric", month: "short", year: "numeric" };
  return new Intl.DateTimeFormat(locale(), { ...asked, timeZone: "UTC" }).format(start(day));
}

/** `1 – 30 Nov 2026`. */
export function daysText({ from, to }: Days): string {
  if (from === to) return dayText(from, "long");
  const format = new Intl.DateTimeFormat(locale(), {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
  return format.formatRange(start(from), start(to));
}

/** What a weekday is called, Monday being 0. */
export function weekdayText(number: number, width: "short" | "long"): string {
  return new Intl.DateTimeFormat(locale(), { weekday: width, timeZone: "UTC" }).format(start(`2024-01-0${number + 1}`));
}

/** An hour of the day as clocks say it in the page's language. */
export function hourText(hour: number): string {
  return new Intl.DateTimeFormat(locale(), { hour: "numeric", timeZone: "UTC" }).format(hour * 3_600_000);
}

function start(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}
