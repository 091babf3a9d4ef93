/** Fields of an action in which one of a list is chosen. */
import { Field } from "../../../parts/Field";
import { assignable } from "../../../store/desk/directory";
import { responses } from "../../../store/desk/macros";
import { CHOICE_NAMES, CHOICES, isChoice } from "../../../store/tickets/choices";
import { t, textOf } from "../../../words";
import { problemAt, UNTIL, untilOf, untilWritten } from "../../macros/actions";
import { w as m } from "../../macros/words";
import type { ActionProps } from "./ActionFields";

interface Option {
  value: string;
  label: string;
}

interface OneOfProps {
  label: string;
  value: string;
  options: readonly Option[];
  problem: string | null;
  /** What stands there while nothing is chosen, which has to be. */
  first?: string;
  hint?: string;
  pick(value: string): void;
}

/** What is chosen and no longer there stays chosen, and is called so, until somebody chooses again. */
function OneOf({ label, value, options, problem, first, hint, pick }: OneOfProps) {
  return (
    <Field label={label} problem={problem} hint={hint}>
      {(field) => (
        <select
          {...field}
          required={first !== undefined}
          value={value}
          onChange={(event) => pick(event.currentTarget.value)}>
          {first !== undefined && <option value="">{first}</option>}
          {options.map((each) => (
            <option key={each.value} value={each.value}>
              {each.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function withLost(options: readonly Option[], value: string, gone: string): readonly Option[] {
  return value === "" || options.some((each) => each.value === value) ? options : [...options, { value, label: gone }];
}

/** A field of the ticket, and the value it is to have. */
export function ChoiceFields({ action, place, problem, change }: ActionProps) {
  const field = action.field ?? "";
  const value = action.value ?? "";
  const values = isChoice(field) ? CHOICES[field].values.map((each): string => each) : [];
  const fields = CHOICE_NAMES.map((name) => ({ value: name, label: t(`field.${name}`) }));
  return (
    <>
      <OneOf
        label={m("field.field")}
        value={field}
        options={withLost(fields, field, field)}
        problem={problemAt(problem, place, "field")}
        pick={(name) => change({ ...action, field: name, value: isChoice(name) ? CHOICES[name].blank : "" })}
      />
      <OneOf
        label={m("field.value")}
        value={value}
        options={withLost(
          values.map((each) => ({ value: each, label: textOf(`${field}.${each}`) })),
          value,
          value,
        )}
        problem={problemAt(problem, place, "value")}
        pick={(picked) => change({ ...action, value: picked })}
      />
    </>
  );
}

const NOBODY = "nobody";

export function AssigneeField({ action, place, problem, change }: ActionProps) {
  const member = action.member ?? NOBODY;
  const people = assignable.value.map(({ id, name }) => ({ value: id, label: name }));
  const options = [{ value: "me", label: m("me") }, ...people, { value: NOBODY, label: m("nobody") }];
  return (
    <OneOf
      label={m("field.member")}
      value={member}
      options={withLost(options, member, m("gone.member"))}
      problem={problemAt(problem, place, "member")}
      pick={(picked) => change({ ...action, member: picked === NOBODY ? null : picked })}
    />
  );
}

export function ResponseField({ action, place, problem, change }: ActionProps) {
  const id = action.canned_response ?? "";
  const options = responses.value.map((each) => ({
    value: each.id,
    label: each.folder ? `${each.folder} / ${each.name}` : each.name,
  }));
  return (
    <OneOf
      label={m("field.canned_response")}
      value={id}
      options={withLost(options, id, m("gone.canned"))}
      problem={problemAt(problem, place, "canned_response")}
      first={m("choose")}
      hint={options.length === 0 ? m("none.canned") : undefined}
      pick={(picked) => change({ ...action, canned_response: picked })}
    />
  );
}

/** Until when a ticket is put away: for the customer, or for so many hours or days. */
export function UntilField({ action, place, problem, change }: ActionProps) {
  const { unit, count } = untilOf(action.until);
  const wrong = problemAt(problem, place, "until");
  return (
    <>
      <OneOf
        label={m("field.until")}
        value={unit}
        options={UNTIL.map((each) => ({ value: each, label: m(`until.${each}`) }))}
        problem={unit === "reply" ? wrong : null}
        pick={(picked) =>
          change({ ...action, until: untilWritten(UNTIL.find((each) => each === picked) ?? "reply", "1") })
        }
      />
      {unit !== "reply" && (
        <Field label={m("field.count")} problem={wrong}>
          {(field) => (
            <input
              {...field}
              type="number"
              required
              min={1}
              max={unit === "days" ? 365 : 365 * 24}
              value={count}
              onInput={({ currentTarget: { value } }) => change({ ...action, until: `${unit}:${value}` })}
            />
          )}
        </Field>
      )}
    </>
  );
}
