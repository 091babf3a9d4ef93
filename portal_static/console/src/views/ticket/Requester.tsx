/** A request that may not be the customer's: what that rests on, the way to say that it is, and where answers go. */

import { Trouble } from "../../parts/Field";
import { useSending } from "../../parts/useSending";
import { Why } from "../../parts/Why";
import { verify } from "../../store/tickets/details";
import type { Known } from "../../store/tickets/tickets";
import { identityText } from "./identityText";
import { w } from "./words";

export default function Requester({ ticket, editable }: { ticket: Known; editable: boolean }) {
  const { problem, busy, send } = useSending(() => verify(ticket.ref));
  const { requester } = ticket;
  const answersTo = ticket.answers_to && (
    <p class="notice">{w("identity.answers_to", { address: ticket.answers_to })}</p>
  );
  if (!requester || ticket.requester_verified !== false) return answersTo || null;
  return (
    <>
      {answersTo}
      <div class="notice">
        <span class="badge">{w("identity.badge")}</span> {identityText(requester)}{" "}
        {editable && (
          <button
            type="button"
            class="plain"
            disabled={busy}
            title={w("identity.vouch_hint")}
            onClick={() => void send()}>
            {w("identity.vouch")}
          </button>
        )}
        <Why of="unverified" />
      </div>
      <Trouble problem={problem.value} />
    </>
  );
}
