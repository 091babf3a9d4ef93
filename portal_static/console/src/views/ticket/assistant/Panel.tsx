/** What the assistant says of the open ticket. It does nothing by itself. */
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { problemText } from "../../../api/problemText";
import type { AssistantPanel, Similar } from "../../../api/types";
import { ticketHref } from "../../../router/router";
import { heardFrom } from "../../../store/assistant/model";
import { told } from "../../../store/assistant/requests";
import type { Known } from "../../../store/tickets/tickets";
import { language, locale, t } from "../../../words";
import { Ask } from "./Ask";
import { FallbackNotice } from "./FallbackNotice";
import { Suggestions } from "./Suggestions";
import { Summary } from "./Summary";
import { w } from "./words";

const PATIENCE = 400;

interface PanelProps {
  ticket: Known;
  editable: boolean;
}

export default function Panel({ ticket, editable }: PanelProps) {
  return (
    <div class="assistant">
      <Found ticket={ticket} editable={editable} />
      <Ask reference={ticket.ref} editable={editable} />
    </div>
  );
}

function Found({ ticket, editable }: PanelProps) {
  const found = useSignal<AssistantPanel | null>(null);
  const problem = useSignal("");
  const asked = useSignal(0);
  useEffect(() => {
    const leaving = new AbortController();
    problem.value = "";
    const take = (answer: AssistantPanel): void => {
      heardFrom(answer.summary);
      found.value = answer;
    };
    const fetchIt = (): void =>
      void told(ticket.ref, leaving.signal).then(
        take,
        (failure: unknown) => !leaving.signal.aborted && (problem.value = problemText(failure)),
      );
    const timer = setTimeout(fetchIt, PATIENCE); // whoever only passes by needs none
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [ticket.ref, ticket.version, asked.value, language.value]);
  useLayoutEffect(stayInView, [found.value]);
  if (problem.value)
    return (
      <p role="alert">
        {problem.value}{" "}
        <button type="button" class="plain" onClick={() => asked.value++}>
          {t("retry")}
        </button>
      </p>
    );
  if (!found.value)
    return (
      <p role="status" class="quiet late">
        {t("loading")}
      </p>
    );
  const { summary, suggestions, similar } = found.value;
  return (
    <>
      <FallbackNotice back={summary.fallback} />
      <Summary reference={ticket.ref} status={ticket.status} parts={summary.parts} />
      {editable && <Suggestions reference={ticket.ref} suggestions={suggestions} />}
      <Alike tickets={similar} />
    </>
  );
}

/** Whoever is about to ask already keeps the field in view while what stands above it comes. */
function stayInView(): void {
  const field = document.activeElement;
  if (field?.closest(".ask")) field.scrollIntoView({ block: "nearest" });
}

function Alike({ tickets }: { tickets: readonly Similar[] }) {
  if (tickets.length === 0) return null;
  return (
    <>
      <h3>{w("similar")}</h3>
      <ul class="alike">
        {tickets.map(({ ref, title, status, resolution, shared }) => (
          <li key={ref}>
            <a href={ticketHref(ref)}>
              <span class="ref">{ref}</span> {title}
            </a>
            <span class="quiet">{resolution ?? t(`status.${status}`)}</span>
            {shared.length > 0 && <span class="quiet">{w("both", { words: both(shared) })}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}

function both(words: readonly string[]): string {
  return new Intl.ListFormat(locale(), { type: "unit" }).format(words);
}
