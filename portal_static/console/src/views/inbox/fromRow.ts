/** What can be done to a ticket from its row in the inbox, without opening it. */

import { problemText } from "../../api/problemText";
import type { Handlers } from "../../keys/handlers";
import { toast } from "../../store/desk/toasts";
import { conversation, prefetch, tickets } from "../../store/tickets/tickets";
import { ticketCommands } from "../ticketCommands/commands";

/** The row may be all that is known of it: the rest is fetched before anything is asked. */
export function fromRow(ref: string, anchor: () => Element | null): Pick<Handlers, "snooze" | "remind"> {
  const { snooze, remind } = ticketCommands({ refs: () => [ref], anchor });
  return { snooze: snooze && (() => void known(ref, snooze)), remind: () => void known(ref, remind) };
}

async function known(ref: string, then: (() => void) | undefined): Promise<void> {
  await prefetch(ref);
  const { problem } = conversation(ref).peek();
  if (tickets.of(ref)) then?.();
  else if (problem) toast(problemText(problem), { tone: "error" });
}
