/** What can be done to the open ticket by whoever looks at it; what is missing here isn't offered. */

import type { Handlers } from "../../keys/handlers";
import { fetchOrTell } from "../../parts/Lazy";
import { besideHref, go, ticketHref } from "../../router/router";
import { can } from "../../store/desk/session";
import { toast } from "../../store/desk/toasts";
import { archive, spam } from "../../store/tickets/actions";
import { isWhole, type Known } from "../../store/tickets/tickets";
import { ticketCommands } from "../ticketCommands/commands";
import { neighbourOf } from "./around";
import { describe } from "./describing";
import { openDialog } from "./dialogs/open";
import { covers, uncover } from "./properties";
import { w } from "./words";

export type TicketCommands = Handlers & { restore?: () => void; not_spam?: () => void; describe?: () => void };

export function commandsOf(reference: string, ticket: Known | undefined): TicketCommands {
  return { ...navigation(reference), ...(ticket && changes(ticket)) };
}

/** Whether anything of it can be changed: a merged ticket goes on elsewhere. */
export function isEditable(ticket: Known): boolean {
  return can.value("tickets:write") && ticket.merged_into === null;
}

function navigation(reference: string): TicketCommands {
  const to = (by: number): (() => void) | undefined => {
    const next = neighbourOf(reference, by);
    return next === null ? undefined : () => go(ticketHref(next));
  };
  return {
    next: to(1),
    previous: to(-1),
    back: () => (covers() ? uncover() : go(besideHref())),
    open: () => undefined, // it is open
    "copy.link": () => void copyText(location.origin + location.pathname, w("link.copied")),
    ask: () => void assistant("ask", reference),
  };
}

function changes(ticket: Known): TicketCommands {
  const { ref, status, priority, archived, spam: isSpam } = ticket;
  if (!isEditable(ticket)) return {};
  const { archive: toArchive, spam: toSpam, ...commands } = ticketCommands(() => [ref]);
  const over = status === "resolved" || status === "closed";
  return {
    ...commands,
    draft: () => void assistant("draft", ref),
    resolve: over ? undefined : () => openDialog("resolve", ref),
    escalate: over || priority === "urgent" ? undefined : () => openDialog("escalate", ref),
    forward: isSpam ? undefined : () => openDialog("forward", ref),
    merge: isSpam ? undefined : () => openDialog("merge", ref),
    spam: isSpam ? undefined : toSpam,
    not_spam: isSpam ? () => void spam([ref], false) : undefined,
    archive: archived ? undefined : toArchive,
    describe: isWhole(ticket) ? () => describe(ref) : undefined,
    restore: archived && can.value("tickets:delete") ? () => void archive([ref], false) : undefined,
  };
}

/** The assistant is loaded when it is wanted. */
async function assistant(wish: "ask" | "draft", ref: string): Promise<void> {
  const there = await fetchOrTell(() => import("./assistant/commands"));
  await there?.[wish](ref);
}

export function copyReference(reference: string): Promise<void> {
  return copyText(reference, w("ref.copied", { ref: reference }));
}

async function copyText(text: string, told: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(told);
  } catch {
    toast(w("not_copied", { text }), { tone: "error" }); // refused by the browser or its owner
  }
}
