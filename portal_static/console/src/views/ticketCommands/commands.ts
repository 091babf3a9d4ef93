/** The commands about tickets, for the list and for the open ticket alike. */
import type { Handlers } from "../../keys/handlers";
import { fetchOrTell } from "../../parts/Lazy";
import { can, workspace } from "../../store/desk/session";
import { toast } from "../../store/desk/toasts";
import { assign, type Options, restore, snooze, spam } from "../../store/tickets/actions";
import { COMMANDED } from "../../store/tickets/choices";
import { t } from "../../words";
import { askTime } from "../time/open";
import { type Asked, askToArchive, askToDelete, pickAssignee, pickChoice, pickLabels, pickSnooze } from "./pickers";

interface About {
  refs(): readonly string[];
  anchor?(): Element | null;
  options?(): Options;
}

/**
 * What can be done to the tickets that `refs` gives when a command is carried out. Archived ones are only to be read.
 */
export function ticketCommands(about: About): Handlers {
  const asked = (ask: (asked: Asked) => void) => asking(about, ask);
  const writes = can.value("tickets:write");
  return {
    ...(writes && Object.fromEntries(COMMANDED.map((name) => [name, asked(pickChoice(name))]))),
    assign: writes ? asked(pickAssignee) : undefined,
    labels: writes ? asked(pickLabels) : undefined,
    snooze: writes ? asked(pickSnooze) : undefined,
    ...reminding(about),
    macro: writes ? asked((about) => void pickMacro(about)) : undefined,
    "assign.me": writes ? asked(({ refs, options }) => void assign(refs, myself(), options)) : undefined,
    spam: writes ? asked(({ refs, options }) => void spam(refs, true, options)) : undefined,
    ...(can.value("tickets:delete") && { archive: asked(askToArchive), delete: asked(askToDelete) }),
  };
}

/** What can be done to snoozed tickets, beside all else that can be. */
export function waking(about: About): Handlers {
  return can.value("tickets:write")
    ? { wake: asking(about, ({ refs, options }) => void snooze(refs, null, options)) }
    : {};
}

/** Whoever reads tickets can have themselves reminded of them. */
export function reminding(about: About): Handlers {
  return { remind: asking(about, ({ refs }) => askTime({ what: "reminder", refs })) };
}

/** What can be done to tickets in the trash or the archive, beside all else that can be. */
export function restoring(about: About): Handlers {
  return can.value("tickets:delete")
    ? { restore: asking(about, ({ refs, options }) => void restore(refs, options)) }
    : {};
}

/** Macros, and what is shown of them, are loaded when one is wanted. */
export async function pickMacro(asked: Asked): Promise<void> {
  const picker = await fetchOrTell(() => import("../macros/MacroPicker"));
  await picker?.default(asked);
}

/** A command that asks for tickets first where there are none to carry it out on. */
function asking({ refs, anchor, options }: About, ask: (asked: Asked) => void): (which?: string) => void {
  return (which) => {
    const about = refs();
    if (about.length > 0) ask({ refs: about, anchor: anchor?.() ?? null, options: options?.(), which });
    else toast(t("choose_first"));
  };
}

function myself(): { id: string; name: string } {
  const { member_id: id = "", member_name: name = "" } = workspace.peek() ?? {};
  return { id, name };
}
