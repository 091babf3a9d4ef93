/** How customers rated the help they got, and what they wrote. */

import { problemText } from "../../api/problemText";
import type { Report } from "../../api/types";
import { cellHref, factsQuery } from "../../store/reports/address";
import { useFacts } from "../../store/reports/load";
import { averageRating, contentShare, STARS } from "../../store/reports/ratings";
import { decimal, percent } from "../../store/reports/shown";
import { number } from "../../words";
import { ByTable, type Column, counted } from "./ByTable";
import { Count } from "./Count";
import { FactsTable } from "./FactsTable";
import { Plot } from "./Plot";
import type { PageProps } from "./Reports";
import { CountTile, Tile, Tiles } from "./Tile";
import { measureName, w } from "./words";

export function Satisfaction({ report }: PageProps) {
  const { total, former } = report;
  const based = (
    <>
      {w("n")}{" "}
      <Count value={total.counts.rated ?? 0} name={measureName("rated")} to={cellHref(report, { cell: "rated" })} />
    </>
  );
  const average = averageRating(total.counts);
  const content = contentShare(total.counts);
  return (
    <>
      <Tiles>
        <Tile
          name={w("average")}
          sort="rating"
          now={average}
          before={averageRating(former.counts)}
          welcome="more"
          besides={based}>
          {decimal(average ?? 0)}
        </Tile>
        <Tile
          name={w("content")}
          sort="share"
          now={content}
          before={contentShare(former.counts)}
          welcome="more"
          besides={based}>
          {percent(content ?? 0)}
        </Tile>
        <CountTile report={report} measure="commented" welcome="none" />
      </Tiles>
      {(total.counts.rated ?? 0) > 0 && <Given report={report} />}
      {(total.counts.commented ?? 0) > 0 && <Comments report={report} />}
      <ByTable report={report} columns={ratingColumns(report)} />
    </>
  );
}

/** How often each rating was given. */
function Given({ report }: { report: Report }) {
  const cell = (at: number) => `rated_${STARS[at] ?? 1}` as const;
  const series = {
    id: "rated",
    name: w("ratings"),
    values: STARS.map((_, at) => report.total.counts[cell(at)] ?? 0),
    href: (at: number) => cellHref(report, { cell: cell(at) }),
  };
  const places = STARS.map((stars, at) => ({ short: `${number(stars)} ★`, long: measureName(cell(at)) }));
  return <Plot title={w("ratings")} head={w("rating")} places={places} series={[series]} />;
}

function ratingColumns(report: Report): Column[] {
  const nothing = <span class="quiet">–</span>;
  return [
    counted(report, "rated", w("ratings")),
    averageColumn(),
    {
      id: "content",
      name: w("content"),
      cell: ({ counts }) => {
        const share = contentShare(counts);
        return share === null ? nothing : percent(share);
      },
    },
    ...STARS.map((stars) => counted(report, `rated_${stars}`, `${number(stars)} ★`)),
    counted(report, "commented"),
  ];
}

/** With how many it is the average of. */
export function averageColumn(): Column {
  return {
    id: "average",
    name: w("average"),
    cell: ({ counts }) => {
      const average = averageRating(counts);
      if (average === null) return <span class="quiet">–</span>;
      return (
        <>
          {decimal(average)} <span class="quiet">({w("n.short", { count: number(counts.rated ?? 0) })})</span>
        </>
      );
    },
  };
}

const SHOWN = 10;

/** What was written last. */
function Comments({ report }: { report: Report }) {
  const all = cellHref(report, { cell: "commented" });
  const facts = useFacts(report.name, factsQuery(new URLSearchParams(all.split("?")[1])), SHOWN);
  const problem = facts.problem.value;
  return (
    <section aria-labelledby="report-comments">
      <h2 id="report-comments">{measureName("commented")}</h2>
      {problem && (
        <p role="alert" class="wrong">
          {problemText(problem)}
        </p>
      )}
      <FactsTable rows={facts.rows.value} label={measureName("commented")} />
      {facts.next.value !== null && <a href={all}>{w("show_all")}</a>}
    </section>
  );
}
