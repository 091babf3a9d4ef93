/** Changes of an open ticket that are typed rather than pressed: title, customer, who is in copy, merging. */
import type { TicketChanges } from "../../api/types";
import { countSoon } from "../desk/directory";
import { desk } from "../desk/session";
import { type ChoiceName, type Chosen, holding } from "./choices";
import { markOwn } from "./feed";
import { changeAll } from "./send";
import { forgetEntries, type Known, refresh, tickets } from "./tickets";

/** Show a change at once and send it. Throws a Problem for the field to show; the ticket is then as it was. */
export async function changeDetail(ref: string, shown: Partial<Known>, changes: TicketChanges): Promise<void> {
  const { failed } = await changeAll([ref], {
    apply: (before) => ({ ...before, ...shown }),
    send: () => desk().change(ref, changes),
    set: {},
  });
  if (failed[0]) throw failed[0].problem;
  void refresh(ref);
}

export function changeChoice<N extends ChoiceName>(name: N, ref: string, value: Chosen[N]): Promise<void> {
  const set = holding(name, value);
  return changeDetail(ref, set, set);
}

/** Say that the customer of the ticket wrote it, though nothing proves it. Throws a Problem. */
export async function verify(ref: string): Promise<void> {
  tickets.put(ref, await desk().verify(ref));
  markOwn([ref]);
  await refresh(ref);
}

/**
 * Merge `duplicate` into `ref`. `acrossContacts` says that two customers may hear the same answers, `readers` who of
 * those on the duplicate reads on. Throws a Problem.
 */
export async function merge(
  ref: string,
  duplicate: string,
  acrossContacts: boolean,
  readers: readonly string[],
): Promise<void> {
  tickets.put(ref, await desk().merge(ref, duplicate, acrossContacts, readers));
  await startOver(ref, duplicate);
}

export async function unmerge(ref: string, duplicate: string): Promise<void> {
  tickets.put(ref, await desk().unmerge(ref, duplicate));
  await startOver(ref, duplicate);
}

/** Both tickets' conversations are others now. */
async function startOver(...refs: readonly string[]): Promise<void> {
  for (const ref of refs) forgetEntries(ref);
  markOwn(refs);
  countSoon();
  await Promise.all(refs.map(refresh));
}

/** The address in a text, if it is one; the desk has the last word. */
export function addressIn(typed: string): string | null {
  const found = /^\s*([^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+)\s*$/.exec(typed);
  return found?.[1] ?? null;
}
