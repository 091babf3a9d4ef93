/** Whether replies and resolutions came within the time that the SLA policies give. */
import type { Measure, Report, Summed } from "../../api/types";
import { cellHref } from "../../store/reports/address";
import { part } from "../../store/reports/ratings";
import { percent } from "../../store/reports/shown";
import { ByTable, type Column, counted } from "./ByTable";
import { Count } from "./Count";
import { DayPlot } from "./DayPlot";
import { Standing } from "./Overview";
import type { PageProps } from "./Reports";
import { Tile, Tiles } from "./Tile";
import { measureName, w } from "./words";

const TARGETS = ["first", "next", "solved"] as const;
type Target = (typeof TARGETS)[number];

export function Sla({ report }: PageProps) {
  return (
    <>
      <Tiles>
        {TARGETS.map((target) => (
          <KeptTile key={target} report={report} target={target} />
        ))}
        <Standing report={report} />
      </Tiles>
      {TARGETS.filter((target) => kept(report.total, target).of > 0).map((target) => (
        <DayPlot
          key={target}
          report={report}
          title={w(`took.${target}`)}
          measures={[`${target}_met`, `${target}_missed`]}
        />
      ))}
      <ByTable report={report} columns={TARGETS.flatMap((target) => keptColumns(report, target))} />
    </>
  );
}

function kept({ counts }: Summed, target: Target): { met: number; missed: number; of: number; share: number | null } {
  const [met = 0, missed = 0] = [counts[`${target}_met`], counts[`${target}_missed`]];
  return { met, missed, of: met + missed, share: part(met, met + missed) };
}

function KeptTile({ report, target }: { report: Report; target: Target }) {
  const { met, missed, of, share } = kept(report.total, target);
  const cell = (measure: Measure, value: number) => (
    <Count value={value} name={measureName(measure)} to={cellHref(report, { cell: measure })} />
  );
  return (
    <Tile
      name={w("kept", { what: w(`took.${target}`) })}
      sort="share"
      now={share}
      before={kept(report.former, target).share}
      welcome="more"
      besides={
        of > 0 && (
          <>
            {cell(`${target}_met`, met)} {w("met")}, {cell(`${target}_missed`, missed)} {w("missed")}
          </>
        )
      }>
      {percent(share ?? 0)}
    </Tile>
  );
}

function keptColumns(report: Report, target: Target): Column[] {
  const group = w(`took.${target}`);
  return [
    { ...counted(report, `${target}_met`, w("met")), group },
    { ...counted(report, `${target}_missed`, w("missed")), group },
    {
      id: `${target} share`,
      name: w("share"),
      group,
      cell: (of) => {
        const { share } = kept(of, target);
        return share === null ? <span class="quiet">–</span> : percent(share);
      },
    },
  ];
}
