/** Asking for a time to come: a few that are often meant, and any other. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { Dialog } from "../../parts/Dialog";
import { Field, Trouble } from "../../parts/Field";
import { asLocal, instantOf, morning, presets, wrongIn } from "../../parts/times";
import { useSending } from "../../parts/useSending";
import { t } from "../../words";
import { w } from "./words";

interface PickTimeProps {
  title: string;
  /** What the field is called, and what there is to know about it. */
  label: string;
  hint: string;
  /** What the button says. */
  yes: string;
  /** How the API calls the field, for what it says is wrong with it. */
  field: string;
  /** What is there before anything is chosen; left out, tomorrow morning. */
  begun?: Date | undefined;
  /** What else is asked for, and how the API calls that. */
  children?: ComponentChildren;
  others?: readonly string[];
  /** Throws a Problem. */
  keep(at: Date): Promise<void>;
  close(): void;
}

export default function PickTime({ title, label, hint, yes, field: name, begun, ...asked }: PickTimeProps) {
  const { keep, close, children, others = [] } = asked;
  const now = new Date();
  const local = useSignal(asLocal(begun ?? morning(now, 1)));
  const wrong = useSignal<ReturnType<typeof wrongIn>>(null);
  const { problem, busy, send } = useSending(async () => {
    const at = instantOf(local.value);
    wrong.value = wrongIn(local.value, new Date());
    if (at === null || wrong.value) return;
    await keep(at);
    close();
  });
  return (
    <Dialog title={title} close={close}>
      <form onSubmit={(event) => (event.preventDefault(), void send())}>
        <p class="presets">
          {presets(now).map(({ id, at }) => (
            <button key={id} type="button" onClick={() => void (local.value = asLocal(at))}>
              {t(`preset.${id}`)}
            </button>
          ))}
        </p>
        <Field label={label} hint={hint} problem={wrong.value ? w(wrong.value) : problem.value?.at(name)}>
          {(field) => (
            <input
              {...field}
              type="datetime-local"
              required
              autofocus
              value={local}
              onInput={(event) => void (local.value = event.currentTarget.value)}
            />
          )}
        </Field>
        {children}
        <Trouble problem={problem.value} shownAt={[name, ...others]} />
        <footer>
          <button type="button" onClick={close}>
            {t("cancel")}
          </button>
          <button class="solid" disabled={busy}>
            {yes}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
