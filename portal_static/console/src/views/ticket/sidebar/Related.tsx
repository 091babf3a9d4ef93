/** Tickets that belong together: duplicates that were merged into this one, what followed up on it, and its links. */

import type { ComponentChildren } from "preact";
import { problemText } from "../../../api/problemText";
import type { Ticket } from "../../../api/types";
import { ticketHref } from "../../../router/router";
import { toast } from "../../../store/desk/toasts";
import { unlink, unmerge } from "../../../store/tickets/details";
import { openDialog } from "../dialogs/open";
import { w } from "../words";
import { Section } from "./Section";

export function Related({ ticket, editable }: { ticket: Ticket; editable: boolean }) {
  const { ref, duplicates, follow_ups, split_from: from, links = [] } = ticket; // the release before tells of no links
  const none = duplicates.length + follow_ups.length + links.length === 0 && !from;
  if (none && !editable) return null;
  const add = editable && (
    <button type="button" class="plain" onClick={() => openDialog("link", ref)}>
      {w("related.add")}
    </button>
  );
  return (
    <Section name={w("side.related")} action={add}>
      {!none && (
        <ul class="related">
          {duplicates.map((each) => (
            <Line key={each} reference={each} what={w("related.duplicate")}>
              {editable && <Undoing label={w("related.undo")} run={() => unmerge(ref, each)} />}
            </Line>
          ))}
          {follow_ups.map((each) => (
            <Line key={each} reference={each} what={w("related.follow_up")} />
          ))}
          {from && <Line reference={from} what={w("related.split_from")} />}
          {links.map((each) => (
            <Line key={each.ref} reference={each.ref} what={`${w(`related.${each.kind as Kind}`)} · ${each.title}`}>
              {editable && <Undoing label={w("related.remove")} run={() => unlink(ref, each.ref)} />}
            </Line>
          ))}
        </ul>
      )}
      {editable && links.some((each) => each.kind === "report") && (
        <p>
          <button type="button" class="plain" onClick={() => openDialog("answer_reports", ref)}>
            {w("related.answer")}
          </button>{" "}
          <button type="button" class="plain" onClick={() => openDialog("resolve_reports", ref)}>
            {w("related.resolve")}
          </button>
        </p>
      )}
    </Section>
  );
}

type Kind = "related" | "report" | "problem";

function Line({ reference, what, children }: { reference: string; what: string; children?: ComponentChildren }) {
  return (
    <li>
      <a class="ref" href={ticketHref(reference)}>
        {reference}
      </a>{" "}
      <span class="quiet">{what}</span>
      {children}
    </li>
  );
}

function Undoing({ label, run }: { label: string; run(): Promise<void> }) {
  const undo = (): void => void run().catch((failure: unknown) => toast(problemText(failure), { tone: "error" }));
  return (
    <button type="button" class="plain" onClick={undo}>
      {label}
    </button>
  );
}
