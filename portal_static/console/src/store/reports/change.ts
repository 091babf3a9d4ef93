/** How a number compares with the one of the days before. */

export interface Change {
  way: "more" | "less" | "same";
  by: number;
  /** Which part that is of what it was; null where that was nothing. */
  share: number | null;
}

/** Null where either isn't known. */
export function changeOf(now: number | null, before: number | null): Change | null {
  if (now === null || before === null) return null;
  const by = Math.abs(now - before);
  const share = before === 0 ? null : by / before;
  if (by === 0 || (share !== null && share < 0.005)) return { way: "same", by: 0, share: 0 };
  return { way: now > before ? "more" : "less", by, share };
}

/** Which way is welcome: of `none` neither is. */
export type Welcome = "more" | "less" | "none";

export function judged({ way }: Change, welcome: Welcome): "good" | "bad" | "plain" {
  if (way === "same" || welcome === "none") return "plain";
  return way === welcome ? "good" : "bad";
}
