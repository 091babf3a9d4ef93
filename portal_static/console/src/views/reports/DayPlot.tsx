/** What happened by day, or by week where there are too many days. */
import type { Measure, Report } from "../../api/types";
import { cellHref } from "../../store/reports/address";
import { daysText, dayText } from "../../store/reports/calendar";
import { pointsOf } from "../../store/reports/points";
import { Plot } from "./Plot";
import { measureName, w } from "./words";

interface DayPlotProps {
  report: Report;
  title: string;
  measures: readonly Measure[];
  line?: boolean;
}

export function DayPlot({ report, title, measures, line = false }: DayPlotProps) {
  const points = pointsOf(report.days);
  const weekly = points.some(({ from, to }) => from !== to);
  const series = measures.map((measure) => ({
    id: measure,
    name: measureName(measure),
    values: points.map(({ counts }) => counts[measure] ?? 0),
    href: (at: number): string => {
      const { from, to } = points[at] ?? { from: "", to: "" };
      return cellHref(report, { cell: measure, on: measure === "backlog" ? { from: to, to } : { from, to } });
    },
  }));
  return (
    <Plot
      title={weekly ? w("plot.weekly", { title }) : title}
      head={w(weekly ? "week" : "day")}
      places={points.map((days) => ({ short: dayText(days.from), long: daysText(days) }))}
      series={series}
      line={line}
    />
  );
}
