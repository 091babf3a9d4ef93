/** When things happened. */
import type { Known } from "../../../store/tickets/tickets";
import { locale } from "../../../words";
import { When } from "../when";
import { w } from "../words";
import { Section } from "./Section";

export function Dates({ ticket }: { ticket: Known }) {
  const { created_at, updated_at, first_responded_at, resolved_at, closed_at, resolution_seconds } = ticket;
  const dates = [
    ["created", created_at],
    ["updated", updated_at],
    ["responded", first_responded_at],
    ["resolved", resolved_at],
    ["closed", closed_at],
  ] as const;
  return (
    <Section name={w("side.dates")}>
      <dl class="facts">
        {dates.map(
          ([name, at]) =>
            at && (
              <div key={name}>
                <dt>{w(`date.${name}`)}</dt>
                <dd>
                  <When at={at} />
                </dd>
              </div>
            ),
        )}
        {resolution_seconds !== null && (
          <div>
            <dt>{w("date.took")}</dt>
            <dd>{lasting(resolution_seconds)}</dd>
          </div>
        )}
      </dl>
    </Section>
  );
}

/** The two largest units of a span of seconds. */
export function lasting(seconds: number): string {
  const minutes = Math.max(1, Math.round(seconds / 60));
  const units = [
    ["day", Math.floor(minutes / 1440)],
    ["hour", Math.floor(minutes / 60) % 24],
    ["minute", minutes % 60],
  ] as const;
  const first = units.findIndex(([, count]) => count > 0);
  const shown = units.slice(first, first + 2).filter(([, count]) => count > 0);
  return shown
    .map(([unit, count]) =>
      new Intl.NumberFormat(locale(), { style: "unit", unit, unitDisplay: "narrow" }).format(count),
    )
    .join(" ");
}
