/** Questions about the ticket, with what the answers rest on; and a reply drafted. */
import { useSignal } from "@preact/signals";
import { problemText } from "../../../api/problemText";
import { ticketHref } from "../../../router/router";
import { draftReply } from "./carryOut";
import { FallbackNotice } from "./FallbackNotice";
import { ask, type Turn } from "./requests";
import { Sources } from "./Sources";
import { w } from "./words";

export function Ask({ reference, editable }: { reference: string; editable: boolean }) {
  const turns = useSignal<readonly Turn[]>([]);
  const typed = useSignal("");
  const busy = useSignal(false);
  const problem = useSignal("");
  const waited = async (work: () => Promise<void>): Promise<void> => {
    busy.value = true;
    problem.value = "";
    await work().catch((failure: unknown) => void (problem.value = problemText(failure)));
    busy.value = false;
  };
  const submit = (): Promise<void> =>
    waited(async () => {
      const question = typed.value.trim();
      if (question === "") return;
      turns.value = [...turns.value, { question, answer: await ask(reference, question, turns.value) }];
      typed.value = "";
    });
  return (
    <>
      <h3>{w("ask")}</h3>
      <div role="log" aria-label={w("answers")} aria-busy={busy} tabIndex={turns.value.length > 0 ? 0 : undefined}>
        {turns.value.map((turn, number) => (
          <Answered key={number} reference={reference} turn={turn} />
        ))}
      </div>
      {problem.value && <p role="alert">{problem.value}</p>}
      <form
        class="ask"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}>
        <input
          aria-label={w("question")}
          placeholder={w("question")}
          maxLength={1000}
          value={typed}
          onInput={(event) => (typed.value = event.currentTarget.value)}
        />
        <button type="submit" disabled={busy}>
          {w("ask.send")}
        </button>
      </form>
      {editable && (
        <button type="button" disabled={busy} onClick={() => void waited(() => draftReply(reference))}>
          {w("draft")}
        </button>
      )}
    </>
  );
}

function Answered({ reference, turn: { question, answer } }: { reference: string; turn: Turn }) {
  return (
    <article class="answered">
      <p class="asked">{question}</p>
      <FallbackNotice back={answer.fallback} />
      <p>{answer.text}</p>
      {answer.quotes.map(({ ref, source, text }) => (
        <blockquote key={`${ref} ${source} ${text}`}>
          {text}{" "}
          {ref === reference ? (
            <Sources reference={ref} ids={[source]} />
          ) : (
            <cite>
              <a class="ref" href={ticketHref(ref)}>
                {ref}
              </a>
            </cite>
          )}
        </blockquote>
      ))}
    </article>
  );
}
