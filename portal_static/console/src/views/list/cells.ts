/** The cells of a row that are changed where they stand. One listener hears the presses of all. */
import { restore, snooze } from "../../store/tickets/actions";
import type { CommandedName } from "../../store/tickets/choices";
import { type Asked, pickAssignee, pickChoice, pickLabels } from "../ticketCommands/pickers";

export type Picked = CommandedName | "assign" | "labels" | "restore" | "wake";

const ASK: Record<Picked, (asked: Asked) => void> = {
  status: pickChoice("status"),
  priority: pickChoice("priority"),
  assign: pickAssignee,
  labels: pickLabels,
  restore: ({ refs }) => void restore(refs),
  wake: ({ refs }) => void snooze(refs, null),
};

/** Ask what the pressed cell of a row is to hold. The link that lies over the row gives way to it. */
export function pickInCell(event: MouseEvent): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // that opens the ticket elsewhere
  const cell = cellAt(event);
  const ref = cell?.closest<HTMLElement>("[data-ref]")?.dataset.ref;
  const pick = cell?.dataset.pick;
  if (ref === undefined || pick === undefined || !isPicked(pick)) return;
  event.preventDefault();
  ASK[pick]({ refs: [ref], anchor: cell });
}

function cellAt(event: MouseEvent): HTMLElement | null {
  const at = event.target instanceof Element ? event.target : null;
  const pressed = at?.closest<HTMLElement>("[data-pick]");
  if (pressed || event.detail === 0 || !at?.closest("[data-covers]")) return pressed ?? null; // 0: by the keyboard
  const below = document.elementsFromPoint(event.clientX, event.clientY);
  return below.map((each) => each.closest<HTMLElement>("[data-pick]")).find((each) => each !== null) ?? null;
}

function isPicked(name: string): name is Picked {
  return Object.hasOwn(ASK, name);
}
