/**
 * What kind of ticket it is, at a glance; and that it is merged or archived, which changes what can be done with it.
 */
import { PriorityBadge, StatusBadge } from "../../parts/badges";
import { ticketHref } from "../../router/router";
import type { Known } from "../../store/tickets/tickets";
import { t } from "../../words";
import { w } from "./words";

export function Badges({ ticket }: { ticket: Known }) {
  return (
    <>
      <p class="badges">
        <StatusBadge status={ticket.status} />
        <PriorityBadge priority={ticket.priority} />
        <span class="badge">{t(`type.${ticket.type}`)}</span>
        <span class="badge">{t(`channel.${ticket.channel}`)}</span>
        <span class="badge">{ticket.assignee?.name ?? t("unassigned")}</span>
      </p>
      {ticket.merged_into && (
        <p class="notice">
          {w("merged")} <a href={ticketHref(ticket.merged_into)}>{ticket.merged_into}</a>
        </p>
      )}
      {ticket.archived && <p class="notice">{w("archived")}</p>}
      {ticket.follow_up_of && (
        <p class="notice">
          {w("follow_up_of")} <a href={ticketHref(ticket.follow_up_of)}>{ticket.follow_up_of}</a>
        </p>
      )}
    </>
  );
}
