/** A ticket that was resolved and is open again keeps its resolution: when was it, and when did that end? */
import type { TimelineEntry } from "../../api/types";

export interface Earlier {
  /** Null where the part of the history that is here doesn't say. */
  resolved: string | null;
  reopened: string | null;
}

const OVER = new Set<unknown>(["resolved", "closed"]);

/** `entries` are oldest first, and may lack the older ones. */
export function earlierSolution(entries: readonly TimelineEntry[]): Earlier {
  const standing = entries.filter(({ event }) => event && !event.undone);
  const resolved = standing.findLastIndex(({ event }) => event?.type === "ticket.resolved");
  const reopened = standing.slice(resolved + 1).findLast(({ event }) => isReopening(event));
  return { resolved: standing[resolved]?.at ?? null, reopened: reopened?.at ?? null };
}

function isReopening(event: TimelineEntry["event"]): boolean {
  const status = event?.changes.status;
  return event?.type === "ticket.status_changed" && OVER.has(status?.from) && !OVER.has(status?.to);
}
