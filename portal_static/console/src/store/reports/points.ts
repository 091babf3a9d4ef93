/** What a plot has a place for each of: a day, or a week where there would be too many. */
import type { Counted, Measure } from "../../api/types";
import { type Days, weekday } from "./calendar";

export interface Point extends Days {
  counts: Counted;
}

/** As many days as are told apart on a page. */
const MOST = 120;

export function pointsOf(days: readonly { day: string; counts: Counted }[]): Point[] {
  if (days.length <= MOST) return days.map(({ day, counts }) => ({ from: day, to: day, counts }));
  const weeks: Point[] = [];
  for (const { day, counts } of days) {
    const last = weekday(day) === 0 ? undefined : weeks.at(-1);
    if (last) Object.assign(last, { to: day, counts: together(last.counts, counts) });
    else weeks.push({ from: day, to: day, counts });
  }
  return weeks;
}

/** What happened adds up; the backlog is what there was at the end. */
function together(one: Counted, other: Counted): Counted {
  const names = Object.keys(other) as Measure[];
  const sum = (name: Measure): number => (other[name] ?? 0) + (name === "backlog" ? 0 : (one[name] ?? 0));
  return Object.fromEntries(names.map((name) => [name, sum(name)]));
}
