/** Running a macro: on one ticket, whose refusal is for the dialog to show, or on many. */
import type { Macro, MacroRun } from "../../api/types";
import { t } from "../../words";
import { desk } from "../desk/session";
import { type Options, perform, progress } from "./actions";
import { type Change, changeAll } from "./send";
import type { Known } from "./tickets";
import { sayDone } from "./undoing";

/** What a macro makes of a ticket as far as that can be shown at once; the rest is the desk's to say. */
type Shown = (before: Known) => Known;
type Named = Pick<Macro, "id" | "name">;

/** What it would come to. Throws a Problem. */
export function previewed(ref: string, { id }: Named, signal: AbortSignal): Promise<MacroRun> {
  return desk().tryMacro(ref, id, signal);
}

/** The version of the ticket that was looked at, to run it on no other; undefined where nothing would change. */
export function lookedAt({ ticket, events, said }: MacroRun): number | undefined {
  return events.length > 0 || said ? ticket.version : undefined;
}

/**
 * All of it on one ticket. Throws a Problem where the desk refuses it, also because the ticket is no longer of the version
 * that was looked at; it is then as it was.
 */
export async function runOnOne(ref: string, macro: Named, shown: Shown, version?: number): Promise<void> {
  let reply: string | null = null;
  const send = async (): Promise<MacroRun["ticket"]> => {
    const { ticket, said } = await desk().runMacro(ref, macro.id, version);
    reply = said?.kind === "agent_reply" ? said.id : null;
    return ticket;
  };
  const { failed, deeds } = await changeAll([ref], { ...changeOf(macro, shown), send });
  if (failed[0]) throw failed[0].problem;
  // Beside the reply, which isn't out yet, stands the same way to undo it.
  const named = deeds.map((deed) => ({ ...deed, id: reply ?? deed.id }));
  sayDone(`${ref} ${t("done.macro", { name: macro.name })}`, named);
}

/** On each of many wholly or not at all; how far that got is seen meanwhile, and what was refused afterwards. */
export async function runOnMany(refs: readonly string[], macro: Named, shown: Shown, options?: Options): Promise<void> {
  const tell = (done: number): void => {
    progress.value = { name: macro.name, done, all: refs.length };
  };
  const answered = (count: number): void => tell((progress.peek()?.done ?? 0) + count);
  tell(0);
  try {
    const told = t("done.macro", { name: macro.name });
    await perform(refs, { ...changeOf(macro, shown), answered }, told, { notifyCustomers: false, ...options });
  } finally {
    progress.value = null;
  }
}

function changeOf({ id }: Named, apply: Shown): Change {
  return { apply, send: async (ref) => (await desk().runMacro(ref, id)).ticket, set: { macro: id } };
}
