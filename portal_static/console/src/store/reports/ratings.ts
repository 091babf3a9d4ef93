/** What ratings come to. Nothing without ratings. */
import type { Counted } from "../../api/types";

export const STARS = [1, 2, 3, 4, 5] as const;
/** From this on a customer is content. */
const CONTENT = 4;

export function averageRating(counts: Counted): number | null {
  return part(
    sum(counts, (stars) => stars),
    counts.rated ?? 0,
  );
}

export function contentShare(counts: Counted): number | null {
  return part(
    sum(counts, (stars) => (stars >= CONTENT ? 1 : 0)),
    counts.rated ?? 0,
  );
}

/** What part is of a whole; null without any. */
export function part(some: number, whole: number): number | null {
  return whole === 0 ? null : some / whole;
}

function sum(counts: Counted, weight: (stars: number) => number): number {
  return STARS.reduce((all, stars) => all + weight(stars) * (counts[`rated_${stars}`] ?? 0), 0);
}
