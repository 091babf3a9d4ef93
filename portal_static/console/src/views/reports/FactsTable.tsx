/** What happened to tickets, a row each. A column that nothing would stand in is left out. */
import type { ComponentChildren } from "preact";
import type { ReportFact } from "../../api/types";
import { ChoiceIcon, SlaIcon } from "../../parts/icons";
import { href } from "../../router/router";
import { dayText } from "../../store/reports/calendar";
import { deskDay } from "../../store/reports/load";
import { duration } from "../../store/reports/shown";
import { locale, number, t, textOf } from "../../words";
import { Scrolled } from "./Scrolled";
import { memberName, w } from "./words";

interface Column {
  name: string;
  number?: boolean;
  of(fact: ReportFact): ComponentChildren;
}

export function FactsTable({ rows, label }: { rows: readonly ReportFact[]; label: string }) {
  const columns = COLUMNS().filter(({ of }) => rows.some((row) => of(row) !== null));
  return (
    <Scrolled name={label}>
      <table class="facts-table" aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ name, number: isNumber }) => (
              <th key={name} scope="col" class={isNumber ? "number" : ""}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={`${row.at} ${row.ticket?.ref} ${index}`}>
              {columns.map(({ name, number: isNumber, of }) => (
                <td key={name} class={isNumber ? "number" : ""} data-name={name}>
                  {of(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
  );
}

const COLUMNS = (): Column[] => [
  { name: w("day"), of: ({ day, at }) => <time dateTime={at}>{`${dayText(day, "long")} ${timeText(at)}`}</time> },
  { name: w("ticket"), of: ticketOf },
  { name: t("customer"), of: ({ ticket }) => ticket?.contact?.name || (ticket?.contact?.email ?? null) },
  { name: w("by.member"), of: ({ member_id }) => member_id && (memberName(member_id) ?? w("gone")) },
  {
    name: w("clock.business"),
    number: true,
    of: ({ business_seconds: took }) => (took !== null && duration(took)) || null,
  },
  { name: w("clock.wall"), number: true, of: ({ seconds }) => (seconds !== null && duration(seconds)) || null },
  { name: w("sla"), of: ({ kept }) => kept && <Kept kept={kept} /> },
  { name: w("rating"), number: true, of: ({ score }) => score && `${number(score)} ★` },
  { name: w("comment"), of: ({ comment }) => comment && <span class="text">{comment}</span> },
];

function ticketOf({ ticket }: ReportFact): ComponentChildren {
  if (!ticket) return <span class="quiet">{w("ticket_gone")}</span>;
  return (
    <>
      <ChoiceIcon name="status" value={ticket.status} label={textOf(`status.${ticket.status}`)} />{" "}
      <a href={href(`tickets/${encodeURIComponent(ticket.ref)}`)}>
        <span class="ref">{ticket.ref}</span> {ticket.title}
      </a>
    </>
  );
}

function Kept({ kept }: { kept: "met" | "missed" }) {
  return (
    <>
      <SlaIcon state={kept} /> {w(kept)}
    </>
  );
}

/** By the desk's clock, as the day is, once it is known. */
function timeText(at: string): string {
  const timeZone = deskDay.value?.zone;
  return new Date(at).toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit", timeZone });
}
