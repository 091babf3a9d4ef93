/** The row the keyboard is at, and the rows that are ticked. */
import { computed, signal } from "@preact/signals";
import { list, visible } from "./list";

export const current = signal<string | null>(null);
const ticked = signal<ReadonlySet<string>>(new Set());
let anchor: string | null = null;

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

/** The row before or after a ticket, for going on while it is open. */
export function neighbour(ref: string, by: number): string | null {
  const at = visible.value.indexOf(ref);
  return at < 0 ? null : (visible.value[at + by] ?? null);
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

export function selectAll(): void {
  ticked.value = new Set(visible.peek());
}

export function clearSelection(): void {
  if (ticked.peek().size > 0) ticked.value = new Set();
  anchor = null;
}

/** What a command is about: the ticked rows, or else the one the keyboard is at. */
export function targets(): readonly string[] {
  if (selected.peek().length > 0) return selected.peek();
  const here = current.peek();
  return here !== null && visible.peek().includes(here) ? [here] : [];
}

/** After rows left the list: the keyboard goes to the row that took the place of the one it was at. */
export function stayNear(before: readonly string[]): void {
  const rows = visible.peek();
  const here = current.peek();
  if (here === null || rows.includes(here)) return;
  const at = before.indexOf(here);
  const after = before.slice(at).find((ref) => rows.includes(ref));
  current.value = at < 0 ? null : (after ?? before.slice(0, at).findLast((ref) => rows.includes(ref)) ?? null);
}
