/** The row the keyboard is at, and the rows that are ticked. */
import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Status } from "../../api/types";
import { place } from "../../router/router";
import { list, visible } from "./list";

/** The row where work goes on: where the keyboard is, or where it will be once the open ticket is left. */
export const current = signal<string | null>(null);
/** The row that shows as the one that the keyboard is at: beside an open ticket its own, whichever comes next. */
export const cursor = computed<string | null>(() => {
  const here = place.value;
  return here.view === "ticket" && here.from === "tickets" ? here.ref : current.value;
});
const ticked = signal<ReadonlySet<string>>(new Set());
let anchor: string | null = null;

/** Whether the keyboard is at a row, for each that is drawn. */
const marks = new Map<string, Signal<boolean>>();

/** Whether the keyboard is at a row: what a step changes, the two rows hear that it is about, and no others. */
export function isCurrent(ref: string): ReadonlySignal<boolean> {
  const known = marks.get(ref);
  if (known) return known;
  const made = signal(cursor.peek() === ref, { unwatched: () => void marks.delete(ref) });
  marks.set(ref, made);
  return made;
}

let marked: string | null = null;
effect(() => {
  const [was, now] = [marked, cursor.value];
  marked = now;
  batch(() => {
    for (const ref of [was, now]) {
      const mark = ref === null ? undefined : marks.get(ref);
      if (mark) mark.value = ref === now;
    }
  });
});

/** The rows that are ticked and still in the list, in the list's order. */
export const selected = computed<readonly string[]>(() =>
  ticked.value.size === 0
    ? []
    : list.value.sections.flatMap((section) => section.refs).filter((ref) => ticked.value.has(ref)),
);

export function isSelected(ref: string): boolean {
  return ticked.value.has(ref);
}

/** The row so many further on; null at the end. */
export function further(by: number): string | null {
  const rows = visible.peek();
  const at = current.peek() === null ? -1 : rows.indexOf(current.peek() ?? "");
  return (at < 0 ? rows[by > 0 ? 0 : rows.length - 1] : rows[at + by]) ?? null;
}

/**
 * The row before or after a ticket, for going on while it is open. Where its own row left, the keyboard is at the one
 * that took its place: that is the next.
 */
export function neighbour(ref: string, by: number): string | null {
  const rows = visible.value;
  const here = current.value;
  const at = rows.indexOf(ref);
  const others = rows.filter((each) => each !== ref); // it may have come back, into another group or its own
  const near = here !== null ? others.indexOf(here) : -1;
  if (near < 0) return at < 0 ? null : (rows[at + by] ?? null);
  const isNext = here !== atEnd;
  return others[near + by + (isNext && by > 0 ? -1 : 0) + (!isNext && by < 0 ? 1 : 0)] ?? null;
}

/** The focus came to a row. Beside an open ticket that is no step: work goes on from the ticket. */
export function focused(ref: string): void {
  if (place.peek().view !== "ticket") current.value = ref;
}

export function toggle(ref: string): void {
  const now = new Set(ticked.peek());
  if (!now.delete(ref)) now.add(ref);
  ticked.value = now;
  anchor = ref;
}

/** Tick everything from the last ticked row to this one. */
export function toggleTo(ref: string): void {
  const rows = visible.peek();
  const from = anchor === null ? -1 : rows.indexOf(anchor);
  const to = rows.indexOf(ref);
  if (from < 0 || to < 0) return toggle(ref);
  ticked.value = new Set([...ticked.peek(), ...rows.slice(Math.min(from, to), Math.max(from, to) + 1)]);
  anchor = ref;
}

/** Tick all of a group, or none of it. */
export function tickAll(refs: readonly string[], on: boolean): void {
  const now = new Set(ticked.peek());
  for (const ref of refs) {
    if (on) now.add(ref);
    else now.delete(ref);
  }
  ticked.value = now;
  anchor = null;
}

export function selectAll(): void {
  ticked.value = new Set(visible.peek());
}

export function clearSelection(): void {
  if (ticked.peek().size > 0) ticked.value = new Set();
  anchor = null;
}

/** Remember which of these are ticked. What it gives ticks those again that came back into their list. */
export function ticksOf(refs: readonly string[]): (back: readonly string[]) => void {
  const [were, { key }] = [refs.filter((ref) => ticked.peek().has(ref)), list.peek()];
  return (back) => {
    const again = back.filter((ref) => were.includes(ref));
    if (again.length > 0 && list.peek().key === key) tickAll(again, true);
  };
}

/** Ticks are the list's that they were made in, and its rows': nothing is ticked out of sight. */
function untickBut(groups: ReadonlyMap<string, unknown>): void {
  const left = [...ticked.peek()].filter((ref) => groups.has(ref));
  if (left.length < ticked.peek().size) ticked.value = new Set(left);
}

let tickedIn = "";

/** What a command is about: the ticked rows, or else the one the keyboard is at. */
export function targets(): readonly string[] {
  if (selected.peek().length > 0) return selected.peek();
  const here = current.peek();
  return here !== null && visible.peek().includes(here) ? [here] : [];
}

/** The row that the keyboard went back to because none came after the one that left. */
let atEnd: string | null = null;
/** The list as it was when the keyboard's place was last looked after: its rows, and the group of each. */
let before: { key: string; groups: ReadonlyMap<string, Status | null> } = { key: "", groups: new Map() };
/** Where the keyboard was in the lists that were left. */
const left = new Map<string, string | null>();
const KEPT_PLACES = 12;

/** Whatever changes the list, the keyboard stays where work goes on; another list has a place of its own. */
effect(() => {
  const { key, state, sections } = list.value;
  if (key !== tickedIn) clearSelection();
  tickedIn = key;
  if (state !== "ready") return;
  const groups = new Map(sections.flatMap(({ status, refs }) => refs.map((ref) => [ref, status] as const)));
  untickBut(groups);
  const was = before;
  before = { key, groups };
  if (was.key === key) stayNear(was.groups, groups);
  else comeTo(key, was.key, groups);
});

/** When the row left its group, the keyboard goes to the row that took its place, at the end to the one before. */
function stayNear(was: ReadonlyMap<string, Status | null>, groups: ReadonlyMap<string, Status | null>): void {
  const here = current.peek();
  const stays = (ref: string): boolean => groups.has(ref) && groups.get(ref) === was.get(ref);
  if (here === null || !was.has(here) || stays(here)) return;
  const rows = [...was.keys()];
  const at = rows.indexOf(here);
  const next = rows.slice(at).find(stays) ?? null;
  atEnd = next === null ? (rows.slice(0, at).findLast(stays) ?? null) : null;
  current.value = next ?? atEnd ?? (groups.has(here) ? here : null);
}

function comeTo(key: string, from: string, groups: ReadonlyMap<string, Status | null>): void {
  left.delete(from);
  left.set(from, current.peek());
  for (const each of left.keys()) {
    if (left.size <= KEPT_PLACES) break;
    left.delete(each);
  }
  const here = place.peek();
  const wanted = here.view === "ticket" && here.from === "tickets" ? here.ref : left.get(key);
  current.value = [wanted, current.peek()].find((ref) => ref && groups.has(ref)) ?? null;
}

/** Forget where the keyboard was, with the lists. */
export function forgetPlaces(): void {
  clearSelection();
  left.clear();
  current.value = null;
}
