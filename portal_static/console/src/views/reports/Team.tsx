/** What members did: everybody's for admins, for others their own and the sum. */
import { can } from "../../store/desk/session";
import { ByTable, counted, weighed } from "./ByTable";
import type { PageProps } from "./Reports";
import { averageColumn } from "./Satisfaction";
import { tookColumns } from "./Speed";
import { CountTile, Tiles } from "./Tile";

/** Whether somebody sees what each of the others does. */
export function seesAll(): boolean {
  return can.value("settings:read");
}

export function Team({ report, asked: { clock } }: PageProps) {
  return (
    <>
      <Tiles>
        <CountTile report={report} measure="replied" welcome="none" />
        <CountTile report={report} measure="solved" welcome="more" />
        <CountTile report={report} measure="reopened" welcome="less" />
      </Tiles>
      <ByTable
        report={report}
        columns={[
          weighed(report, "replied"),
          ...tookColumns(report, "first", clock),
          ...tookColumns(report, "solved", clock),
          { ...counted(report, "reopened"), group: " " },
          { ...averageColumn(), group: " " },
        ]}
      />
    </>
  );
}
