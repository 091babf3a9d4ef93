/** What tickets are about: by label, type, channel or customer. */
import { ByTable } from "./ByTable";
import { flowColumns } from "./Overview";
import type { PageProps } from "./Reports";
import { tookColumns } from "./Speed";
import { CountTile, Tiles } from "./Tile";

export function Topics({ report, asked: { clock } }: PageProps) {
  return (
    <>
      <Tiles>
        <CountTile report={report} measure="arrived" welcome="none" />
        <CountTile report={report} measure="solved" welcome="more" />
        <CountTile report={report} measure="reopened" welcome="less" />
      </Tiles>
      <ByTable
        report={report}
        columns={[
          ...flowColumns(report),
          ...(report.by === "contact" ? [] : tookColumns(report, "solved", clock).slice(1)),
        ]}
      />
    </>
  );
}
