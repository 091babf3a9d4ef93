/** Asks why something is to be done, and does it. What was typed stays when it is refused. */
import { useSignal } from "@preact/signals";
import { t } from "../words";
import { Dialog } from "./Dialog";
import { Field, Trouble } from "./Field";
import { useSending } from "./useSending";

interface ReasonDialogProps {
  title: string;
  label: string;
  hint: string;
  yes: string;
  /** In characters. */
  longest: number;
  begun?: string;
  typed?(text: string): void;
  /** Throws a Problem. */
  send(reason: string): Promise<void>;
  close(): void;
}

export function ReasonDialog({ title, label, hint, yes, longest, begun = "", typed, send, close }: ReasonDialogProps) {
  const reason = useSignal(begun);
  const sending = useSending(async () => {
    await send(reason.value);
    close();
  });
  const type = (text: string): void => {
    reason.value = text;
    typed?.(text);
  };
  return (
    <Dialog title={title} close={close}>
      <form onSubmit={(event) => (event.preventDefault(), void sending.send())}>
        <Field label={label} hint={hint} problem={sending.problem.value?.at("reason")}>
          {(field) => (
            <textarea
              {...field}
              required
              autofocus
              rows={4}
              maxLength={longest}
              value={reason}
              onInput={(event) => type(event.currentTarget.value)}
            />
          )}
        </Field>
        <Trouble problem={sending.problem.value} shownAt={["reason"]} />
        <footer>
          <button type="button" onClick={close}>
            {t("cancel")}
          </button>
          <button class="solid" disabled={sending.busy}>
            {yes}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
