/** Splitting a message into a ticket of its own, going there, and coming back when that is undone. */
import { problemText } from "../../../api/problemText";
import type { TimelineEntry } from "../../../api/types";
import { go, ticketHref } from "../../../router/router";
import { toast } from "../../../store/desk/toasts";
import { split as splitOff, startOver } from "../../../store/tickets/details";
import { DELETED } from "../../../store/tickets/fields";
import { deedOf } from "../../../store/tickets/send";
import { conversation, ticketSignal } from "../../../store/tickets/tickets";
import { sayDone } from "../../../store/tickets/undoing";
import { w } from "../words";

/** Whether it was said by a customer on this very ticket, and is no other one's beginning as well. */
export function canSplit({ kind, merged_from, split_into }: TimelineEntry): boolean {
  return kind === "customer_message" && !merged_from && !split_into;
}

/** Split the newest message that can be, of those on the page. */
export async function splitLatest(ref: string): Promise<void> {
  const latest = conversation(ref).peek().entries.findLast(canSplit);
  if (latest) return split(ref, latest.id);
  toast(w("split.none"), { tone: "error" });
}

export async function split(ref: string, id: string): Promise<void> {
  try {
    const made = await splitOff(ref, id);
    sayDone(w("split.done", { ref: made.ref }), deedOf(made), () => joined(ref, made.ref));
    go(ticketHref(made.ref));
  } catch (failure) {
    toast(problemText(failure), { tone: "error" });
  }
}

/** Back to where it was said, unless the desk kept the new ticket. */
async function joined(ref: string, made: string): Promise<void> {
  await startOver(ref, made);
  const ticket = ticketSignal(made)?.value;
  if (!ticket || DELETED.of(ticket)) go(ticketHref(ref));
}
