/** What else is known of it: fields that seldom change, where it came from, whether its customer hears of changes. */
import type { ComponentChildren } from "preact";
import { setChoice } from "../../../store/tickets/actions";
import { CHOICE_NAMES, CHOICES, type ChoiceName, valueNamed } from "../../../store/tickets/choices";
import type { Known } from "../../../store/tickets/tickets";
import { t, textOf } from "../../../words";
import { w } from "../words";
import { Section } from "./Section";

const NAMES = CHOICE_NAMES.filter((name) => CHOICES[name].control === "select");

export function Metadata({ ticket, editable }: { ticket: Known; editable: boolean }) {
  return (
    <Section name={w("side.metadata")} id="metadata">
      <dl class="facts">
        {NAMES.map((name) => (
          <Choice key={name} name={name} ticket={ticket} editable={editable} />
        ))}
        <Fact name={w("meta.source")}>{w(`source.${ticket.source}`)}</Fact>
        <Fact name={w("meta.reference")} kind="ref">
          {ticket.ref}
        </Fact>
        <Fact name={w("meta.public")}>{w(ticket.public ? "meta.yes" : "meta.no")}</Fact>
      </dl>
    </Section>
  );
}

function Fact({ name, kind, children }: { name: ComponentChildren; kind?: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class={kind}>{children}</dd>
    </div>
  );
}

function Choice<N extends ChoiceName>({ name, ticket, editable }: { name: N; ticket: Known; editable: boolean }) {
  const { values } = CHOICES[name];
  const told = t(`field.${name}`);
  const text = (value: string): string => textOf(`${name}.${value}`);
  const id = `ticket-${name}`;
  const pick = (typed: string): void => {
    const value = valueNamed(name, typed);
    if (value) void setChoice(name, [ticket.ref], value);
  };
  return (
    <Fact name={<label for={id}>{told}</label>}>
      <select id={id} disabled={!editable} value={ticket[name]} onChange={(event) => pick(event.currentTarget.value)}>
        {values.map((value) => (
          <option key={value} value={value}>
            {text(value)}
          </option>
        ))}
      </select>
    </Fact>
  );
}
