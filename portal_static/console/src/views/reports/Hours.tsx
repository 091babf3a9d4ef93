/** When tickets come in: weekdays by hours. On a phone the hours go down the page. */
import type { Report } from "../../api/types";
import { narrow } from "../../store/desk/width";
import { cellHref } from "../../store/reports/address";
import { hourText, weekdayText } from "../../store/reports/calendar";
import { Count } from "./Count";
import type { PageProps } from "./Reports";
import { Scrolled } from "./Scrolled";
import { CountTile, Tiles } from "./Tile";
import { measureName, w } from "./words";

const WEEK = [0, 1, 2, 3, 4, 5, 6];
const DAY = Array.from({ length: 24 }, (_, hour) => hour);
const LEVELS = 5;

export function Hours({ report }: PageProps) {
  const busiest = busiestOf(report.hours);
  return (
    <>
      <Tiles>
        <CountTile report={report} measure="arrived" welcome="none" />
        {busiest && (
          <div class="tile">
            <dt>{w("busiest")}</dt>
            <dd class="figure">
              {weekdayText(busiest.weekday, "short")}, {hourText(busiest.hour)}
            </dd>
            <dd class="quiet">
              {measureName("arrived")}{" "}
              <Count
                value={busiest.count}
                name={measureName("arrived")}
                to={cellHref(report, { cell: "arrived", weekday: busiest.weekday, hour: busiest.hour })}
              />
            </dd>
          </div>
        )}
      </Tiles>
      <Heat report={report} highest={busiest?.count ?? 0} />
    </>
  );
}

function Heat({ report, highest }: { report: Report; highest: number }) {
  const byHour = narrow.value;
  const [rows, columns] = byHour ? [DAY, WEEK] : [WEEK, DAY];
  const cell = (row: number, column: number) => (byHour ? [column, row] : [row, column]) as [number, number];
  const rowText = (row: number): string => (byHour ? hourText(row) : weekdayText(row, "short"));
  const columnText = (column: number): string => (byHour ? weekdayText(column, "short") : String(column));
  return (
    <section aria-labelledby="report-hours">
      <h2 id="report-hours">{w("plot.hours")}</h2>
      <Scrolled name={w("plot.hours")}>
        <table class="heat">
          <thead>
            <tr>
              <th scope="col">{w(byHour ? "hour" : "weekday")}</th>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {columnText(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row}>
                <th scope="row">{rowText(row)}</th>
                {columns.map((column) => (
                  <HeatCell key={column} report={report} at={cell(row, column)} highest={highest} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
    </section>
  );
}

function HeatCell({ report, at: [weekday, hour], highest }: { report: Report; at: [number, number]; highest: number }) {
  const count = report.hours[weekday]?.[hour] ?? 0;
  return (
    <td data-level={Math.ceil((LEVELS * count) / Math.max(1, highest))}>
      <Count
        value={count}
        name={`${weekdayText(weekday, "long")}, ${hourText(hour)}`}
        to={cellHref(report, { cell: "arrived", weekday, hour })}
      />
    </td>
  );
}

function busiestOf(hours: readonly (readonly number[])[]): { weekday: number; hour: number; count: number } | null {
  const all = hours.flatMap((day, weekday) => day.map((count, hour) => ({ weekday, hour, count })));
  const first = all.toSorted((one, other) => other.count - one.count)[0];
  return first && first.count > 0 ? first : null;
}
