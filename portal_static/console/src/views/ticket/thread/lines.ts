/**
 * A conversation as it is drawn: what was said one by one, and what one command did to the ticket in one quiet line.
 */
import type { TimelineEntry } from "../../../api/types";

export type Line =
  | { kind: "said"; entry: TimelineEntry }
  | { kind: "done"; events: readonly [TimelineEntry, ...TimelineEntry[]] };

/** What the note or the status that comes with it says already. */
const SAID_ELSEWHERE = new Set(["ticket.mentioned"]);

export function linesOf(entries: readonly TimelineEntry[]): Line[] {
  const lines: Line[] = [];
  for (const entry of entries) {
    if (entry.kind !== "event") lines.push({ kind: "said", entry });
    else if (!SAID_ELSEWHERE.has(entry.event?.type ?? "")) addEvent(lines, entry);
  }
  return lines.map(withoutRepetition);
}

function addEvent(lines: Line[], entry: TimelineEntry): void {
  const before = lines.at(-1);
  if (before?.kind === "done" && commandOf(before.events[0]) === commandOf(entry)) {
    lines[lines.length - 1] = { kind: "done", events: [...before.events, entry] };
  } else {
    lines.push({ kind: "done", events: [entry] });
  }
}

/** An event's id is that of the command it came of, a dot, and a number. */
function commandOf(entry: TimelineEntry): string {
  return entry.id.split(".")[0] ?? entry.id;
}

/** Resolving is a change of status, too, and escalating one of priority: the line says it once. */
function withoutRepetition(line: Line): Line {
  if (line.kind === "said") return line;
  const types = new Set(line.events.map((each) => each.event?.type));
  const told = line.events.filter(
    ({ event }) =>
      !(event?.type === "ticket.status_changed" && types.has("ticket.resolved")) &&
      !(event?.type === "ticket.priority_changed" && types.has("ticket.escalated")),
  );
  const [first, ...others] = told;
  return first ? { kind: "done", events: [first, ...others] } : line;
}
