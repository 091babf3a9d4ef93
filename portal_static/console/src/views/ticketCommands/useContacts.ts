/** Looking for contacts as one types. */
import { batch, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { Problem } from "../../api/problem";
import type { Contact } from "../../api/types";
import { desk } from "../../store/desk/session";

const WAIT = 150;

/** The contacts that begin as what was typed last, and what went wrong with looking for them. */
export function useContacts() {
  const text = useSignal("");
  const found = useSignal<readonly Contact[]>([]);
  const trouble = useSignal<Problem | null>(null);
  const waiting = useSignal(false);
  const last = useRef<AbortController | null>(null);
  const search = async (typed: string): Promise<void> => {
    text.value = typed;
    last.current?.abort();
    const mine = new AbortController();
    last.current = mine;
    waiting.value = true;
    await new Promise((done) => setTimeout(done, WAIT));
    if (mine.signal.aborted) return;
    try {
      const { items } = await desk().contacts(typed.trim(), mine.signal);
      batch(() => {
        found.value = items;
        trouble.value = null;
        waiting.value = false;
      });
    } catch (failure) {
      if (mine.signal.aborted) return; // somebody else is looked for by now
      if (!(failure instanceof Problem)) throw failure;
      batch(() => {
        found.value = []; // they were an answer to something else
        trouble.value = failure;
        waiting.value = false;
      });
    }
  };
  return { text, found, trouble, waiting, search };
}
