/** Sending a form once: what is wrong with it, whether it is under way. */
import { type ReadonlySignal, useSignal } from "@preact/signals";
import { Problem } from "../api/problem";

interface Sending {
  problem: ReadonlySignal<Problem | null>;
  busy: ReadonlySignal<boolean>;
  send(): Promise<void>;
}

export function useSending(perform: () => Promise<void>): Sending {
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);
  const send = async (): Promise<void> => {
    if (busy.value) return;
    busy.value = true;
    problem.value = null;
    try {
      await perform();
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      problem.value = failure;
    } finally {
      busy.value = false;
    }
  };
  return { problem, busy, send };
}
