/** Who else looks at the open ticket or writes on it: a hint, asked every few seconds while the page is looked at. */
import { signal } from "@preact/signals";
import { Problem } from "../../api/problem";
import type { Seen } from "../../api/types";
import { online } from "./online";
import { desk } from "./session";

const EVERY = 15_000;
/** After so long without a key press one is no longer writing. */
const WRITING_FOR = 10_000;

export const others = signal<readonly Seen[]>([]);
let typedAt = 0;
let tell: (() => void) | null = null;

/** Take note that the person here types; others see it at once. */
export function typed(): void {
  const began = Date.now() - typedAt > WRITING_FOR;
  typedAt = Date.now();
  if (began) tell?.();
}

/** Be seen at a ticket until called again for another. Gives back how to leave. */
export function attend(ref: string): () => void {
  let left = false;
  const ask = async (): Promise<void> => {
    if (document.hidden || !online.peek()) return;
    try {
      const seen = await desk().presence(ref, Date.now() - typedAt < WRITING_FOR ? "writing" : "viewing");
      if (!left) others.value = seen;
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      others.value = []; // a hint that can't be had is none
    }
  };
  const timer = setInterval(() => void ask(), EVERY);
  tell = () => void ask();
  typedAt = 0;
  void ask();
  return () => {
    left = true;
    clearInterval(timer);
    tell = null;
    others.value = [];
  };
}
