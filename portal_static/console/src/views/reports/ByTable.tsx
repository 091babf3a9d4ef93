/** A report by the values of a dimension, a row each, and the sum below. */
import type { ComponentChildren } from "preact";
import type { Measure, Report, ReportRow, Summed } from "../../api/types";
import { LabelDot } from "../../parts/badges";
import { can } from "../../store/desk/session";
import { cellHref } from "../../store/reports/address";
import { Count } from "./Count";
import { Scrolled } from "./Scrolled";
import { measureName, valueName, w } from "./words";

export interface Column {
  id: string;
  name: string;
  /** Columns beside each other may have a name together. */
  group?: string;
  /** Of which row; null for the sum. */
  cell(of: Summed, row: ReportRow | null): ComponentChildren;
  /** What is drawn as a bar behind it. */
  amount?(of: Summed): number;
}

/** How often something happened. */
export function counted(report: Report, measure: Measure, name = measureName(measure)): Column {
  return {
    id: measure,
    name,
    cell: (of, row) => (
      <Count
        value={of.counts[measure] ?? 0}
        name={row ? `${measureName(measure)}, ${rowName(report, row)}` : measureName(measure)}
        to={cellHref(report, { cell: measure, value: row?.value })}
      />
    ),
  };
}

/** The same, with a bar as long as it is. */
export function weighed(report: Report, measure: Measure): Column {
  return { ...counted(report, measure), amount: ({ counts }) => counts[measure] ?? 0 };
}

function rowName({ by }: Report, { value, name }: ReportRow): string {
  return by === null ? value : valueName(by, value, name);
}

export function ByTable({ report, columns }: { report: Report; columns: readonly Column[] }) {
  const { by, rows, cut } = report;
  if (by === null) return null;
  if (rows.length === 0) return <p class="quiet">{w("no_rows")}</p>;
  const title = w(`by.${by}`);
  const groups = [...Map.groupBy(columns, ({ group = "" }) => group)];
  const grouped = groups.some(([group]) => group !== "");
  const head = (
    <th scope="col" rowSpan={grouped ? 2 : 1}>
      {title}
    </th>
  );
  const highest = columns.map(({ amount }) => (amount ? Math.max(1, ...rows.map(amount)) : 1));
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {by === "member" && !can.value("settings:read") && <p class="quiet">{w("team.own")}</p>}
      {cut && <p class="report-note">{w("cut")}</p>}
      <Scrolled name={title}>
        <table>
          <thead>
            {grouped && (
              <tr>
                {head}
                {groups.map(([group, members]) =>
                  group.trim() === "" ? (
                    <td key={group} colSpan={members.length} />
                  ) : (
                    <th key={group} scope="colgroup" colSpan={members.length}>
                      {group}
                    </th>
                  ),
                )}
              </tr>
            )}
            <tr>
              {!grouped && head}
              {columns.map(({ id, name }) => (
                <th key={id} scope="col" class="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.value}>
                <th scope="row">
                  {row.color && <LabelDot color={row.color} />} {rowName(report, row)}
                </th>
                {columns.map(({ id, cell, amount }, index) => (
                  <td key={id} class="number">
                    {amount && <Amount share={amount(row) / (highest[index] ?? 1)} />}
                    {cell(row, row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{w("all")}</th>
              {columns.map(({ id, cell }) => (
                <td key={id} class="number">
                  {cell(report.total, null)}
                </td>
              ))}
            </tr>
          </tfoot>
        </table>
      </Scrolled>
    </section>
  );
}

export function Amount({ share }: { share: number }) {
  return (
    <span class="amount" aria-hidden="true">
      <span style={{ inlineSize: `${Math.round(share * 100)}%` }} />
    </span>
  );
}
