/** Reports as the desk counts them: fetched for an address, and anew when that helps. */
import { type ReadonlySignal, signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Problem } from "../../api/problem";
import type { FactsPage, Report, ReportFact, ReportName } from "../../api/types";
import { flag, kept } from "../desk/browserStorage";
import { reconnected } from "../desk/online";
import { desk } from "../desk/session";
import { type Asked, queryOf } from "./address";

/** Whether plots are shown as tables. */
export const asTables = kept<boolean>("report_tables", false, flag);

/** Which day it is at the desk, and where that is, once a report has said so. */
export const deskDay = signal<{ today: string; zone: string } | null>(null);

/** While days are being counted, numbers are looked at again after that long. */
const AGAIN = 30_000;

interface Fetched<T> {
  /** What was fetched last; it stays while something else is fetched. */
  found: ReadonlySignal<T | null>;
  /** Whether that is something else than what is asked for now. */
  stale: boolean;
  loading: ReadonlySignal<boolean>;
  problem: ReadonlySignal<Problem | null>;
  load(): Promise<void>;
}

export function useReport(name: ReportName, asked: Asked): Fetched<Report> {
  const query = queryOf(asked);
  const fetched = useFetched(JSON.stringify([name, query]), (stop) =>
    desk().ask<Report>("GET", `reports/${name}`, { query, signal: stop }),
  );
  const report = fetched.found.value;
  useEffect(() => {
    if (!report) return;
    deskDay.value = { today: report.today, zone: report.zone };
    if (!report.counting) return;
    const timer = setTimeout(() => void fetched.load(), AGAIN);
    return () => clearTimeout(timer);
  }, [report]);
  return fetched;
}

export interface Facts extends Fetched<FactsPage> {
  rows: ReadonlySignal<readonly ReportFact[]>;
  next: ReadonlySignal<string | null>;
  /** Throws a Problem. */
  more(): Promise<void>;
}

const STEP = 50;

export function useFacts(name: ReportName, query: URLSearchParams, limit = STEP): Facts {
  const rows = useSignal<readonly ReportFact[]>([]);
  const next = useSignal<string | null>(null);
  const key = `reports/${name}/tickets?${query}&limit=${limit}`;
  const fetched = useFetched(key, async (stop) => {
    await loadDeskDay();
    const page = await factsFrom(key, null, stop);
    rows.value = page.items;
    next.value = page.next_cursor;
    return page;
  });
  const more = async (): Promise<void> => {
    const page = await factsFrom(key, next.value);
    rows.value = [...rows.value, ...page.items];
    next.value = page.next_cursor;
  };
  return { ...fetched, rows, next, more };
}

/** The next page that has any rows: one of days with much else may have none, and go on. */
async function factsFrom(path: string, from: string | null, signal?: AbortSignal): Promise<FactsPage> {
  for (let cursor = from; ; ) {
    const further = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await desk().ask<FactsPage>("GET", path + further, { signal });
    if (page.items.length > 0 || page.next_cursor === null) return page;
    cursor = page.next_cursor;
  }
}

/** Have the desk say which day it is, and where, for whoever comes without having seen a report. */
export async function loadDeskDay(): Promise<void> {
  if (deskDay.peek() !== null) return;
  const { today, zone } = await desk().ask<Report>("GET", "reports/satisfaction");
  deskDay.value = { today, zone };
}

/** Fetch once for every key, and when the desk can be reached again. What is asked for later ends what is under way. */
function useFetched<T>(key: string, fetch: (stop: AbortSignal) => Promise<T>): Fetched<T> {
  const found = useSignal<T | null>(null);
  const loading = useSignal(true);
  const problem = useSignal<Problem | null>(null);
  const foundFor = useRef<string>(undefined);
  const under = useRef<AbortController>(undefined);
  const load = async (): Promise<void> => {
    under.current?.abort();
    const stop = new AbortController();
    under.current = stop;
    loading.value = true;
    try {
      const answer = await fetch(stop.signal);
      if (stop.signal.aborted) return;
      foundFor.current = key;
      found.value = answer;
      done(null);
    } catch (failure) {
      if (stop.signal.aborted) return;
      if (!(failure instanceof Problem)) throw failure;
      done(failure);
    }
  };
  const done = (failure: Problem | null): void => {
    problem.value = failure;
    loading.value = false;
  };
  const times = reconnected.value;
  useEffect(() => void load(), [key, times]);
  useEffect(() => () => under.current?.abort(), []);
  return { found, stale: foundFor.current !== key, loading, problem, load };
}
