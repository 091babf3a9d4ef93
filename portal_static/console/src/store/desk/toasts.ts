/**
 * Short messages at the edge of the page, some with a way back. They are read out, and wait while one looks at them.
 */
import { signal } from "@preact/signals";

export interface Toast {
  id: number;
  text: string;
  tone: "plain" | "error";
  action: { label: string; run(): void } | null;
  /** When it goes, looked at or not: what it offers can't be done any longer. Null while that doesn't matter. */
  until: number | null;
  /** What is seen instead of the text, by the seconds left. What is read out stays the text: it is read once. */
  counted: ((seconds: number) => string) | null;
}

const SECONDS = { plain: 6, error: 12 };

export const toasts = signal<readonly Toast[]>([]);
const timers = new Map<number, ReturnType<typeof setTimeout>>();
let last = 0;

export function toast(text: string, options: Partial<Omit<Toast, "id" | "text">> = {}): number {
  const made: Toast = { id: ++last, text, tone: "plain", action: null, until: null, counted: null, ...options };
  toasts.value = [...toasts.value.slice(-2), made];
  resume(made);
  return made.id;
}

export function dismiss(id: number): void {
  stop(id);
  toasts.value = toasts.value.filter((each) => each.id !== id);
}

/** Let it stay while somebody points at it or is in it. */
export function hold(shown: Toast): void {
  if (shown.until === null) stop(shown.id);
}

export function resume(shown: Toast): void {
  stop(shown.id);
  const left = shown.until === null ? SECONDS[shown.tone] * 1000 : shown.until - Date.now();
  timers.set(
    shown.id,
    setTimeout(() => dismiss(shown.id), left),
  );
}

function stop(id: number): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
}
