/** What can be done to the open ticket by whoever looks at it; what is missing here isn't offered. */

import type { Handlers } from "../../keys/handlers";
import { fetchOrTell } from "../../parts/Lazy";
import { besideHref, go, ticketHref } from "../../router/router";
import { can } from "../../store/desk/session";
import { toast } from "../../store/desk/toasts";
import { spam } from "../../store/tickets/actions";
import { DELETED, SNOOZED } from "../../store/tickets/fields";
import { isWhole, type Known } from "../../store/tickets/tickets";
import { reminding, restoring, ticketCommands, waking } from "../ticketCommands/commands";
import { neighbourOf } from "./around";
import { describe } from "./describing";
import { openDialog, openRedaction, selectedText } from "./dialogs/open";
import { covers, uncover } from "./properties";
import { w } from "./words";

export type TicketCommands = Handlers & { not_spam?: () => void; describe?: () => void } & {
  hold?: () => void;
  release?: () => void;
};

export function commandsOf(reference: string, ticket: Known | undefined): TicketCommands {
  return { ...navigation(reference), ...(ticket && changes(ticket)) };
}

/** Whether anything of it can be changed: a merged ticket goes on elsewhere, one in the trash is restored first. */
export function isEditable(ticket: Known): boolean {
  return can.value("tickets:write") && ticket.merged_into === null && !DELETED.of(ticket);
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
  const about = { refs: () => [ref] };
  if (DELETED.of(ticket)) return restoring(about);
  if (!isEditable(ticket)) return reminding(about);
  const { archive: toArchive, spam: toSpam, snooze, ...commands } = ticketCommands(about);
  const over = status === "resolved" || status === "closed";
  const snoozed = SNOOZED.of(ticket) !== null;
  return {
    ...commands,
    draft: () => void assistant("draft", ref),
    resolve: over ? undefined : () => openDialog("resolve", ref),
    escalate: over || priority === "urgent" ? undefined : () => openDialog("escalate", ref),
    snooze: over || archived || isSpam ? undefined : snooze,
    ...(snoozed && waking(about)),
    forward: isSpam ? undefined : () => openDialog("forward", ref),
    "link.ticket": isSpam ? undefined : () => openDialog("link", ref),
    split: isSpam ? undefined : () => void splitLatest(ref),
    ...reports(ticket),
    merge: isSpam ? undefined : () => openDialog("merge", ref),
    spam: isSpam ? undefined : toSpam,
    not_spam: isSpam ? () => void spam([ref], false) : undefined,
    archive: archived ? undefined : toArchive,
    redact: can.value("tickets:delete") ? () => openRedaction(ref, { words: selectedText() }) : undefined,
    describe: isWhole(ticket) ? () => describe(ref) : undefined,
    ...holding(ticket),
    ...(archived && restoring(about)),
  };
}

/** What is done to all that report it; which those are is known of the whole ticket alone. */
function reports(ticket: Known): TicketCommands {
  const { ref } = ticket;
  if (!isWhole(ticket) || !ticket.links?.some((each) => each.kind === "report")) return {};
  return {
    answer_reports: () => openDialog("answer_reports", ref),
    resolve_reports: () => openDialog("resolve_reports", ref),
  };
}

async function splitLatest(ref: string): Promise<void> {
  await (await fetchOrTell(() => import("./thread/splitting")))?.splitLatest(ref);
}

/** Whether it is on hold is known of the whole ticket alone. */
function holding(ticket: Known): TicketCommands {
  if (!isWhole(ticket) || !can.value("tickets:delete")) return {};
  const { ref, held } = ticket;
  return held ? { release: () => void release(ref) } : { hold: () => openDialog("hold", ref) };
}

async function release(ref: string): Promise<void> {
  (await fetchOrTell(() => import("./Held")))?.release(ref);
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
