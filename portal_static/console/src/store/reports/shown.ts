/** Numbers, parts and spans of time in the page's language. */
import { locale } from "../../words";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** From this on nobody asks for the hours besides. */
const LONG = 10 * DAY;

/** Two units at most: `45s`, `12m`, `3h 10m`, `2d 4h`. */
export function duration(seconds: number): string {
  if (seconds < MINUTE) return unit(Math.round(seconds), "second");
  if (seconds < HOUR) return unit(Math.round(seconds / MINUTE), "minute");
  if (seconds < DAY) return both(Math.round(seconds / MINUTE), 60, "hour", "minute");
  if (seconds < LONG) return both(Math.round(seconds / HOUR), 24, "day", "hour");
  return unit(Math.round(seconds / DAY), "day");
}

/** `92 %`, and with a decimal where whole ones hide everything. */
export function percent(share: number): string {
  const digits = share > 0.99 && share < 1 ? 1 : 0;
  return new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: digits }).format(share);
}

export function decimal(value: number): string {
  return new Intl.NumberFormat(locale(), { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value);
}

/** As short as the side of a plot wants it: `12K`. */
export function compact(value: number): string {
  return new Intl.NumberFormat(locale(), { notation: "compact", maximumFractionDigits: 1 }).format(value);
}

type Unit = "second" | "minute" | "hour" | "day";

function both(count: number, size: number, larger: Unit, smaller: Unit): string {
  const rest = count % size;
  const whole = unit(Math.floor(count / size), larger);
  return rest === 0 ? whole : `${whole} ${unit(rest, smaller)}`;
}

function unit(value: number, of: Unit): string {
  return new Intl.NumberFormat(locale(), { style: "unit", unit: of, unitDisplay: "narrow" }).format(value);
}
