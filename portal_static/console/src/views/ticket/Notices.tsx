/** That a ticket is merged, deleted, spam, archived or snoozed, which changes what can be done with it. */
import { Lazy } from "../../parts/Lazy";
import { ticketHref } from "../../router/router";
import { can } from "../../store/desk/session";
import { snooze, spam } from "../../store/tickets/actions";
import { snoozeText } from "../../store/tickets/fields";
import type { Known } from "../../store/tickets/tickets";
import { t } from "../../words";
import { w } from "./words";

const deleted = () => import("./Deleted");
const reminder = () => import("../time/Reminder");
const held = () => import("./Held");

export function Notices({ ticket }: { ticket: Known }) {
  return (
    <>
      {ticket.merged_into && (
        <p class="notice">
          {w("merged")} <a href={ticketHref(ticket.merged_into)}>{ticket.merged_into}</a>
        </p>
      )}
      {ticket.deleted_at && <Lazy load={deleted} props={{ ticket }} around={() => null} />}
      {ticket.spam && !ticket.deleted_at && (
        <p class="notice">
          {w("spam")}{" "}
          {can.value("tickets:write") && (
            <button type="button" class="plain" onClick={() => void spam([ticket.ref], false)}>
              {w("not_spam")}
            </button>
          )}
        </p>
      )}
      {ticket.archived && !ticket.deleted_at && <p class="notice">{w("archived")}</p>}
      {snoozeText(ticket) && !ticket.deleted_at && (
        <p class="notice">
          {snoozeText(ticket)}{" "}
          {can.value("tickets:write") && (
            <button type="button" class="plain" onClick={() => void snooze([ticket.ref], null)}>
              {t("cmd.wake")}
            </button>
          )}
        </p>
      )}
      {ticket.reminder && <Lazy load={reminder} props={{ ticket }} around={() => null} />}
      {ticket.held && <Lazy load={held} props={{ ticket }} around={() => null} />}
      {ticket.follow_up_of && (
        <p class="notice">
          {w("follow_up_of")} <a href={ticketHref(ticket.follow_up_of)}>{ticket.follow_up_of}</a>
        </p>
      )}
    </>
  );
}
