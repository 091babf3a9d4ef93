/** The fields that are changed most: a button for each value. */
import { setChoice } from "../../../store/tickets/actions";
import { CHOICE_NAMES, CHOICES, type ChoiceName } from "../../../store/tickets/choices";
import type { Known } from "../../../store/tickets/tickets";
import { t, textOf } from "../../../words";
import { Section } from "./Section";

const NAMES = CHOICE_NAMES.filter((name) => CHOICES[name].control === "buttons");

export function Buttons({ ticket, editable }: { ticket: Known; editable: boolean }) {
  return (
    <>
      {NAMES.map((name) => (
        <Section key={name} name={t(`field.${name}`)}>
          <Group name={name} ticket={ticket} editable={editable} />
        </Section>
      ))}
    </>
  );
}

function Group<N extends ChoiceName>({ name, ticket, editable }: { name: N; ticket: Known; editable: boolean }) {
  return (
    <div class="values" role="group" aria-label={t(`field.${name}`)}>
      {CHOICES[name].values.map((value) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === ticket[name]}
          disabled={!editable && value !== ticket[name]}
          onClick={() => editable && void setChoice(name, [ticket.ref], value)}>
          {textOf(`${name}.${value}`)}
        </button>
      ))}
    </div>
  );
}
