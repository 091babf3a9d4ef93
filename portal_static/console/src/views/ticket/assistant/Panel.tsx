/** What the assistant says of the open ticket. It does nothing by itself. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { problemText } from "../../../api/problemText";
import type { AssistantPanel, Similar } from "../../../api/types";
import { ticketHref } from "../../../router/router";
import type { Known } from "../../../store/tickets/tickets";
import { t } from "../../../words";
import { Ask } from "./Ask";
import { FallbackNotice } from "./FallbackNotice";
import { told } from "./requests";
import { Sources } from "./Sources";
import { Suggestions } from "./Suggestions";
import { w } from "./words";

const PATIENCE = 400;

interface PanelProps {
  ticket: Known;
  editable: boolean;
}

export default function Panel({ ticket, editable }: PanelProps) {
  const found = useSignal<AssistantPanel | null>(null);
  const problem = useSignal("");
  const asked = useSignal(0);
  useEffect(() => {
    const leaving = new AbortController();
    problem.value = "";
    const fetchIt = (): void =>
      void told(ticket.ref, leaving.signal).then(
        (answer) => (found.value = answer),
        (failure: unknown) => !leaving.signal.aborted && (problem.value = problemText(failure)),
      );
    const timer = setTimeout(fetchIt, PATIENCE); // whoever only passes by needs none
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [ticket.ref, ticket.version, asked.value]);
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
    <div class="assistant">
      <FallbackNotice back={summary.fallback} />
      <Summary reference={ticket.ref} parts={summary.parts} />
      {editable && <Suggestions reference={ticket.ref} suggestions={suggestions} />}
      <Alike tickets={similar} />
      <Ask reference={ticket.ref} editable={editable} />
    </div>
  );
}

function Summary({ reference, parts }: { reference: string; parts: AssistantPanel["summary"]["parts"] }) {
  return (
    <dl class="summary">
      {parts.map(({ kind, text, sources }) => (
        <div key={kind}>
          <dt>{w(kind)}</dt>
          <dd>
            {text} <Sources reference={reference} ids={sources} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Alike({ tickets }: { tickets: readonly Similar[] }) {
  if (tickets.length === 0) return null;
  return (
    <>
      <h3>{w("similar")}</h3>
      <ul class="alike">
        {tickets.map(({ ref, title, status, shared, resolution }) => (
          <li key={ref}>
            <a href={ticketHref(ref)}>
              <span class="ref">{ref}</span> {title}
            </a>
            {shared.length > 0 && <span class="quiet">{w("both", { words: shared.join(", ") })}</span>}
            <span class="quiet">{resolution ?? t(`status.${status}`)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
