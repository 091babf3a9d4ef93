/** Whether the open ticket shows its properties: beside it where there is room, or else over it, while one looks. */
import { computed, signal } from "@preact/signals";
import { properties as beside } from "../../store/desk/preferences";
import { wide } from "../../store/desk/width";

const over = signal(false);

export const shown = computed(() => (wide.value ? beside.value : over.value));

export function toggle(): void {
  const chosen = wide.peek() ? beside : over;
  chosen.value = !chosen.peek();
}

/** Whether they lie over the ticket now. */
export function covers(): boolean {
  return shown.peek() && !wide.peek();
}

/** What lies over the ticket goes away; what stands beside it stays. */
export function uncover(): void {
  over.value = false;
}
