/** That a ticket is merged, spam or archived, which changes what can be done with it. */
import { ticketHref } from "../../router/router";
import { can } from "../../store/desk/session";
import { spam } from "../../store/tickets/actions";
import type { Known } from "../../store/tickets/tickets";
import { w } from "./words";

export function Notices({ ticket }: { ticket: Known }) {
  return (
    <>
      {ticket.merged_into && (
        <p class="notice">
          {w("merged")} <a href={ticketHref(ticket.merged_into)}>{ticket.merged_into}</a>
        </p>
      )}
      {ticket.spam && (
        <p class="notice">
          {w("spam")}{" "}
          {can.value("tickets:write") && (
            <button type="button" class="plain" onClick={() => void spam([ticket.ref], false)}>
              {w("not_spam")}
            </button>
          )}
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
