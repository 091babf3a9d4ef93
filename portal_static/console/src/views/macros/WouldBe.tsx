/** What would be different on a ticket: as its history would tell it, with what would be said. */
import type { EventTold, MacroRun, TimelineEntry } from "../../api/types";
import { workspace } from "../../store/desk/session";
import { t } from "../../words";
import { knownAt } from "../ticket/thread/Deeds";
import { eventText } from "../ticket/thread/eventText";
import { w } from "./words";

export function WouldBe({
  reference,
  found,
  waiting,
}: {
  reference: string;
  found: MacroRun | null;
  /** Whether it is still to come. */
  waiting: boolean;
}) {
  if (!found)
    return waiting ? (
      <p role="status" class="quiet">
        {t("loading")}
      </p>
    ) : null;
  const deeds = told(reference, found.events);
  const { said } = found;
  if (deeds === "" && !said) return <p role="status">{w("run.nothing")}</p>;
  return (
    <div class="would-be">
      {deeds && (
        <>
          <h3>{w("run.history")}</h3>
          <p>
            {workspace.value?.member_name} {deeds}
          </p>
        </>
      )}
      {said && (
        <section class={said.kind === "internal_note" ? "said note" : "said"}>
          <h3>{w(said.kind === "internal_note" ? "run.note" : "run.reply")}</h3>
          <p class="pre">{said.body_text}</p>
        </section>
      )}
      {said?.kind === "agent_reply" && <p class="quiet">{w("run.held")}</p>}
    </div>
  );
}

/** What happened in one sentence after a name; empty where nothing did. */
function told(reference: string, events: readonly EventTold[]): string {
  const known = knownAt(reference);
  const author = { id: workspace.peek()?.member_id ?? null };
  const texts = events
    .map((event) => eventText({ event, author } as TimelineEntry, known))
    .filter((each) => each !== null);
  return texts.length > 0 ? known.list(texts) : "";
}
