/** Spans of time as short as a list needs them, in the page's language: `4m`, `3h 10m`, `2d`. */
import { locale, t } from "../words";

const MINUTE = 60_000;
const HOUR = 60;
const DAY = 24 * HOUR;

/** Whole minutes, rounded towards zero. */
export function minutesBetween(from: number, to: number): number {
  return Math.trunc((to - from) / MINUTE);
}

/** The largest unit, and below a day the next one as well. */
export function span(minutes: number): string {
  if (minutes >= DAY) return unit(Math.floor(minutes / DAY), "day");
  if (minutes < HOUR) return unit(minutes, "minute");
  const rest = minutes % HOUR;
  const hours = unit(Math.floor(minutes / HOUR), "hour");
  return rest === 0 ? hours : `${hours} ${unit(rest, "minute")}`;
}

/** How long ago, in one unit; from a week on the day itself. */
export function ago(at: string, now: number): string {
  const moment = new Date(at);
  const minutes = Math.max(0, minutesBetween(moment.getTime(), now));
  if (minutes === 0) return t("now");
  if (minutes < HOUR) return unit(minutes, "minute");
  if (minutes < DAY) return unit(Math.floor(minutes / HOUR), "hour");
  if (minutes < 7 * DAY) return unit(Math.floor(minutes / DAY), "day");
  const thisYear = moment.getFullYear() === new Date(now).getFullYear();
  return format({ day: "numeric", month: "short", ...(thisYear ? {} : { year: "2-digit" }) }).format(moment);
}

/** A moment in full, for tooltips. */
export function moment(at: string): string {
  return format({ dateStyle: "full", timeStyle: "short" }).format(new Date(at));
}

/** A moment as short as it can be told from any other: the year only where it isn't this one. */
export function dayAndTime(at: string, now = new Date()): string {
  const moment = new Date(at);
  const year = moment.getFullYear() === now.getFullYear() ? {} : { year: "numeric" as const };
  const day = { weekday: "short", day: "numeric", month: "short", ...year } as const;
  return format({ ...day, hour: "numeric", minute: "2-digit" }).format(moment);
}

const formats = new Map<string, Intl.DateTimeFormat>();
const units = new Map<string, Intl.NumberFormat>();

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale() + JSON.stringify(options);
  const made = formats.get(key) ?? new Intl.DateTimeFormat(locale(), options);
  formats.set(key, made);
  return made;
}

function unit(value: number, of: "minute" | "hour" | "day"): string {
  const key = locale() + of;
  const made = units.get(key) ?? new Intl.NumberFormat(locale(), { style: "unit", unit: of, unitDisplay: "narrow" });
  units.set(key, made);
  return made.format(value);
}
