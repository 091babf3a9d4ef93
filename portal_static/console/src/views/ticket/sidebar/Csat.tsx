/** What the customer thinks of the help; the agent's guess stands apart. */
import { isWhole, type Known } from "../../../store/tickets/tickets";
import { w } from "../words";
import { Section } from "./Section";

export function Csat({ ticket }: { ticket: Known }) {
  if (!isWhole(ticket)) return null;
  const { score, comment, agent_estimate } = ticket.csat;
  return (
    <Section name={w("side.csat")}>
      {score === null ? (
        <p class="quiet">{w("csat.none")}</p>
      ) : (
        <p>
          <Stars score={score} /> {w("csat.score", { score })}
        </p>
      )}
      {comment && <blockquote class="comment">{comment}</blockquote>}
      {agent_estimate !== null && <p class="quiet">{w("csat.estimate", { score: agent_estimate })}</p>}
    </Section>
  );
}

function Stars({ score }: { score: number }) {
  return (
    <span class="stars" aria-hidden="true">
      {"★".repeat(score)}
      {"☆".repeat(5 - score)}
    </span>
  );
}
