/** What came in, what was resolved, and what is left. */
import type { Report } from "../../api/types";
import { href } from "../../router/router";
import { openHref } from "../../store/reports/address";
import { Amount, ByTable, type Column, counted, weighed } from "./ByTable";
import { Count } from "./Count";
import { DayPlot } from "./DayPlot";
import type { PageProps } from "./Reports";
import { Scrolled } from "./Scrolled";
import { CountTile, NowTile, Tiles } from "./Tile";
import { w } from "./words";

export function Overview({ report }: PageProps) {
  return (
    <>
      <Tiles>
        <CountTile report={report} measure="arrived" welcome="none" />
        <CountTile report={report} measure="solved" welcome="more" />
        <CountTile report={report} measure="reopened" welcome="less" />
        <CountTile report={report} measure="left" welcome="none" />
        <Standing report={report} />
      </Tiles>
      <DayPlot report={report} title={w("plot.flow")} measures={["arrived", "solved"]} />
      <DayPlot report={report} title={w("plot.backlog")} measures={["backlog"]} line />
      <AgesTable report={report} />
      <ByTable report={report} columns={flowColumns(report)} />
    </>
  );
}

/** By customer the desk counts no reopening, and nobody is a member whose tickets arrive. */
export function flowColumns(report: Report): Column[] {
  if (report.by === "member") return [weighed(report, "solved"), counted(report, "reopened")];
  const both = [weighed(report, "arrived"), counted(report, "solved")];
  return report.by === "contact" ? both : [...both, counted(report, "reopened")];
}

/** How it stands now. */
export function Standing({ report: { now, zone } }: { report: Report }) {
  if (!now) return null;
  const { open, at_risk, overdue, most } = now;
  return (
    <>
      <NowTile name={w("open")} count={open} most={Infinity} to={openHref(zone)} />
      <NowTile name={w("at_risk")} count={at_risk} most={most} to={href("tickets", "sla=warning")} />
      <NowTile name={w("overdue")} count={overdue} most={most} to={href("tickets", "sla=breached")} />
    </>
  );
}

/** How long what is open has been there. */
function AgesTable({ report: { ages, zone } }: { report: Report }) {
  if (ages.length === 0) return null;
  const highest = Math.max(1, ...ages.map(({ tickets }) => tickets));
  return (
    <section aria-labelledby="report-ages">
      <h2 id="report-ages">{w("ages")}</h2>
      <Scrolled name={w("ages")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{w("age")}</th>
              <th scope="col" class="number">
                {w("open")}
              </th>
            </tr>
          </thead>
          <tbody>
            {ages.map(({ from_days: least, to_days: most, first_day: from, last_day: to, tickets }) => (
              <tr key={least}>
                <th scope="row">{ageText(least, most)}</th>
                <td class="number">
                  <Amount share={tickets / highest} />
                  <Count value={tickets} name={ageText(least, most)} to={openHref(zone, { from, to })} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
    </section>
  );
}

function ageText(least: number, most: number | null): string {
  if (most === 0) return w("age.today");
  if (most === null) return w("age.older", { least });
  return least === most ? w("age.days", { least }) : w("age.between", { least, most });
}
