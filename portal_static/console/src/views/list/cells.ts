/** The cells of a row that are changed where they stand. One listener hears the presses of all. */
import type { CommandedName } from "../../store/tickets/choices";
import { type Asked, pickAssignee, pickChoice, pickLabels } from "../ticketCommands/pickers";

export type Picked = CommandedName | "assign" | "labels";

const ASK: Record<Picked, (asked: Asked) => void> = {
  status: pickChoice("status"),
  priority: pickChoice("priority"),
  assign: pickAssignee,
  labels: pickLabels,
};

/** Ask what the pressed cell of a row is to hold. */
export function pickInCell(event: MouseEvent): void {
  const cell = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-pick]") : null;
  const ref = cell?.closest<HTMLElement>("[data-ref]")?.dataset.ref;
  const pick = cell?.dataset.pick;
  if (ref !== undefined && pick !== undefined && isPicked(pick)) ASK[pick]({ refs: [ref], anchor: cell });
}

function isPicked(name: string): name is Picked {
  return Object.hasOwn(ASK, name);
}
