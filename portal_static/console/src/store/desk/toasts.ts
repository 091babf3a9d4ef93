/**
 * Short messages at the edge of the page, some with a way back. They are read out, and wait while one looks at them.
 */
import { signal } from "@preact/signals";

export interface Toast {
  id: number;
  text: string;
  tone: "plain" | "error";
  action: { label: string; run(): void } | null;
}

const SECONDS = { plain: 6, action: 10, error: 12 };

export const toasts = signal<readonly Toast[]>([]);
const timers = new Map<number, ReturnType<typeof setTimeout>>();
let last = 0;

export function toast(text: string, options: Partial<Pick<Toast, "tone" | "action">> = {}): number {
  const made: Toast = { id: ++last, text, tone: options.tone ?? "plain", action: options.action ?? null };
  toasts.value = [...toasts.value.slice(-2), made];
  resume(made);
  return made.id;
}

export function dismiss(id: number): void {
  hold(id);
  toasts.value = toasts.value.filter((each) => each.id !== id);
}

/** Let it stay while somebody points at it or is in it. */
export function hold(id: number): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
}

export function resume(shown: Toast): void {
  hold(shown.id);
  const seconds = shown.tone === "error" ? SECONDS.error : shown.action ? SECONDS.action : SECONDS.plain;
  timers.set(
    shown.id,
    setTimeout(() => dismiss(shown.id), seconds * 1000),
  );
}
