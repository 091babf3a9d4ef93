/** What is promised for each priority: how soon one answers, and how soon it is solved. */
import { type Signal, useSignal } from "@preact/signals";
import { PRIORITIES, type Priority } from "../../../api/types";
import { ChoiceBadge } from "../../../parts/badges";
import { Field } from "../../../parts/Field";
import { span } from "../../../parts/spans";
import { href } from "../../../router/router";
import { can } from "../../../store/desk/session";
import { t } from "../../../words";
import { useCollection } from "../collection";
import { type Duration, durationOf, minutesOf, UNITS } from "../duration";
import { Acts, FormDialog, Page } from "../frame";
import { Check } from "../inputs";
import { w } from "../words";

interface Targets {
  first_response_minutes: number;
  next_response_minutes: number | null;
  resolution_minutes: number;
  pause_on_waiting: boolean;
}
type Policy = Targets & { id: string; priority: Priority };

export default function Sla() {
  const policies = useCollection<Policy>("sla-policies");
  const editing = useSignal<Priority | null>(null);
  const writes = can.value("settings:write");
  const found = (priority: Priority): Policy | undefined =>
    policies.items.value.find((each) => each.priority === priority);
  const edited = editing.value;
  const save = async (priority: Priority, targets: Targets): Promise<void> => {
    const known = found(priority);
    if (known) await policies.change(known.id, targets);
    else await policies.create({ priority, ...targets });
  };
  const row = (priority: Priority) => {
    const policy = found(priority);
    const name = `${w("sla.of")} ${t(`priority.${priority}`)}`;
    return (
      <li key={priority}>
        <span class="priority-cell">
          <ChoiceBadge name="priority" value={priority} />
        </span>
        <div class="item-text">
          {policy ? <Promised policy={policy} /> : <span class="quiet">{w("sla.none")}</span>}
        </div>
        {writes && policy && (
          <Acts
            name={name}
            edit={() => (editing.value = priority)}
            remove={{ label: w("delete"), text: w("sla.delete"), run: () => policies.remove(policy.id) }}
          />
        )}
        {writes && !policy && (
          <Acts name={name}>
            <button type="button" onClick={() => (editing.value = priority)}>
              {w("sla.set")}
              <span class="unseen">: {t(`priority.${priority}`)}</span>
            </button>
          </Acts>
        )}
      </li>
    );
  };
  return (
    <Page title={w("section.sla")} about={w("sla.about")} loading={policies.loading.value} reload={policies.load}>
      <ul class="items" aria-label={w("section.sla")}>
        {PRIORITIES.map(row)}
      </ul>
      <p class="hint">
        {w("sla.hours")} <a href={href("settings/business-hours")}>{w("section.business-hours")}</a>
      </p>
      {edited && (
        <PolicyForm
          key={edited}
          priority={edited}
          policy={found(edited)}
          close={() => (editing.value = null)}
          send={(targets) => save(edited, targets)}
        />
      )}
    </Page>
  );
}

function Promised({ policy }: { policy: Policy }) {
  const targets = [
    ["sla.first", policy.first_response_minutes],
    ["sla.next", policy.next_response_minutes],
    ["sla.resolution", policy.resolution_minutes],
  ] as const;
  return (
    <>
      <span>
        {targets.flatMap(([name, minutes]) => (minutes === null ? [] : [`${w(name)}: ${span(minutes)}`])).join(" · ")}
      </span>
      <span class="quiet">{w(policy.pause_on_waiting ? "sla.pauses" : "sla.runs")}</span>
    </>
  );
}

const NEW: Targets = {
  first_response_minutes: 480,
  next_response_minutes: null,
  resolution_minutes: 4320,
  pause_on_waiting: true,
};

function PolicyForm({
  priority,
  policy,
  close,
  send,
}: {
  priority: Priority;
  policy: Policy | undefined;
  close(): void;
  send(targets: Targets): Promise<void>;
}) {
  const { first_response_minutes, next_response_minutes, resolution_minutes, pause_on_waiting } = policy ?? NEW;
  const first = useSignal(durationOf(first_response_minutes));
  const next = useSignal(durationOf(next_response_minutes));
  const resolution = useSignal(durationOf(resolution_minutes));
  const pauses = useSignal(pause_on_waiting);
  const written = (): Targets => ({
    first_response_minutes: minutesOf(first.value) ?? 0,
    next_response_minutes: minutesOf(next.value),
    resolution_minutes: minutesOf(resolution.value) ?? 0,
    pause_on_waiting: pauses.value,
  });
  return (
    <FormDialog
      title={w("sla.edit")}
      close={close}
      send={() => send(written())}
      fields={["first_response_minutes", "next_response_minutes", "resolution_minutes"]}>
      {(problem) => (
        <>
          <p>
            <ChoiceBadge name="priority" value={priority} />
          </p>
          <DurationField
            label={w("sla.first")}
            value={first}
            required
            problem={problem?.at("first_response_minutes")}
          />
          <DurationField
            label={w("sla.next")}
            value={next}
            hint={w("sla.next_hint")}
            problem={problem?.at("next_response_minutes")}
          />
          <DurationField
            label={w("sla.resolution")}
            value={resolution}
            required
            problem={problem?.at("resolution_minutes")}
          />
          <Check label={w("sla.pause")} value={pauses} />
          <p class="hint">{w("sla.kept")}</p>
        </>
      )}
    </FormDialog>
  );
}

function DurationField({
  label,
  value,
  hint,
  problem,
  required,
}: {
  label: string;
  value: Signal<Duration>;
  hint?: string;
  problem?: string | null;
  required?: boolean;
}) {
  const change = (changed: Partial<Duration>): void => {
    value.value = { ...value.value, ...changed };
  };
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(field) => (
        <span class="duration">
          <input
            {...field}
            type="number"
            min={1}
            step={1}
            required={required}
            value={value.value.count}
            onInput={(event) => change({ count: event.currentTarget.value })}
          />
          <select
            aria-label={`${label}: ${w("sla.unit")}`}
            value={value.value.unit}
            onChange={(event) => change({ unit: UNITS.find((each) => each === event.currentTarget.value) ?? "hours" })}>
            {UNITS.map((unit) => (
              <option key={unit} value={unit}>
                {w(`unit.${unit}`)}
              </option>
            ))}
          </select>
        </span>
      )}
    </Field>
  );
}
