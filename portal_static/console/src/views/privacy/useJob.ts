/** A long job as a view shows it: how far it got, and what went wrong. Leaving the view leaves the job running. */
import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Problem } from "../../api/problem";
import type { DeskJob } from "../../api/types";
import { useSending } from "../../parts/useSending";
import { follow } from "../../store/privacy/jobs";

interface Running {
  job: ReadonlySignal<DeskJob | null>;
  problem: ReadonlySignal<Problem | null>;
  busy: ReadonlySignal<boolean>;
  start(): Promise<void>;
}

/** `begin` asks for the job; `done` is what there is to do once it is. */
export function useJob(begin: () => Promise<DeskJob>, done: (job: DeskJob) => unknown): Running {
  const job = useSignal<DeskJob | null>(null);
  const stop = useMemo(() => new AbortController(), []);
  useEffect(() => () => stop.abort(), []);
  const { problem, busy, send } = useSending(async () => {
    job.value = null;
    const last = await follow(await begin(), (now) => (job.value = now), stop.signal);
    if (last.state === "done") await done(last);
  });
  return { job, problem, busy, start: send };
}
