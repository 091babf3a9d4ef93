/**
 * A conversation as it is drawn: what was said one by one, what one command did to the ticket in one quiet line, and many
 * such lines after one another in one to unfold. What was undone is told by its undoing alone.
 */
import type { TimelineEntry } from "../../../api/types";

export interface Done {
  kind: "done";
  events: readonly [TimelineEntry, ...TimelineEntry[]];
}

export interface Folded {
  kind: "folded";
  lines: readonly [Done, ...Done[]];
  events: readonly TimelineEntry[];
}

export type Line = { kind: "said"; entry: TimelineEntry } | Done | Folded;

/** What the note or the status that comes with it says already. */
const SAID_ELSEWHERE = new Set(["ticket.mentioned"]);
/** So many events after one another are told one by one. */
const UNFOLDED = 3;

export function linesOf(entries: readonly TimelineEntry[]): Line[] {
  const lines: Exclude<Line, Folded>[] = [];
  for (const entry of entries) {
    if (entry.kind !== "event") lines.push({ kind: "said", entry });
    else if (!entry.event?.undone && !SAID_ELSEWHERE.has(entry.event?.type ?? "")) addEvent(lines, entry);
  }
  return folded(lines.map(withoutRepetition));
}

function addEvent(lines: Exclude<Line, Folded>[], entry: TimelineEntry): void {
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
function withoutRepetition<L extends Exclude<Line, Folded>>(line: L): L | Done {
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

function folded(lines: readonly Exclude<Line, Folded>[]): Line[] {
  const all: Line[] = [];
  let run: Done[] = [];
  const close = (): void => {
    all.push(...foldedRun(run));
    run = [];
  };
  for (const line of lines) {
    if (line.kind === "done") {
      run.push(line);
      continue;
    }
    close();
    all.push(line);
  }
  close();
  return all;
}

/** What one command did is one line already, however much it was. */
function foldedRun(run: readonly Done[]): readonly Line[] {
  const [first, ...others] = run;
  const events = run.flatMap((line) => line.events);
  return first && others.length > 0 && events.length > UNFOLDED
    ? [{ kind: "folded", lines: [first, ...others], events }]
    : run;
}
