/**
 * Small things kept in the browser: signals whose value survives a reload. Private windows may refuse; then it doesn't.
 */
import { effect, type Signal, signal } from "@preact/signals";

const PREFIX = "workestra.";

/** A signal kept under a name. `read` turns what was stored into a value, or null when it is none of ours. */
export function kept<T>(name: string, initial: T, read: (stored: unknown) => T | null): Signal<T> {
  const made = signal<T>(stored(name, read) ?? initial);
  let first = true;
  effect(() => {
    const value = made.value;
    if (!first) store(name, value);
    first = false;
  });
  return made;
}

/** A reader for values out of a list. */
export function oneOf<T>(values: readonly T[]): (stored: unknown) => T | null {
  return (value) => values.find((each) => each === value) ?? null;
}

export const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
export const flag = (value: unknown): boolean | null => (typeof value === "boolean" ? value : null);

export function stored<T>(name: string, read: (stored: unknown) => T | null, where: () => Storage = local): T | null {
  try {
    const raw = where().getItem(PREFIX + name);
    return raw === null ? null : read(JSON.parse(raw));
  } catch {
    return null; // no storage, or not JSON: nothing was kept
  }
}

export function store(name: string, value: unknown, where: () => Storage = local): boolean {
  try {
    if (value === null) where().removeItem(PREFIX + name);
    else where().setItem(PREFIX + name, JSON.stringify(value));
    return true;
  } catch {
    return false; // full or refused; whoever cares looks at the answer
  }
}

/** The names under which something is kept that begin so. */
export function keptNames(beginning: string): string[] {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX + beginning))
      .map((key) => key.slice(PREFIX.length));
  } catch {
    return []; // no storage: nothing was kept
  }
}

/** Hear of it when another tab keeps something under a name. */
export function whenKept(name: string, run: () => void): void {
  addEventListener("storage", ({ key }) => key === PREFIX + name && run());
}

export const local = (): Storage => localStorage;
/** Of this tab alone. */
export const ofTab = (): Storage => sessionStorage;
