/** A ticket's service target in a list: a shape and the time left, or over. */
import type { Sla, SlaTarget } from "../api/types";
import { now } from "../store/desk/clock";
import { t } from "../words";
import { SlaIcon } from "./icons";
import { leading, type SlaShown, targetShown } from "./sla";
import { moment, span } from "./spans";

export function SlaMark({ sla }: { sla: Sla | null }) {
  const target = leading(sla);
  if (!sla || !target) return <span class="sla" />;
  const shown = targetShown(target, now.value);
  return (
    <span class={`sla sla-${shown.state}`} data-tip={tip(sla, target)}>
      <SlaIcon state={shown.state} />
      <span class="unseen">
        {t("sla")}
        {!shown.never && `: ${t(`sla.${shown.state}`)}`}
      </span>
      <span>{leftText(shown)}</span>
    </span>
  );
}

/** `38m` left, `−42m` over, or the word for what stands still. */
export function leftText({ state, left, never }: SlaShown): string {
  if (left === null) return t(never ? "sla.never" : `sla.${state}`);
  return left < 0 || state === "breached" ? `−${span(Math.abs(left))}` : span(left);
}

function tip(sla: Sla, target: SlaTarget): string {
  const due = target.due_at
    ? t("sla.due", { at: moment(target.due_at) })
    : t(target.never_due ? "sla.never_long" : `sla.${target.status}`);
  return sla.first_response && sla.resolution
    ? `${due} · ${t("sla.first", { state: t(`sla.${sla.first_response.status}`) })}`
    : due;
}
