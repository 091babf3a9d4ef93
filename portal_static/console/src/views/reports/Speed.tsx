/** How soon customers got a reply, and how soon their tickets were resolved. */
import type { Bucket, Clock, Measure, Report, Summed, Took } from "../../api/types";
import { cellHref } from "../../store/reports/address";
import { duration } from "../../store/reports/shown";
import { ByTable, type Column, counted } from "./ByTable";
import { Count } from "./Count";
import { Plot } from "./Plot";
import type { PageProps } from "./Reports";
import { Tile, Tiles } from "./Tile";
import { measureName, w } from "./words";

/** What is measured in seconds. */
type Timed = "first" | "solved";
const TIMED: readonly Timed[] = ["first", "solved"];

export function Speed({ report, asked: { clock } }: PageProps) {
  return (
    <>
      <Tiles>
        {TIMED.flatMap((timed) => [
          <TookTile key={timed} report={report} timed={timed} clock={clock} part="median_seconds" />,
          <TookTile key={`${timed} 90`} report={report} timed={timed} clock={clock} part="p90_seconds" />,
        ])}
      </Tiles>
      {TIMED.map((timed) => (
        <Distribution key={timed} report={report} timed={timed} clock={clock} />
      ))}
      <p class="quiet">{w("spans.about")}</p>
      <ByTable report={report} columns={TIMED.flatMap((timed) => tookColumns(report, timed, clock))} />
    </>
  );
}

type Part = "median_seconds" | "p90_seconds";

function TookTile({ report, timed, clock, part }: { report: Report; timed: Timed; clock: Clock; part: Part }) {
  const [now, before] = [took(report.total, timed, clock), took(report.former, timed, clock)];
  const seconds = now?.[part] ?? null;
  return (
    <Tile
      name={w(`took.${part}`, { what: w(`took.${timed}`) })}
      sort="time"
      now={seconds}
      before={before?.[part] ?? null}
      welcome="less"
      besides={<Based report={report} measure={timed} count={now?.count ?? 0} />}>
      {duration(seconds ?? 0)}
    </Tile>
  );
}

/** How many a number is made of. */
export function Based({ report, measure, count }: { report: Report; measure: Measure; count: number }) {
  return (
    <>
      {w("n")} <Count value={count} name={measureName(measure)} to={cellHref(report, { cell: measure })} />
    </>
  );
}

export function took({ spans }: Summed, timed: Timed, clock: Clock): Took | null {
  return spans[timed]?.[clock] ?? null;
}

/** How often, and how long it took in the middle and at most nine times of ten. */
export function tookColumns(report: Report, timed: Timed, clock: Clock): Column[] {
  const group = w(`took.${timed}`);
  const time = (part: Part): Column => ({
    id: `${timed} ${part}`,
    name: w(part === "median_seconds" ? "median" : "p90"),
    group,
    cell: (of) => {
      const seconds = took(of, timed, clock)?.[part] ?? null;
      return seconds === null ? <span class="quiet">–</span> : duration(seconds);
    },
  });
  return [{ ...counted(report, timed, w("count")), group }, time("median_seconds"), time("p90_seconds")];
}

/** How many took how long. What lies beyond the last is left out. */
function Distribution({ report, timed, clock }: { report: Report; timed: Timed; clock: Clock }) {
  const buckets = report.distribution[timed]?.[clock] ?? [];
  if (buckets.every(({ count }) => count === 0)) return null;
  const series = {
    id: timed,
    name: measureName(timed),
    values: buckets.map(({ count }) => count),
    href: (at: number): string => {
      const { from_seconds: least = 0, below_seconds: below = null } = buckets[at] ?? {};
      return cellHref(report, { cell: timed, clock, least, below });
    },
  };
  return (
    <Plot
      title={w("plot.distribution", { what: w(`took.${timed}`) })}
      head={w("took")}
      places={buckets.map((bucket) => ({ short: shortText(bucket), long: longText(bucket) }))}
      series={[series]}
    />
  );
}

function shortText({ from_seconds: least, below_seconds: below }: Bucket): string {
  return below === null ? `≥ ${duration(least)}` : `< ${duration(below)}`;
}

export function longText({
  from_seconds: least,
  below_seconds: below,
}: Pick<Bucket, "from_seconds" | "below_seconds">): string {
  if (below === null) return w("took.from", { least: duration(least) });
  return least === 0 ? w("took.below", { below: duration(below) }) : `${duration(least)} – ${duration(below)}`;
}
