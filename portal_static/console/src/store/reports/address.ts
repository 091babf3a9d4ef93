/**
 * Reports in addresses: which one, of which days, by what; and the list of facts behind each of its numbers.
 *
 *   /console/reports/speed?from=2026-11-01&to=2026-11-30&by=priority&clock=wall
 *   /console/reports/speed/tickets?from=2026-11-01&to=2026-11-30&cell=solved&on=2026-11-03&by=label&value=l_1
 *
 * In the second, `from` and `to` are the report's that one comes back to, and `on` the days of the cell if they are
 * fewer.
 */
import { type Clock, DIMENSIONS, type Dimension, type Measure, type Report, type ReportName } from "../../api/types";
import { href } from "../../router/router";
import type { Days } from "./calendar";

/** The first is the one that is told by when nothing else is asked for. */
export const CLOCKS = ["business", "wall"] as const satisfies readonly Clock[];

export interface Asked {
  /** As they stand in the address, right or wrong; null where none does. */
  from: string | null;
  to: string | null;
  by: Dimension | null;
  clock: Clock;
}

/** Which facts are meant. `value` is empty for what has none. */
export interface Cell {
  cell: Measure;
  on?: Days | undefined;
  value?: string | undefined;
  clock?: Clock;
  least?: number;
  below?: number | null;
  weekday?: number;
  hour?: number;
}

/** By customer the desk counts arrivals and resolutions alone. */
const OF_ALL = DIMENSIONS.filter((each) => each !== "contact");

/** What each report can be told apart by, the usual first. */
export const TOLD_BY: Readonly<Record<ReportName, readonly (Dimension | null)[]>> = {
  overview: [null, ...DIMENSIONS],
  speed: [null, ...OF_ALL],
  sla: [null, ...OF_ALL],
  satisfaction: [null, ...OF_ALL],
  team: ["member"],
  topics: ["label", "type", "channel", "contact"],
  hours: [null],
};

export function askedOf(name: ReportName, search: URLSearchParams): Asked {
  const able = TOLD_BY[name];
  return {
    from: search.get("from"),
    to: search.get("to"),
    by: able.find((each) => each !== null && each === search.get("by")) ?? able[0] ?? null,
    clock: CLOCKS.find((each) => each === search.get("clock")) ?? CLOCKS[0],
  };
}

/** What the desk is asked for. */
export function queryOf({ from, to, by }: Asked): Record<string, string | null> {
  return { from, to, by };
}

export function reportHref(name: ReportName, { from, to, by, clock }: Asked): string {
  const kept = TOLD_BY[name].includes(by) && by !== TOLD_BY[name][0];
  return href(
    `reports/${name}`,
    new URLSearchParams({
      ...(from !== null && { from }),
      ...(to !== null && { to }),
      ...(kept && by && { by }),
      ...(clock !== CLOCKS[0] && { clock }),
    }),
  );
}

/** Where the facts behind a number are. The days are those it was made of, so that it goes on being that number. */
export function cellHref(
  { name, first_day: from, last_day: to, by }: Pick<Report, "name" | "first_day" | "last_day" | "by">,
  { cell, on, value, clock, least, below, weekday, hour }: Cell,
): string {
  const isAll = on === undefined || (on.from === from && on.to === to);
  const search = new URLSearchParams({ from, to, ...(by && { by }), cell });
  if (!isAll) search.set("on", on.from === on.to ? on.from : `${on.from}..${on.to}`);
  const rest = { value, clock, least, below, weekday, hour };
  for (const [key, given] of Object.entries(rest)) {
    if (given !== undefined && given !== null) search.set(key, String(given));
  }
  return href(`reports/${name}/tickets`, search);
}

/** The days of the cell that an address is about. */
export function cellDays(search: URLSearchParams): { from: string | null; to: string | null } {
  const on = search.get("on");
  if (on === null) return { from: search.get("from"), to: search.get("to") };
  const [from = "", to = from] = on.split("..");
  return { from, to };
}

const NARROWING = ["cell", "clock", "least", "below", "weekday", "hour"] as const;

/** What the desk is asked for, for the facts that an address is about: a value may be empty, which means none. */
export function factsQuery(search: URLSearchParams): URLSearchParams {
  const asked = new URLSearchParams();
  const { from, to } = cellDays(search);
  const value = search.get("value");
  const given = Object.entries({ from, to, ...(value !== null && { by: search.get("by"), value }) });
  for (const [key, text] of [...given, ...NARROWING.map((key) => [key, search.get(key)] as const)]) {
    if (text !== null) asked.set(key, text);
  }
  return asked;
}

/** The list of the tickets that are open, of those that came in on some days: days as the desk's zone has them. */
export function openHref(zone: string, days: { from: string | null; to: string | null } | null = null): string {
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const created = days && `${days.from ?? ""}..${days.to ?? ""}${zone === here ? "" : `@${zone}`}`;
  return href("tickets", new URLSearchParams({ status: "open,in_progress,waiting", ...(created && { created }) }));
}
