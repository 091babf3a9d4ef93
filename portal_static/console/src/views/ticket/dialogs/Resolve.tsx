/** Resolving: what the solution was, how satisfied the customer may be, and whether they hear of it. */
import { useSignal } from "@preact/signals";
import { Dialog } from "../../../parts/Dialog";
import { Field, Trouble } from "../../../parts/Field";
import { useSending } from "../../../parts/useSending";
import { resolve } from "../../../store/tickets/actions";
import type { Known } from "../../../store/tickets/tickets";
import { t } from "../../../words";
import { goOn } from "../goOn";
import { keepTyped, typedIn } from "./open";
import { w } from "./words";

const SCORES = [null, 1, 2, 3, 4, 5] as const;

export function ResolveDialog({ ticket, close }: { ticket: Known; close(): void }) {
  const { ref } = ticket;
  const told = ticket.public && Boolean(ticket.contact?.email);
  const notes = useSignal(typedIn("resolve", ref));
  const estimate = useSignal<number | null>(null);
  const notify = useSignal(told);
  const { problem, busy, send } = useSending(async () => {
    await resolve(ref, { resolution: notes.value, csat_estimate: estimate.value, notify_customer: notify.value });
    keepTyped("resolve", ref, "");
    close();
    goOn(ref);
  });
  const type = (text: string): void => {
    notes.value = text;
    keepTyped("resolve", ref, text);
  };
  return (
    <Dialog title={w("resolve.title", { ref })} close={close}>
      <form onSubmit={(event) => (event.preventDefault(), void send())}>
        <Field label={w("resolve.notes")} hint={w("resolve.hint")} problem={problem.value?.at("resolution")}>
          {(field) => (
            <textarea
              {...field}
              required
              autofocus
              rows={5}
              maxLength={10_000}
              value={notes}
              onInput={(event) => type(event.currentTarget.value)}
            />
          )}
        </Field>
        <fieldset class="scores">
          <legend>{w("resolve.estimate")}</legend>
          {SCORES.map((score) => (
            <label key={score}>
              <input
                type="radio"
                name="estimate"
                checked={estimate.value === score}
                onChange={() => (estimate.value = score)}
              />
              {score ?? w("resolve.none")}
            </label>
          ))}
          <p class="hint">{w("resolve.estimate.hint")}</p>
        </fieldset>
        {told && (
          <label class="switch">
            <input
              type="checkbox"
              checked={notify}
              onChange={(event) => (notify.value = event.currentTarget.checked)}
            />
            {w("resolve.notify")}
          </label>
        )}
        <Trouble problem={problem.value} shownAt={["resolution"]} />
        <footer>
          <button type="button" onClick={close}>
            {t("cancel")}
          </button>
          <button class="solid" disabled={busy}>
            {w("resolve.yes")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
