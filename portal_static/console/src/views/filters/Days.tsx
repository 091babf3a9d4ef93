/** Between which days: one of the spans that are wanted often, or a first and a last day. */
import { useSignal } from "@preact/signals";
import { Field } from "../../parts/Field";
import { focusNow } from "../../parts/focusNow";
import { daysIn, PRESETS, textOfDays } from "../../store/tickets/days";
import type { FilterName } from "../../store/tickets/filterTable";
import { t } from "../../words";
import { setValues, valuesOf } from "./menu";

const LAST = "9999-12-31";

export default function Days({ name, close }: { name: FilterName; close(): void }) {
  const [held = ""] = valuesOf(name);
  const now = daysIn(held);
  const from = useSignal(now?.from ?? "");
  const to = useSignal(now?.to ?? "");
  const show = (text: string): void => {
    close();
    setValues(name, text ? [text] : []);
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    const [first, last] = [from.peek() || null, to.peek() || null];
    show(first || last ? textOfDays({ from: first, to: last }) : "");
  };
  return (
    <form onSubmit={submit}>
      <div class="presets" role="group" aria-label={t(`field.${name}`)}>
        {PRESETS.map((preset, index) => (
          <button
            key={preset}
            type="button"
            ref={index === 0 ? focusNow : undefined}
            aria-pressed={held === preset}
            onClick={() => show(preset)}>
            {t(`days.${preset}`)}
          </button>
        ))}
      </div>
      <div class="between">
        <Field label={t("days.first")}>
          {(field) => (
            <input
              {...field}
              type="date"
              max={to.value || LAST}
              value={from}
              onInput={(event) => (from.value = event.currentTarget.value)}
            />
          )}
        </Field>
        <Field label={t("days.last")}>
          {(field) => (
            <input
              {...field}
              type="date"
              min={from.value}
              max={LAST}
              value={to}
              onInput={(event) => (to.value = event.currentTarget.value)}
            />
          )}
        </Field>
      </div>
      <footer>
        <button type="button" onClick={close}>
          {t("cancel")}
        </button>
        <button class="solid">{t("apply")}</button>
      </footer>
    </form>
  );
}
