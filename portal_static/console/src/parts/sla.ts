/** What a service target looks like at a moment: its state as it has become since the desk told it, and the time left. */
import type { Sla, SlaState, SlaTarget } from "../api/types";
import { minutesBetween } from "./spans";

export interface SlaShown {
  state: SlaState;
  /** Minutes that are left, negative when it is over; null where time doesn't run. */
  left: number | null;
  /** It runs, but there is no working time in which it could come due. */
  never: boolean;
}

/** The ticket's indicator is the target of its resolution. */
export function slaShown(sla: Sla, now: number): SlaShown {
  const target = sla.resolution ?? sla.first_response;
  return target ? targetShown(target, now) : { state: sla.status, left: null, never: false };
}

/** A list may lie open for an hour: what was on track when it was fetched may be due by now. */
export function targetShown(target: SlaTarget, now: number): SlaShown {
  const runs = target.status === "on_track" || target.status === "warning" || target.status === "breached";
  if (!runs || target.due_at === null) return { state: target.status, left: null, never: target.never_due };
  const due = Date.parse(target.due_at);
  return { state: due <= now ? "breached" : target.status, left: minutesBetween(now, due), never: false };
}
