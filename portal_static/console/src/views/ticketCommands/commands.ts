/** The commands about tickets, for the list and for the open ticket alike. */
import type { Handlers } from "../../keys/handlers";
import { can, workspace } from "../../store/desk/session";
import { toast } from "../../store/desk/toasts";
import { assign, type Options, spam } from "../../store/tickets/actions";
import { COMMANDED } from "../../store/tickets/choices";
import { t } from "../../words";
import { type Asked, askToArchive, pickAssignee, pickChoice, pickLabels } from "./pickers";

/**
 * What can be done to the tickets that `refs` gives when a command is carried out. Archived ones are only to be read.
 */
export function ticketCommands(
  refs: () => readonly string[],
  anchor: () => Element | null = () => null,
  options?: () => Options,
): Handlers {
  const asked = (ask: (asked: Asked) => void) => (): void => {
    const about = refs();
    if (about.length > 0) ask({ refs: about, anchor: anchor(), options: options?.() });
    else toast(t("choose_first"));
  };
  const writes = can.value("tickets:write");
  return {
    ...(writes && Object.fromEntries(COMMANDED.map((name) => [name, asked(pickChoice(name))]))),
    assign: writes ? asked(pickAssignee) : undefined,
    labels: writes ? asked(pickLabels) : undefined,
    "assign.me": writes ? asked(({ refs: about, options: how }) => void assign(about, myself(), how)) : undefined,
    spam: writes ? asked(({ refs: about, options: how }) => void spam(about, true, how)) : undefined,
    archive: can.value("tickets:delete") ? asked(askToArchive) : undefined,
  };
}

function myself(): { id: string; name: string } {
  const { member_id: id = "", member_name: name = "" } = workspace.peek() ?? {};
  return { id, name };
}
