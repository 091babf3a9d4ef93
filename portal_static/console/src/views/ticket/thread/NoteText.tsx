/** A note that is worded anew by whoever wrote it, and what notes said before. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Said, TimelineEntry } from "../../../api/types";
import { submitByKey } from "../../../parts/Dialog";
import { Field, Trouble } from "../../../parts/Field";
import { focusNow } from "../../../parts/focusNow";
import { useSending } from "../../../parts/useSending";
import { desk } from "../../../store/desk/session";
import { markOwn } from "../../../store/tickets/feed";
import { refresh, replaceEntry } from "../../../store/tickets/tickets";
import { t } from "../../../words";
import { w } from "../composer/editor/words";
import { When } from "../when";
import { RichText } from "./RichText";

const LONGEST = 100_000;
/** What was typed for which note. */
const begun = new Map<string, string>();

interface NoteProps {
  reference: string;
  entry: TimelineEntry;
}

interface Former {
  at: string;
  body_html: string;
  body_format: string;
}

export default function NoteText({ history, ...rest }: NoteProps & { history: boolean; leave(): void }) {
  return history ? <History {...rest} /> : <Editor {...rest} />;
}

function Editor({ reference, entry, leave }: NoteProps & { leave(): void }) {
  const text = useSignal(begun.get(entry.id) ?? entry.body_text ?? "");
  const path = pathOf(reference, entry);
  const { problem, busy, send } = useSending(async () => {
    const body = { body: text.value, expected_edited_at: entry.edited_at };
    try {
      replaceEntry(reference, await desk().ask<Said>("PATCH", path, { body }));
    } catch (failure) {
      void refresh(reference); // somebody may have changed it in another window: what is here is kept
      throw failure;
    }
    markOwn([reference]);
    done();
  });
  const done = (): void => {
    begun.delete(entry.id);
    leave();
  };
  const press = (event: KeyboardEvent): void => {
    submitByKey(event);
    if (event.key !== "Escape" || event.isComposing || text.value !== entry.body_text) return;
    event.stopPropagation();
    done();
  };
  const type = (typed: string): void => {
    text.value = typed;
    begun.set(entry.id, typed);
  };
  return (
    <form class="describing" onSubmit={(event) => (event.preventDefault(), void send())} onKeyDown={press}>
      <Field label={w("note.text")} problem={problem.value?.at("body")}>
        {(field) => (
          <textarea
            {...field}
            ref={focusNow}
            rows={5}
            readOnly={busy}
            maxLength={LONGEST}
            value={text}
            onInput={(event) => type(event.currentTarget.value)}
          />
        )}
      </Field>
      <Trouble problem={problem.value} shownAt={["body"]} />
      <footer>
        <button type="button" onClick={done}>
          {t("cancel")}
        </button>
        <button class="solid" disabled={busy}>
          {w("note.save")}
        </button>
      </footer>
    </form>
  );
}

/** What it said before, the newest first. */
function History({ reference, entry }: NoteProps) {
  const former = useSignal<readonly Former[] | null>(null);
  const { problem, send } = useSending(async () => {
    const { items } = await desk().ask<{ items: Former[] }>("GET", `${pathOf(reference, entry)}/former`);
    former.value = items.toReversed();
  });
  useEffect(() => void send(), [entry.edited_at]);
  return (
    <section class="former" aria-label={w("note.former")}>
      <Trouble problem={problem.value} />
      {former.value?.map(({ at, body_html: html, body_format: format }) => (
        <blockquote key={at}>
          <small class="quiet">
            <When at={at} />
          </small>
          <RichText html={html} format={format} pictures={NONE} draw={nothing} called={NONE} />
        </blockquote>
      ))}
    </section>
  );
}

const NONE: readonly never[] = [];
const nothing = () => null;

function pathOf(reference: string, entry: TimelineEntry): string {
  return `tickets/${entry.merged_from ?? reference}/notes/${entry.id}`;
}
