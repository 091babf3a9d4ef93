/** Removing something from a ticket for good: what, where it stands, and then once more whether. */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Redacting, RedactionFound } from "../../../api/types";
import { Dialog } from "../../../parts/Dialog";
import { Trouble } from "../../../parts/Field";
import { useSending } from "../../../parts/useSending";
import { toast } from "../../../store/desk/toasts";
import { findToRedact, readAnew, redact, wordsIn } from "../../../store/privacy/redaction";
import type { Known } from "../../../store/tickets/tickets";
import { locale, t } from "../../../words";
import { Progress } from "../../privacy/Progress";
import { useJob } from "../../privacy/useJob";
import { w, wn } from "../../privacy/words";
import { saidAt } from "./forwardable";
import { about } from "./open";
import { type Chosen, RedactChoice } from "./RedactChoice";

export function RedactDialog({ ticket, close }: { ticket: Known; close(): void }) {
  const { ref } = ticket;
  const offered = useMemo(() => saidAt(ticket, () => true), [ref]);
  const { entry, words = "" } = about.peek();
  const chosen = useSignal<Chosen>({
    kind: entry !== undefined && words === "" ? "entry" : "words",
    words,
    entry: entry ?? offered.at(-1)?.id ?? "",
    file:
      [...offered.filter(({ id }) => id === entry), ...offered].flatMap(({ attachments }) => attachments)[0]?.id ?? "",
  });
  const found = useSignal<RedactionFound | null>(null);
  const key = useMemo(() => crypto.randomUUID(), [found.value]);
  const looking = useSending(async () => {
    found.value = await findToRedact(ref, asked(chosen.value));
  });
  const removing = useJob(
    () => redact(ref, asked(chosen.value), key),
    async () => {
      await readAnew(ref);
      toast(w("redact.done", { ref }));
      close();
    },
  );
  return (
    <Dialog key={String(found.value !== null)} title={w("redact.title", { ref })} close={close}>
      {removing.busy.value || removing.job.value ? (
        <Progress job={removing.job.value} label={w("redact.running")} />
      ) : found.value ? (
        <Sure found={found.value} back={() => (found.value = null)} yes={() => void removing.start()} />
      ) : (
        <form onSubmit={(event) => (event.preventDefault(), void looking.send())}>
          <p class="hint">{w("redact.about")}</p>
          <RedactChoice offered={offered} chosen={chosen} problem={looking.problem.value} />
          <Trouble problem={looking.problem.value} shownAt={["words"]} />
          <footer>
            <button type="button" onClick={close}>
              {t("cancel")}
            </button>
            <button class="solid" disabled={looking.busy}>
              {w("redact.next")}
            </button>
          </footer>
        </form>
      )}
      <Trouble problem={removing.problem.value} />
    </Dialog>
  );
}

function asked({ kind, words, entry, file }: Chosen): Redacting {
  if (kind === "words") return { words: wordsIn(words) };
  return kind === "entry" ? { entry_id: entry } : { attachment_id: file };
}

interface SureProps {
  found: RedactionFound;
  back(): void;
  yes(): void;
}

function Sure({ found, back, yes }: SureProps) {
  const { places, entries, files, words, tickets = [] } = found; // the release before follows no splits
  const counts = [
    ...(places > 0 ? [wn("redact.places", places)] : []),
    ...(entries > 0 ? [wn("redact.entries", entries)] : []),
    ...(files > 0 ? [wn("redact.files", files)] : []),
  ];
  const all = new Intl.ListFormat(locale(), { type: "conjunction" });
  const what = all.format(counts);
  return (
    <>
      <p>{counts.length > 0 ? w("redact.found", { what }) : w("redact.nothing")}</p>
      {tickets.length > 0 && <p>{w("redact.others", { refs: all.format(tickets) })}</p>}
      {words.length > 1 && (
        <ul>
          {words.map((each) => (
            <li key={each.word}>{w("redact.word", { word: each.word, places: wn("redact.places", each.places) })}</li>
          ))}
        </ul>
      )}
      {counts.length > 0 && (
        <p>
          <b>{w("redact.sure")}</b>
        </p>
      )}
      <footer>
        <button type="button" autofocus onClick={back}>
          {w("redact.back")}
        </button>
        {counts.length > 0 && (
          <button type="button" class="solid" onClick={(event) => event.detail < 2 && yes()}>
            {w("redact.yes")}
          </button>
        )}
      </footer>
    </>
  );
}
