/** Why what was written isn't sent. The text is back in its field. */
import type { Problem } from "../../../api/problem";
import { problemText } from "../../../api/problemText";
import { go, ticketHref } from "../../../router/router";
import { draftOf, EMPTY, write } from "../../../store/composer/drafts";
import type { Known } from "../../../store/tickets/tickets";
import { w } from "../words";

export default function Refusal({ ticket, problem }: { ticket: Known; problem: Problem }) {
  if (problem.code === "stale_conversation") return null; // that one shows the newer messages
  const primary = typeof problem.extra.merged_into === "string" ? problem.extra.merged_into : null;
  return (
    <p class="refusal" role="alert">
      {problem.errors[0]?.message ?? problemText(problem)}{" "}
      {primary && (
        <button type="button" onClick={() => moveTo(ticket.ref, primary)}>
          {w("moved.go", { ref: primary })}
        </button>
      )}{" "}
      {primary && w("moved.kept")}
    </p>
  );
}

/** The text goes along to the ticket that the conversation goes on in. */
function moveTo(ref: string, primary: string): void {
  const { reply, note, mode } = draftOf(ref).peek();
  write(primary, { reply, note, mode });
  write(ref, EMPTY);
  go(ticketHref(primary));
}
