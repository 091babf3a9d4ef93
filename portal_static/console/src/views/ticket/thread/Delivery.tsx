/** How far the mail of a reply got; what went wrong stands out and says why. */
import type { TimelineEntry } from "../../../api/types";
import { w } from "../words";

export function Delivery({ delivery }: { delivery: NonNullable<TimelineEntry["delivery"]> }) {
  const { status, detail } = delivery;
  const wrong = status === "bounced" || status === "failed" || status === "complained";
  const text = w(`delivery.${status}`, { detail: detail ?? w("delivery.no_detail") });
  return wrong ? <strong class="undelivered">{text}</strong> : <span>{text}</span>;
}
