/** One of a few values, by the browser's own list. */
import { Field } from "../../parts/Field";
import { fill } from "../../store/newTicket/form";
import type { TicketForm } from "../../store/newTicket/types";
import { CHOICES, type ChoiceName, holding, valueNamed } from "../../store/tickets/choices";
import { t, textOf } from "../../words";

interface PickProps<V extends string> {
  label: string;
  hint?: string;
  values: readonly V[];
  value: V;
  name(value: V): string;
  pick(value: V): void;
  problem: string | null;
}

export function Pick<V extends string>({ label, hint, values, value, name, pick, problem }: PickProps<V>) {
  const picked = (typed: string): void => {
    const found = values.find((each) => each === typed);
    if (found !== undefined) pick(found);
  };
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(field) => (
        <select {...field} value={value} onChange={(event) => picked(event.currentTarget.value)}>
          {values.map((each) => (
            <option key={each} value={each}>
              {name(each)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface PickChoiceProps<N extends ChoiceName> {
  name: N;
  draft: TicketForm;
  problem: string | null;
}

/** The same for a field of the ticket, out of the table of them. */
export function PickChoice<N extends ChoiceName>({ name, draft, problem }: PickChoiceProps<N>) {
  const { values, blank } = CHOICES[name];
  return (
    <Pick
      label={t(`field.${name}`)}
      values={values}
      value={valueNamed(name, draft[name]) ?? blank}
      name={(value) => textOf(`${name}.${value}`)}
      pick={(value) => fill(holding(name, value))}
      problem={problem}
    />
  );
}
