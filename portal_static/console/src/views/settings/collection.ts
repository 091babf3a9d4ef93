/** One kind of settings, and one document of them: fetched when its page is opened, changed one by one. */
import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Problem } from "../../api/problem";
import { problemText } from "../../api/problemText";
import type { Page } from "../../api/types";
import { desk } from "../../store/desk/session";
import { toast } from "../../store/desk/toasts";

export interface Loading {
  state: "loading" | "ready" | "failed";
  problem: Problem | null;
}

export interface Collection<T> {
  items: ReadonlySignal<readonly T[]>;
  loading: ReadonlySignal<Loading>;
  next: ReadonlySignal<string | null>;
  load(): Promise<void>;
  more(): Promise<void>;
  /** These three throw a Problem for the form to show. */
  create<N = T>(body: unknown): Promise<N>;
  change(id: string, body: unknown): Promise<void>;
  remove(id: string): Promise<void>;
  /** Have something done to one that answers with what it is now. Throws a Problem, too. */
  act<N = T>(id: string, what: string): Promise<T & N>;
}

const STEP = 100;

/** `query` narrows it; another one fetches anew. `put` says where a new one comes in. */
export function useCollection<T extends { id: string }>(
  path: string,
  query: Record<string, string> = {},
  put: "first" | "last" = "last",
): Collection<T> {
  const items = useSignal<readonly T[]>([]);
  const next = useSignal<string | null>(null);
  const loading = useSignal<Loading>({ state: "loading", problem: null });
  const key = JSON.stringify(query);
  const fetchPage = (cursor: string | null): Promise<Page<T>> =>
    desk().ask("GET", path, { query: { ...query, limit: STEP, cursor } });
  const latest = useRef(0);
  const load = (): Promise<void> => {
    const asked = ++latest.current;
    return told(loading, async () => {
      const page = await fetchPage(null);
      if (asked !== latest.current) return; // something else was asked for meanwhile
      items.value = page.items;
      next.value = page.next_cursor;
    });
  };
  useEffect(() => void load(), [path, key]);
  const at = (id: string): string => `${path}/${encodeURIComponent(id)}`;
  return {
    items,
    loading,
    next,
    load,
    async more() {
      const page = await fetchPage(next.value);
      items.value = [...items.value, ...page.items];
      next.value = page.next_cursor;
    },
    async create<N = T>(body: unknown) {
      const made = await desk().ask<T & N>("POST", path, { body });
      items.value = put === "first" ? [made, ...items.value] : [...items.value, made];
      return made;
    },
    async change(id, body) {
      const changed = await desk().ask<T>("PATCH", at(id), { body });
      items.value = items.value.map((each) => (each.id === id ? changed : each));
    },
    async remove(id) {
      await desk().ask("DELETE", at(id));
      items.value = items.value.filter((each) => each.id !== id);
    },
    async act<N = T>(id: string, what: string) {
      const changed = await desk().ask<T & N>("POST", `${at(id)}/${what}`);
      items.value = items.value.map((each) => (each.id === id ? changed : each));
      return changed;
    },
  };
}

export interface Single<T> {
  found: ReadonlySignal<T | null>;
  loading: ReadonlySignal<Loading>;
  load(): Promise<void>;
  /** Throws a Problem. */
  change(body: unknown): Promise<void>;
}

export function useSingle<T>(path: string): Single<T> {
  const found = useSignal<T | null>(null);
  const loading = useSignal<Loading>({ state: "loading", problem: null });
  const load = (): Promise<void> => told(loading, async () => void (found.value = await desk().ask<T>("GET", path)));
  useEffect(() => void load(), [path]);
  return {
    found,
    loading,
    load,
    async change(body) {
      found.value = await desk().ask<T>("PATCH", path, { body });
    },
  };
}

async function told(loading: { value: Loading }, fetch: () => Promise<void>): Promise<void> {
  try {
    await fetch();
    loading.value = { state: "ready", problem: null };
  } catch (failure) {
    if (!(failure instanceof Problem)) throw failure;
    loading.value = { state: "failed", problem: failure };
  }
}

/** Do something that no form stands for, and say it when it fails. */
export function attempt(what: () => Promise<unknown>): void {
  what().catch((failure: unknown) => toast(problemText(failure), { tone: "error" }));
}
