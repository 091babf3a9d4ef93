/** Where resolving a ticket or sending a reply leads: what the person here chose, kept by the desk. */
import { signal } from "@preact/signals";
import { Problem } from "../../api/problem";
import { desk, workspace } from "./session";

export const ADVANCES = ["stay", "next", "list"] as const;
export type Advance = (typeof ADVANCES)[number];

const chosen = signal<{ workspace: string; advance: Advance } | null>(null);
let asked: string | null = null;

/** What was chosen, as far as it is known; nobody is led away before that. */
export function advance(): Advance {
  const own = chosen.value;
  return own !== null && own.workspace === workspace.value?.id ? own.advance : "stay";
}

/** Fetch it, once for each workspace. */
export async function loadAdvance(): Promise<void> {
  const here = workspace.peek()?.id ?? "";
  if (asked === here) return;
  asked = here;
  try {
    takeAdvance((await desk().ask<{ advance?: string }>("GET", "preferences")).advance, here);
  } catch (failure) {
    if (!(failure instanceof Problem)) throw failure;
    asked = null; // one stays at the ticket; the next one that is opened asks again
  }
}

/** Take the desk's word for it. What only a later release knows leads nowhere. */
export function takeAdvance(told: string | undefined, here = workspace.peek()?.id ?? ""): void {
  chosen.value = { workspace: here, advance: ADVANCES.find((each) => each === told) ?? "stay" };
}
