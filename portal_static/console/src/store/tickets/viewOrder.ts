/** The order of the saved views, as the person here likes it in this browser. */
import { computed, signal } from "@preact/signals";
import type { View } from "../../api/types";
import { store, stored } from "../desk/browserStorage";
import { views } from "../desk/directory";
import { workspace } from "../desk/session";

const changed = signal(0);

/** The views in that order; new ones come last. */
export const orderedViews = computed<readonly View[]>(() => {
  void changed.value; // what is kept is no signal: another tab may have changed it
  const order = keptOrder();
  const at = (view: View): number => (order.includes(view.id) ? order.indexOf(view.id) : order.length);
  return views.value.toSorted((left, right) => at(left) - at(right));
});

/** Put a view so many places further down, or up. */
export function moveView(id: string, by: number): void {
  const ids = orderedViews.value.map((each) => each.id);
  const from = ids.indexOf(id);
  const to = from + by;
  if (from >= 0 && to >= 0 && to < ids.length) keep(ids.toSpliced(from, 1).toSpliced(to, 0, id));
}

/** Put a view where another one is. */
export function moveViewTo(id: string, other: string): void {
  const ids = orderedViews.value.map((each) => each.id);
  moveView(id, ids.indexOf(other) - ids.indexOf(id));
}

function keep(ids: readonly string[]): void {
  store(name(), ids);
  changed.value += 1;
}

function keptOrder(): readonly string[] {
  return stored(name(), texts) ?? [];
}

function name(): string {
  return `views.${workspace.value?.id ?? ""}`;
}

function texts(kept: unknown): string[] | null {
  return Array.isArray(kept) ? kept.filter((each) => typeof each === "string") : null;
}
