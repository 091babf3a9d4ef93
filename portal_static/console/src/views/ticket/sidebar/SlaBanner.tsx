/** How the ticket stands to what was promised: what colours it in one line, the other targets in the next. */
import type { Sla, SlaTarget } from "../../../api/types";
import { SlaIcon } from "../../../parts/icons";
import { promised, type SlaShown, type TargetName } from "../../../parts/sla";
import { moment, span } from "../../../parts/spans";
import { now } from "../../../store/desk/clock";
import { t } from "../../../words";
import { type TicketKey, w } from "../words";

export function SlaBanner({ sla }: { sla: Sla | null }) {
  const [main, ...others] = promised(sla, now.value);
  if (!main) return null;
  return (
    <section class={`sla-banner ${main.shown.state}`} aria-label={w("sla")}>
      <SlaIcon state={main.shown.state} />
      <div>
        <p title={dueOf(main.target)}>
          <b>{stated(main.name, main.shown)}</b>
        </p>
        <p>
          <span>{goal(main.target)}</span>
        </p>
        {others.map(({ name, target, shown }) => (
          <p key={name} title={dueOf(target)}>
            <span>{stated(name, shown)}</span> <span>{goal(target)}</span>
          </p>
        ))}
      </div>
    </section>
  );
}

function dueOf({ due_at }: SlaTarget): string | undefined {
  return due_at ? moment(due_at) : undefined;
}

function goal({ target_minutes }: SlaTarget): string {
  return w("sla.goal", { span: span(target_minutes) });
}

function stated(name: TargetName, { state, left, never }: SlaShown): string {
  const subject = t(`sla.${name}`);
  if (never) return w("sla.never", { subject });
  if (left === null) return w(`sla.${state}` as TicketKey, { subject });
  const late = left < 0 || state === "breached";
  return w(late ? "sla.over" : state === "warning" ? "sla.risk" : "sla.left", { subject, span: span(Math.abs(left)) });
}
