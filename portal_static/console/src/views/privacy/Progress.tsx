/** How far a long job got, or why it failed. */
import type { DeskJob } from "../../api/types";
import { number } from "../../words";
import { w } from "./words";

export function Progress({ job, label }: { job: DeskJob | null; label: string }) {
  if (job?.state === "failed")
    return (
      <p role="alert" class="wrong">
        {w("job.failed", { why: job.detail })}
      </p>
    );
  const { gone_through: done = 0, total = null } = job ?? {};
  return (
    <div class="progress">
      <p role="status">{label}</p>
      <progress aria-label={label} value={total ? done : undefined} max={total || undefined} />
      {total !== null && <p class="quiet">{w("job.progress", { done: number(done), total: number(total) })}</p>}
      <p class="quiet">{w("job.leave")}</p>
    </div>
  );
}
