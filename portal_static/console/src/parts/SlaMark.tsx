/** A ticket's service targets in a list: a shape for the worst that is open, and the time to the next, or over. */
import type { Sla } from "../api/types";
import { now } from "../store/desk/clock";
import { t } from "../words";
import { SlaIcon } from "./icons";
import { dueNext, type Promised, promised, type SlaShown } from "./sla";
import { moment, span } from "./spans";

export function SlaMark({ sla }: { sla: Sla | null }) {
  const all = promised(sla, now.value);
  const [worst] = all;
  const next = dueNext(all);
  if (!worst || !next) return <span class="sla" />;
  const { state, never } = worst.shown;
  return (
    <span class={`sla sla-${state}`} data-tip={all.map(told).join(" · ")}>
      <SlaIcon state={state} />
      <span class="unseen">
        {t(`sla.${worst.name}`)}
        {!never && `: ${t(`sla.${state}`)}`}
      </span>
      <span>{leftText(next.shown)}</span>
    </span>
  );
}

/** `38m` left, `−42m` over, or the word for what stands still. */
export function leftText({ state, left, never }: SlaShown): string {
  if (left === null) return t(never ? "sla.never" : `sla.${state}`);
  return left < 0 || state === "breached" ? `−${span(Math.abs(left))}` : span(left);
}

/** One target in words: when it is due, or how it stands. */
function told({ name, target, shown }: Promised): string {
  const subject = t(`sla.${name}`);
  if (target.at === null && target.due_at) return t("sla.due", { target: subject, at: moment(target.due_at) });
  return `${subject}: ${t(shown.never ? "sla.never_long" : `sla.${shown.state}`)}`;
}
