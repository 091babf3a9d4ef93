/** Questions about the ticket: what it records by a button each, anything else in words; and a reply drafted. */
import { useSignalEffect } from "@preact/signals";
import type { TargetedKeyboardEvent } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { FACTS } from "../../../api/types";
import { askFact, askTyped, talkOf, type } from "../../../store/assistant/talk";
import { Answered } from "./Answered";
import { draft, drafting, goBack, wanted } from "./commands";
import { NoModel } from "./NoModel";
import { w } from "./words";

export function Ask({ reference, editable }: { reference: string; editable: boolean }) {
  const { typed, busy, problem } = talkOf(reference).value;
  const field = useRef<HTMLInputElement>(null);
  const toField = (): void => field.current?.focus();
  useSignalEffect(() => {
    if (!wanted.value) return;
    wanted.value = false;
    queueMicrotask(toField); // behind the properties, which take the focus when they come
  });
  return (
    <>
      <h3>{w("ask")}</h3>
      <NoModel done={toField} />
      <Questions reference={reference} busy={busy} />
      <Answers reference={reference} />
      {problem && <p role="alert">{problem}</p>}
      <form
        class="ask"
        onSubmit={(event) => {
          event.preventDefault();
          void askTyped(reference);
        }}>
        <input
          ref={field}
          aria-label={w("question")}
          placeholder={w("question")}
          maxLength={1000}
          value={typed}
          onInput={(event) => type(reference, event.currentTarget.value)}
          onKeyDown={leaving}
        />
        <button type="submit" aria-disabled={busy}>
          {w("ask.send")}
        </button>
      </form>
      {editable && (
        <button type="button" aria-disabled={drafting} aria-busy={drafting} onClick={() => void draft(reference)}>
          {w("draft")}
        </button>
      )}
    </>
  );
}

/** Escape leads back; whoever came by themselves only leaves the field. */
function leaving(event: TargetedKeyboardEvent<HTMLInputElement>): void {
  if (event.key === "Escape" && !event.isComposing && goBack()) event.preventDefault();
}

function Questions({ reference, busy }: { reference: string; busy: boolean }) {
  return (
    <div class="questions" role="group" aria-label={w("questions")}>
      {FACTS.map((fact) => {
        const question = w(`asked.${fact}`);
        return (
          <button
            key={fact}
            type="button"
            data-tip={question}
            aria-disabled={busy}
            onClick={() => void askFact(reference, fact, question)}>
            {w(`fact.${fact}`)}
          </button>
        );
      })}
    </div>
  );
}

function Answers({ reference }: { reference: string }) {
  const { turns, busy } = talkOf(reference).value;
  const log = useRef<HTMLDivElement>(null);
  const seen = useRef(turns.length);
  useEffect(() => {
    if (turns.length > seen.current) log.current?.lastElementChild?.scrollIntoView({ block: "nearest" });
    seen.current = turns.length;
  }, [turns.length]);
  return (
    <div ref={log} role="log" aria-label={w("answers")} aria-busy={busy} tabIndex={turns.length > 0 ? 0 : undefined}>
      {turns.map((turn, number) => (
        <Answered key={number} reference={reference} turn={turn} />
      ))}
    </div>
  );
}
