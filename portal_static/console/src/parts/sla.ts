/**
 * What a service target looks like at a moment: its state as it has become since the desk told it, and the time left.
 */
import type { Sla, SlaState, SlaTarget } from "../api/types";
import { minutesBetween } from "./spans";

export interface SlaShown {
  state: SlaState;
  /** Minutes that are left, negative when it is over; null where time doesn't run. */
  left: number | null;
  /** It runs, but there is no working time in which it could come due. */
  never: boolean;
}

/** The target that a ticket is marked by: its resolution's, or that of an answer where no resolution is promised. */
export function leading(sla: Sla | null): SlaTarget | null {
  return sla && (sla.resolution ?? sla.first_response ?? sla.next_response);
}

/** A list may lie open for an hour: what was on track when it was fetched may be due by now. */
export function targetShown(target: SlaTarget, now: number): SlaShown {
  const runs = target.status === "on_track" || target.status === "warning" || target.status === "breached";
  if (!runs || target.due_at === null) return { state: target.status, left: null, never: target.never_due };
  const due = Date.parse(target.due_at);
  return { state: due <= now ? "breached" : target.status, left: minutesBetween(now, due), never: false };
}
