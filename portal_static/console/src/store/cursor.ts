/** The row the keyboard is at, and the rows that are ticked. */
import { computed, signal } from "@preact/signals";
import { list, visible } from "./list";

export const current = signal<string | null>(null);
export const selected = signal<ReadonlySet<string>>(new Set());
export const anySelected = computed(() => selected.value.size > 0);
let anchor: string | null = null;

/** Move by so many rows, and say where to; null at the end. */
export function move(by: number): string | null {
  const rows = visible.value;
  const at = current.value === null ? -1 : rows.indexOf(current.value);
  const next = at < 0 ? rows[by > 0 ? 0 : rows.length - 1] : rows[at + by];
  if (next === undefined) return null;
  current.value = next;
  return next;
}

/** The row before or after a ticket, for going on while it is open. */
export function neighbour(ref: string, by: number): string | null {
  const at = visible.value.indexOf(ref);
  return at < 0 ? null : (visible.value[at + by] ?? null);
}

export function toggle(ref: string): void {
  const now = new Set(selected.value);
  if (!now.delete(ref)) now.add(ref);
  selected.value = now;
  anchor = ref;
}

/** Tick everything from the last ticked row to this one. */
export function toggleTo(ref: string): void {
  const rows = visible.value;
  const from = anchor === null ? -1 : rows.indexOf(anchor);
  const to = rows.indexOf(ref);
  if (from < 0 || to < 0) return toggle(ref);
  selected.value = new Set([...selected.value, ...rows.slice(Math.min(from, to), Math.max(from, to) + 1)]);
  anchor = ref;
}

export function selectAll(): void {
  selected.value = new Set(visible.value);
}

export function clearSelection(): void {
  if (selected.value.size > 0) selected.value = new Set();
  anchor = null;
}

/** What a command is about: the ticked rows, or else the one the keyboard is at. */
export function targets(): readonly string[] {
  if (selected.value.size > 0) return [...selected.value];
  return current.value !== null && visible.value.includes(current.value) ? [current.value] : [];
}

/** After rows left the list: the keyboard goes to the row that took the place of the one it was at. */
export function stayNear(before: readonly string[]): void {
  const rows = visible.value;
  if (current.value === null || rows.includes(current.value)) return;
  const at = before.indexOf(current.value);
  const after = before.slice(at).find((ref) => rows.includes(ref));
  current.value = at < 0 ? null : (after ?? before.slice(0, at).findLast((ref) => rows.includes(ref)) ?? null);
}

export const listKey = computed(() => list.value.key);
