/** Exports of customers: which of the desk's jobs one is, and what came of it. */
import type { DeskJob } from "../../api/types";

export interface Receipt {
  bytes: number;
  tickets: number;
  leftOut: number;
  /** Until when the file can be fetched. */
  until: string;
}

/** The newest export of somebody that is under way, failed, or can still be fetched. `ids` are what they are known by. */
export function exportOf(jobs: readonly DeskJob[], ids: readonly string[], now: Date): DeskJob | null {
  const newest = jobs.find((each) => each.kind === "export" && ids.includes(each.subject));
  const receipt = newest && receiptOf(newest);
  return newest && !(receipt && new Date(receipt.until) <= now) ? newest : null;
}

export function isUnderWay(job: DeskJob): boolean {
  return job.state === "waiting" || job.state === "running";
}

/** What came of it; null for one that isn't done. */
export function receiptOf({ state, outcome }: DeskJob): Receipt | null {
  if (state !== "done") return null;
  const { bytes, tickets, left_out: leftOut, until } = outcome;
  return { bytes: Number(bytes), tickets: Number(tickets), leftOut: Number(leftOut), until: String(until) };
}
