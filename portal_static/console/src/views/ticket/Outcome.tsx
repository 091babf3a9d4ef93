/** How a ticket was resolved, and why it is urgent. */
import { conversation, type Known } from "../../store/tickets/tickets";
import { earlierSolution } from "./earlierSolution";
import { day, When } from "./when";
import { w } from "./words";

export function Outcome({ ticket }: { ticket: Known }) {
  const { escalation, priority } = ticket;
  return (
    <>
      <Resolution ticket={ticket} />
      {escalation && priority === "urgent" && (
        <section class="outcome escalated" aria-label={w("escalation")}>
          <h2>
            {w("escalation.by", { name: escalation.by.name })} · <When at={escalation.at} />
          </h2>
          <p class="text pre">{escalation.reason}</p>
        </section>
      )}
    </>
  );
}

function Resolution({ ticket: { ref, status, resolution, resolved_at: at } }: { ticket: Known }) {
  if (!resolution) return null;
  const over = status === "resolved" || status === "closed";
  if (!over) return <Reopened reference={ref} resolution={resolution} />;
  return (
    <section id="resolution" tabIndex={-1} class="outcome resolved" aria-label={w("resolution")}>
      <h2>
        {w("resolution")}
        {at && (
          <>
            {" "}
            · <When at={at} />
          </>
        )}
      </h2>
      <p class="text pre">{resolution}</p>
    </section>
  );
}

/** What was the solution once, and wasn't. */
function Reopened({ reference, resolution }: { reference: string; resolution: string }) {
  const { resolved, reopened } = earlierSolution(conversation(reference).value.entries);
  return (
    <details id="resolution" tabIndex={-1} class="outcome">
      <summary>
        {resolved && reopened
          ? w("resolution.reopened", { resolved: day(resolved), reopened: day(reopened) })
          : w("resolution.earlier")}
      </summary>
      <p class="text pre">{resolution}</p>
    </details>
  );
}
