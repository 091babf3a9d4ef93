/** How a ticket was resolved, and why it was escalated. */
import type { Known } from "../../store/tickets/tickets";
import { When } from "./when";
import { w } from "./words";

export function Outcome({ ticket }: { ticket: Known }) {
  const { escalation, resolution, resolved_at } = ticket;
  return (
    <>
      {resolution && (
        <section id="resolution" tabIndex={-1} class="outcome resolved" aria-label={w("resolution")}>
          <h2>
            {w("resolution")}
            {resolved_at && (
              <>
                {" "}
                · <When at={resolved_at} />
              </>
            )}
          </h2>
          <p class="text pre">{resolution}</p>
        </section>
      )}
      {escalation && (
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
