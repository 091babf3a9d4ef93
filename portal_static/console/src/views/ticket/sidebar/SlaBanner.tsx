/** How the ticket stands to what was promised: the resolution in one line, the answers in the next. */
import type { Sla, SlaTarget } from "../../../api/types";
import { SlaIcon } from "../../../parts/icons";
import { type SlaShown, targetShown } from "../../../parts/sla";
import { moment, span } from "../../../parts/spans";
import { now } from "../../../store/desk/clock";
import { type TicketKey, w } from "../words";

type What = "resolution" | "first" | "next";

export function SlaBanner({ sla }: { sla: Sla | null }) {
  if (!sla) return null;
  const targets = [
    ["resolution", sla.resolution],
    ["first", sla.first_response],
    ["next", sla.next_response],
  ] as const;
  const [main, ...others] = targets.flatMap(([what, target]) =>
    target ? [{ what, target, shown: targetShown(target, now.value) }] : [],
  );
  if (!main) return null;
  return (
    <section class={`sla-banner ${main.shown.state}`} aria-label={w("sla")}>
      <SlaIcon state={main.shown.state} />
      <div>
        <p title={dueOf(main.target)}>
          <b>{stated(main.what, main.shown)}</b>
        </p>
        <p>
          <span>{goal(main.target)}</span>
        </p>
        {others.map(({ what, target, shown }) => (
          <p key={what} title={dueOf(target)}>
            <span>{stated(what, shown)}</span> <span>{goal(target)}</span>
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

function stated(what: What, { state, left, never }: SlaShown): string {
  const subject = w(`sla.${what}`);
  if (never) return w("sla.never", { subject });
  if (left === null) return w(`sla.${state}` as TicketKey, { subject });
  const late = left < 0 || state === "breached";
  return w(late ? "sla.over" : state === "warning" ? "sla.risk" : "sla.left", { subject, span: span(Math.abs(left)) });
}
