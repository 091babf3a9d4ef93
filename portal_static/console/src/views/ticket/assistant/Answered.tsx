/** A question with its answer, and where each line of it stands. */
import type { Answer } from "../../../api/types";
import { ticketHref } from "../../../router/router";
import type { Turn } from "../../../store/assistant/requests";
import { FallbackNotice } from "./FallbackNotice";
import { CannotSay } from "./NoModel";
import { Sources } from "./Sources";
import { w } from "./words";

/** What a quote of a canned response has for a ticket's reference. */
const CANNED = "canned";

export function Answered({ reference, turn }: { reference: string; turn: Turn }) {
  const { question, fact, answer } = turn;
  const told = answer.engine === "model_free" && answer.quotes.length > 0; // then its lines are those passages
  return (
    <article class="answered">
      <p class="asked">{question}</p>
      <FallbackNotice back={answer.fallback} />
      {!told && <p class="pre">{answer.text}</p>}
      {!answer.answered && <CannotSay />}
      {fact === null && answer.fact && <p class="quiet">{w("from_fact", { fact: w(`fact.${answer.fact}`) })}</p>}
      {answer.quotes.map((quote) => (
        <Passage
          key={Object.values(quote).join(" ")}
          reference={reference}
          quote={quote}
          isFact={answer.fact !== null}
        />
      ))}
    </article>
  );
}

interface PassageProps {
  reference: string;
  quote: Answer["quotes"][number];
  isFact: boolean;
}

/** What a fact tells is the desk's own words as often as somebody's. */
function Passage({ reference, quote: { ref, source, text }, isFact }: PassageProps) {
  const Line = isFact ? "p" : "blockquote";
  return (
    <Line class="pre">
      {text} {ref === reference && <Sources reference={ref} ids={[source]} />}
      {ref === CANNED && <cite>{w("source.canned")}</cite>}
      {ref !== reference && ref !== CANNED && (
        <cite>
          <a class="ref" href={ticketHref(ref)}>
            {ref}
          </a>
        </cite>
      )}
    </Line>
  );
}
