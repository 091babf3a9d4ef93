/** Status and priority, a button for each value. */
import { PRIORITIES, STATUSES } from "../../../api/types";
import { setPriority, setStatus } from "../../../store/tickets/actions";
import type { Known } from "../../../store/tickets/tickets";
import { t } from "../../../words";
import { w } from "../words";
import { Section } from "./Section";

export function Buttons({ ticket, editable }: { ticket: Known; editable: boolean }) {
  return (
    <>
      <Section name={w("side.status")}>
        <Group
          name={w("side.status")}
          values={STATUSES}
          now={ticket.status}
          label={(value) => t(`status.${value}`)}
          editable={editable}
          pick={(value) => void setStatus([ticket.ref], value)}
        />
      </Section>
      <Section name={w("side.priority")}>
        <Group
          name={w("side.priority")}
          values={PRIORITIES}
          now={ticket.priority}
          label={(value) => t(`priority.${value}`)}
          editable={editable}
          pick={(value) => void setPriority([ticket.ref], value)}
        />
      </Section>
    </>
  );
}

interface GroupProps<V extends string> {
  name: string;
  values: readonly V[];
  now: V;
  label(value: V): string;
  editable: boolean;
  pick(value: V): void;
}

function Group<V extends string>({ name, values, now, label, editable, pick }: GroupProps<V>) {
  return (
    <div class="values" role="group" aria-label={name}>
      {values.map((value) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === now}
          disabled={!editable && value !== now}
          onClick={() => editable && pick(value)}>
          {label(value)}
        </button>
      ))}
    </div>
  );
}
