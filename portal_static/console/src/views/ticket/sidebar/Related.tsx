/** Tickets that belong together: duplicates that were merged into this one, and what followed up on it. */

import { problemText } from "../../../api/problemText";
import type { Ticket } from "../../../api/types";
import { ticketHref } from "../../../router/router";
import { toast } from "../../../store/desk/toasts";
import { unmerge } from "../../../store/tickets/details";
import { w } from "../words";
import { Section } from "./Section";

export function Related({ ticket, editable }: { ticket: Ticket; editable: boolean }) {
  const { duplicates, follow_ups } = ticket;
  if (duplicates.length + follow_ups.length === 0) return null;
  const undo = (duplicate: string): void =>
    void unmerge(ticket.ref, duplicate).catch((failure: unknown) => toast(problemText(failure), { tone: "error" }));
  return (
    <Section name={w("side.related")}>
      <ul class="related">
        {duplicates.map((ref) => (
          <li key={ref}>
            <a class="ref" href={ticketHref(ref)}>
              {ref}
            </a>{" "}
            <span class="quiet">{w("related.duplicate")}</span>
            {editable && (
              <button type="button" class="plain" onClick={() => undo(ref)}>
                {w("related.undo")}
              </button>
            )}
          </li>
        ))}
        {follow_ups.map((ref) => (
          <li key={ref}>
            <a class="ref" href={ticketHref(ref)}>
              {ref}
            </a>{" "}
            <span class="quiet">{w("related.follow_up")}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
