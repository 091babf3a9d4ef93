/** A number with its name, and how it compares with the days before: an arrow, a word, a colour. */
import type { ComponentChildren } from "preact";
import type { Measure, Report } from "../../api/types";
import { Icon } from "../../parts/icons";
import { cellHref } from "../../store/reports/address";
import { type Change, changeOf, judged, type Welcome } from "../../store/reports/change";
import { decimal, percent } from "../../store/reports/shown";
import { number } from "../../words";
import { Count } from "./Count";
import { measureName, w } from "./words";

/** What sort of number it is, which its change is told by. */
type Sort = "count" | "time" | "share" | "rating";

interface TileProps {
  name: string;
  children: ComponentChildren;
  sort: Sort;
  now: number | null;
  before: number | null;
  welcome: Welcome;
  /** What stands below. */
  besides?: ComponentChildren;
}

export function Tiles({ children }: { children: ComponentChildren }) {
  return <dl class="tiles">{children}</dl>;
}

export function Tile({ name, children, sort, now, before, welcome, besides }: TileProps) {
  const change = changeOf(now, before);
  const told = change && changeText(change, sort);
  return (
    <div class="tile">
      <dt>{name}</dt>
      <dd class="figure">{now === null ? <span class="quiet">–</span> : children}</dd>
      {told && (
        <dd class={`change ${judged(change, welcome)}`}>
          {change.way !== "same" && <Icon name={change.way === "more" ? "more_than" : "less_than"} />}
          {told}
        </dd>
      )}
      {besides && <dd class="quiet">{besides}</dd>}
    </div>
  );
}

/** How often something happened, and how often before: either leads to what it counts. */
export function CountTile({ report, measure, welcome }: { report: Report; measure: Measure; welcome: Welcome }) {
  const { total, former, before } = report;
  const [now = 0, then = 0] = [total.counts[measure], former.counts[measure]];
  const days = { from: before.first_day, to: before.last_day };
  return (
    <Tile
      name={measureName(measure)}
      sort="count"
      now={now}
      before={then}
      welcome={welcome}
      besides={
        <>
          {w("before")}{" "}
          <Count
            value={then}
            name={`${measureName(measure)}, ${w("before")}`}
            to={cellHref(report, { cell: measure, on: days })}
          />
        </>
      }>
      <Count value={now} name={measureName(measure)} to={cellHref(report, { cell: measure })} />
    </Tile>
  );
}

/** What stands now, whatever days are looked at: the desk counts up to so many. */
export function NowTile({ name, count, most, to }: { name: string; count: number; most: number; to: string }) {
  return (
    <div class="tile">
      <dt>{name}</dt>
      <dd class="figure">
        {count === 0 ? (
          number(0)
        ) : (
          <a href={to} aria-label={`${shownUpTo(count, most)} ${name}`}>
            {shownUpTo(count, most)}
          </a>
        )}
      </dd>
      <dd class="quiet">{w("now")}</dd>
    </div>
  );
}

function shownUpTo(count: number, most: number): string {
  return number(count) + (count >= most ? "+" : "");
}

/** Nothing where there was nothing to compare with. */
function changeText({ way, by, share }: Change, sort: Sort): string | null {
  if (way === "same") return w("change.same");
  if (sort === "share") return w(`change.share.${way}`, { points: number(Math.round(by * 1000) / 10) });
  if (sort === "rating") return w(`change.rating.${way}`, { by: decimal(by) });
  return share === null ? null : w(`change.${sort}.${way}`, { share: percent(share) });
}
