/** The description in its field. What was typed stays until it is saved or left by its button. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Ticket } from "../../../api/types";
import { submitByKey } from "../../../parts/Dialog";
import { Field, Trouble } from "../../../parts/Field";
import { focusNow } from "../../../parts/focusNow";
import { useSending } from "../../../parts/useSending";
import { changeDetail } from "../../../store/tickets/details";
import { t } from "../../../words";
import { begun } from "../describing";
import { w } from "../words";

const LONGEST = 100_000;

export default function DescriptionEditor({ ticket, leave }: { ticket: Ticket; leave(): void }) {
  const { ref, description } = ticket;
  const start = begun.get(ref) ?? { text: description, before: description };
  const text = useSignal(start.text);
  const before = useRef(start.before);
  const moved = useSignal(false);
  const { problem, busy, send } = useSending(async () => {
    if (text.value !== description) await changeDetail(ref, {}, { description: text.value }, w("done.description"));
    leave();
  });
  const type = (typed: string): void => {
    text.value = typed;
    begun.set(ref, { text: typed, before: before.current });
  };
  const save = (event: Event): void => {
    event.preventDefault();
    moved.value = description !== before.current;
    before.current = description;
    if (!moved.value) void send();
  };
  const press = (event: KeyboardEvent): void => {
    submitByKey(event);
    if (event.key !== "Escape" || event.isComposing || text.value !== description) return;
    event.stopPropagation();
    leave();
  };
  return (
    <form class="describing" onSubmit={save} onKeyDown={press}>
      <Field label={w("description")} hint={hint(ticket)} problem={problem.value?.at("description")}>
        {(field) => (
          <textarea
            {...field}
            ref={focusNow}
            rows={8}
            readOnly={busy}
            maxLength={LONGEST}
            value={text}
            onInput={(event) => type(event.currentTarget.value)}
          />
        )}
      </Field>
      {moved.value && (
        <p role="alert" class="wrong">
          {w("description.moved")}
        </p>
      )}
      <Trouble problem={problem.value} shownAt={["description"]} />
      <footer>
        <button type="button" onClick={leave}>
          {t("cancel")}
        </button>
        <button class="solid" disabled={busy}>
          {w("description.save")}
        </button>
      </footer>
    </form>
  );
}

function hint({ body_format: format, has_html: hasHtml }: Ticket): string | undefined {
  if (format === "markdown") return w("description.markdown");
  return hasHtml ? w("description.plain") : undefined;
}
