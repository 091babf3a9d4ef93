/**
 * What service targets look like at a moment: their state as it has become since the desk told it, and the time left.
 */
import type { Sla, SlaState, SlaTarget } from "../api/types";
import { minutesBetween } from "./spans";

export type TargetName = "first_response" | "next_response" | "resolution";

export interface SlaShown {
  state: SlaState;
  /** Minutes that are left, negative when it is over; null where time doesn't run. */
  left: number | null;
  /** It runs, but there is no working time in which it could come due. */
  never: boolean;
}

export interface Promised {
  name: TargetName;
  target: SlaTarget;
  shown: SlaShown;
}

const NAMES: readonly TargetName[] = ["resolution", "first_response", "next_response"];
const WORST_FIRST: readonly SlaState[] = ["breached", "warning", "on_track", "paused"];

/** Every target that was promised, first the one that colours the ticket: see `leading`. */
export function promised(sla: Sla | null, now: number): Promised[] {
  const all = NAMES.flatMap((name) => {
    const target = sla?.[name];
    return target ? [{ name, target, shown: targetShown(target, now) }] : [];
  });
  const first = leading(all);
  return first ? [first, ...all.filter((each) => each !== first)] : all;
}

/** The worst of the targets that are open, of several the one that is due first; once it is solved, the solution's. */
function leading(all: readonly Promised[]): Promised | null {
  const resolution = all.find(({ name }) => name === "resolution");
  if (resolution?.target.at) return resolution;
  const open = all.filter(({ target }) => target.at === null);
  return open.toSorted((one, other) => rank(one) - rank(other) || due(one) - due(other))[0] ?? resolution ?? null;
}

function rank({ shown }: Promised): number {
  return WORST_FIRST.indexOf(shown.state);
}

function due({ target }: Promised): number {
  return target.due_at ? Date.parse(target.due_at) : Number.POSITIVE_INFINITY;
}

/** The open target that is due next, whose time is shown: the leading one where none is. */
export function dueNext(all: readonly Promised[]): Promised | null {
  if (all[0]?.target.at) return all[0];
  const running = all.filter(({ target, shown }) => target.at === null && shown.left !== null);
  return running.toSorted((one, other) => due(one) - due(other))[0] ?? all[0] ?? null;
}

/** A list may lie open for an hour: what was on track when it was fetched may be due by now. */
export function targetShown(target: SlaTarget, now: number): SlaShown {
  const runs = target.status === "on_track" || target.status === "warning" || target.status === "breached";
  if (!runs || target.due_at === null) return { state: target.status, left: null, never: target.never_due };
  const due = Date.parse(target.due_at);
  return { state: due <= now ? "breached" : target.status, left: minutesBetween(now, due), never: false };
}
