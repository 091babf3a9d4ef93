/** How far the mail of a reply got; what went wrong stands out, says why, and can be sent again. */
import { useSignal } from "@preact/signals";
import { problemText } from "../../../api/problemText";
import type { TimelineEntry } from "../../../api/types";
import { can, desk } from "../../../store/desk/session";
import { toast } from "../../../store/desk/toasts";
import { open } from "../../../store/tickets/tickets";
import { w } from "../words";

interface Mailed {
  /** The ticket that is open, which the message may have been merged into. */
  reference: string;
  entry: TimelineEntry;
}

/** Why it failed or came back: where the desk says so itself, in the reader's language. */
function why({ detail, reason }: { detail?: string | null; reason?: string | null }): string {
  if (reason === "suppressed") return w("delivery.suppressed");
  if (reason?.startsWith("held_")) return w("delivery.held");
  return detail ?? w("delivery.no_detail");
}

export function Delivery({ reference, entry }: Mailed) {
  if (!entry.delivery) return null;
  const { status } = entry.delivery;
  const undelivered = status === "bounced" || status === "failed";
  const text = w(`delivery.${status}`, { detail: why(entry.delivery) });
  if (!undelivered && status !== "complained") return <span>{text}</span>;
  return (
    <>
      <strong class="undelivered">{text}</strong>
      {undelivered && entry.kind === "agent_reply" && can.value("tickets:write") && (
        <Again reference={reference} entry={entry} />
      )}
    </>
  );
}

function Again({ reference, entry }: Mailed) {
  const asked = useSignal(false);
  const send = async () => {
    asked.value = true;
    try {
      await desk().ask("POST", `tickets/${entry.merged_from ?? reference}/messages/${entry.id}/resend`);
      toast(w("delivery.again_done"));
      await open(reference);
    } catch (failure) {
      toast(problemText(failure), { tone: "error" });
    } finally {
      asked.value = false;
    }
  };
  return (
    <button type="button" class="plain" disabled={asked.value} onClick={() => void send()}>
      {w("delivery.again")}
    </button>
  );
}
