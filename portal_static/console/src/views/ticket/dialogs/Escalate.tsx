/** Escalating: why it is urgent from now on. */
import { useSignal } from "@preact/signals";
import { Dialog } from "../../../parts/Dialog";
import { Field, Trouble } from "../../../parts/Field";
import { useSending } from "../../../parts/useSending";
import { escalate } from "../../../store/tickets/actions";
import type { Known } from "../../../store/tickets/tickets";
import { t } from "../../../words";
import { keepTyped, typedIn } from "./open";
import { w } from "./words";

export function EscalateDialog({ ticket, close }: { ticket: Known; close(): void }) {
  const { ref } = ticket;
  const reason = useSignal(typedIn("escalate", ref));
  const { problem, busy, send } = useSending(async () => {
    await escalate(ref, reason.value);
    keepTyped("escalate", ref, "");
    close();
  });
  const type = (text: string): void => {
    reason.value = text;
    keepTyped("escalate", ref, text);
  };
  return (
    <Dialog title={w("escalate.title", { ref })} close={close}>
      <form onSubmit={(event) => (event.preventDefault(), void send())}>
        <Field label={w("escalate.reason")} hint={w("escalate.hint")} problem={problem.value?.at("reason")}>
          {(field) => (
            <textarea
              {...field}
              required
              autofocus
              rows={4}
              maxLength={10_000}
              value={reason}
              onInput={(event) => type(event.currentTarget.value)}
            />
          )}
        </Field>
        <Trouble problem={problem.value} shownAt={["reason"]} />
        <footer>
          <button type="button" onClick={close}>
            {t("cancel")}
          </button>
          <button class="solid" disabled={busy}>
            {w("escalate.yes")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
