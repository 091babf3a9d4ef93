/** What a shorter time of keeping tickets comes to, counted by the desk, in words. */
import type { RetentionPreview } from "../../api/types";
import { number } from "../../words";
import { day } from "../ticket/when";
import { w } from "./words";

export const PLACES = ["closed", "archived", "spam"] as const;
export type Days = Record<(typeof PLACES)[number], number | null>;

/** The places from where tickets go sooner than before, with the days. */
export function shortened(before: Days, after: Days): Record<string, number> {
  const sooner: Record<string, number> = {};
  for (const place of PLACES) {
    const days = after[place];
    if (days !== null && days < (before[place] ?? Number.POSITIVE_INFINITY)) sooner[place] = days;
  }
  return sooner;
}

/** A sentence for each place that was asked about. */
export function toldOf(counted: RetentionPreview): string[] {
  return PLACES.flatMap((place) => {
    const due = counted[place];
    if (!due) return [];
    const named = w(`retention.${place}`);
    if (due.oldest === null) return [w("retention.none", { place: named })];
    const values = { place: named, count: number(due.count), at: day(due.oldest) };
    return [w(due.more ? "retention.more" : "retention.some", values)];
  });
}
