/**
 * Finding a ticket as one types: by reference, by words; and the other tickets of the same customer, before anything is
 * typed.
 */
import { batch, type ReadonlySignal, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { Problem } from "../../../api/problem";
import type { TicketRow } from "../../../api/types";
import { desk } from "../../../store/desk/session";
import { referenceIn } from "../../../store/tickets/filters";
import type { Known } from "../../../store/tickets/tickets";

const WAIT = 150;
const FOUND = 8;

interface Finding {
  /** The one whose reference was typed. */
  exact: ReadonlySignal<TicketRow | null>;
  /** Of the same customer. */
  same: ReadonlySignal<readonly TicketRow[]>;
  found: ReadonlySignal<readonly TicketRow[]>;
  problem: ReadonlySignal<Problem | null>;
  /** What was found is not yet what was asked for. */
  waiting: ReadonlySignal<boolean>;
  search(text: string): Promise<void>;
}

export function useFoundTickets(ticket: Known): Finding {
  const exact = useSignal<TicketRow | null>(null);
  const same = useSignal<readonly TicketRow[]>([]);
  const found = useSignal<readonly TicketRow[]>([]);
  const problem = useSignal<Problem | null>(null);
  const waiting = useSignal(false);
  const last = useRef<AbortController | null>(null);
  const search = async (text: string): Promise<void> => {
    last.current?.abort();
    const mine = new AbortController();
    last.current = mine;
    waiting.value = true;
    const words = text.trim();
    if (words !== "") await new Promise((done) => setTimeout(done, WAIT));
    if (mine.signal.aborted) return;
    try {
      const rows = (await look(ticket, words, mine.signal)).filter(
        (row) => row.ref !== ticket.ref && row.merged_into === null,
      );
      const isSame = (row: TicketRow): boolean => ticket.contact !== null && row.contact?.id === ticket.contact.id;
      const named = referenceIn(words, prefixOf(ticket));
      const others = rows.filter((row) => row.ref !== named);
      batch(() => {
        exact.value = rows.find((row) => row.ref === named) ?? null;
        same.value = others.filter(isSame);
        found.value = others.filter((row) => !isSame(row));
        problem.value = null;
        waiting.value = false;
      });
    } catch (failure) {
      if (mine.signal.aborted) return; // something else is looked for by now
      if (!(failure instanceof Problem)) throw failure;
      batch(() => {
        exact.value = null; // these were an answer to something else
        same.value = found.value = [];
        problem.value = failure;
        waiting.value = false;
      });
    }
  };
  return { exact, same, found, problem, waiting, search };
}

function prefixOf({ ref }: Known): string {
  return ref.slice(0, ref.lastIndexOf("-"));
}

async function look(ticket: Known, words: string, signal: AbortSignal): Promise<readonly TicketRow[]> {
  const { contact } = ticket;
  if (words === "") return contact ? (await desk().list({ contact: contact.id }, FOUND, null, signal)).items : [];
  const reference = referenceIn(words, prefixOf(ticket));
  const [exact, page] = await Promise.all([
    reference ? desk().ticket(reference, signal).catch(unlessMissing) : null,
    desk().list({ q: words }, FOUND, null, signal),
  ]);
  return exact ? [exact, ...page.items.filter((row) => row.ref !== exact.ref)] : page.items;
}

function unlessMissing(failure: unknown): null {
  if (failure instanceof Problem && failure.status === 404) return null;
  throw failure;
}
