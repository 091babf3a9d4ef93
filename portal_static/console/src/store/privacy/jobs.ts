/** Long jobs of the desk, followed until they are over. */

import { Problem } from "../../api/problem";
import type { DeskJob } from "../../api/types";
import { desk } from "../desk/session";

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 5_000;

export function isOver({ state }: Pick<DeskJob, "state">): boolean {
  return state === "done" || state === "failed";
}

/**
 * Ask how far a job got, less and less often, until it is over or `stop` says so. Gives the last that was heard of it.
 * Throws a Problem that won't pass.
 */
export async function follow(begun: DeskJob, told: (job: DeskJob) => void, stop: AbortSignal): Promise<DeskJob> {
  let job = begun;
  told(job);
  for (let pause = FIRST_PAUSE; !isOver(job) && !stop.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    await new Promise((done) => setTimeout(done, pause));
    if (stop.aborted) break;
    job = (await asked(begun.id)) ?? job;
    told(job);
  }
  return job;
}

/** Null where the desk can't be reached for now. */
async function asked(id: string): Promise<DeskJob | null> {
  try {
    return await desk().ask<DeskJob>("GET", `jobs/${encodeURIComponent(id)}`);
  } catch (failure) {
    if (failure instanceof Problem && failure.passing) return null;
    throw failure;
  }
}
