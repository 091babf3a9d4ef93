/** What one action does, in fields: first which it is, then what it takes. */
import { useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Problem } from "../../../api/problem";
import { Field } from "../../../parts/Field";
import { labels, members } from "../../../store/desk/directory";
import { plain } from "../../../words";
import { blank, type Given, isKnown, type Kind, problemAt, takes } from "../../macros/actions";
import { w as m } from "../../macros/words";
import { AssigneeField, ChoiceFields, ResponseField, UntilField } from "./choosing";
import { Several } from "./Several";

export interface ActionProps {
  action: Given;
  place: number;
  problem: Problem | null;
  change(action: Given): void;
}

export function ActionFields({ kinds, ...props }: ActionProps & { kinds: readonly Kind[] }) {
  const { action, place, problem, change } = props;
  if (!isKnown(action.do))
    return (
      <p>
        {plain(action.do)} <span class="quiet">{m("unknown")}</span>
      </p>
    );
  return (
    <>
      <Field label={m("field.do")} problem={problemAt(problem, place, "do")}>
        {(field) => (
          <select
            {...field}
            value={action.do}
            onChange={({ currentTarget: { value } }) => isKnown(value) && change(blank(value))}>
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {m(`do.${kind}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {takes(action.do).map((name) => FIELDS[name]?.(props))}
    </>
  );
}

const FIELDS: Partial<Record<keyof Given, (props: ActionProps) => ComponentChildren>> = {
  field: (props) => <ChoiceFields key="field" {...props} />, // with its value
  member: (props) => <AssigneeField key="member" {...props} />,
  members: (props) => <Members key="members" {...props} />,
  until: (props) => <UntilField key="until" {...props} />,
  labels: (props) => <Labels key="labels" {...props} />,
  address: (props) => <Address key="address" {...props} />,
  canned_response: (props) => <ResponseField key="canned_response" {...props} />,
  text: (props) => <Words key="text" {...props} />,
};

function Labels({ action, place, problem, change }: ActionProps) {
  return (
    <Several
      legend={m("field.labels")}
      all={labels.value}
      chosen={action.labels ?? []}
      gone={m("gone.label")}
      none={m("none.labels")}
      problem={problemAt(problem, place, "labels")}
      change={(chosen) => change({ ...action, labels: chosen })}
    />
  );
}

function Members({ action, place, problem, change }: ActionProps) {
  const active = useComputed(() => members.value.filter((each) => each.active));
  return (
    <Several
      legend={m("field.members")}
      all={active.value}
      chosen={action.members ?? []}
      gone={m("gone.member")}
      none=""
      problem={problemAt(problem, place, "members")}
      change={(chosen) => change({ ...action, members: chosen })}
    />
  );
}

function Address({ action, place, problem, change }: ActionProps) {
  return (
    <Field label={m("field.address")} problem={problemAt(problem, place, "address")}>
      {(field) => (
        <input
          {...field}
          type="email"
          required
          maxLength={254}
          value={action.address ?? ""}
          onInput={({ currentTarget: { value } }) => change({ ...action, address: value })}
        />
      )}
    </Field>
  );
}

function Words({ action, place, problem, change }: ActionProps) {
  return (
    <Field label={m("field.text")} problem={problemAt(problem, place, "text")}>
      {(field) => (
        <textarea
          {...field}
          required
          rows={2}
          maxLength={4_000}
          value={action.text ?? ""}
          onInput={({ currentTarget: { value } }) => change({ ...action, text: value })}
        />
      )}
    </Field>
  );
}
