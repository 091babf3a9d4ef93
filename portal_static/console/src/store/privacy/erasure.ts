/** Erasing a person for good: what would go, the job that does it, and the receipt. */
import type { ContactDetails, DeskJob, ErasureTable } from "../../api/types";
import { folded } from "../../words";
import { desk } from "../desk/session";

/** What was erased, as the outcome of its job tells. */
export type Receipt = Omit<ErasureTable, "more"> & { erased_at: string };

/** What would go. Throws a Problem. */
export function previewErasure(contact: string): Promise<ErasureTable> {
  return desk().ask("POST", `contacts/${encodeURIComponent(contact)}/erasure`, { query: { preview: true } });
}

/** Begin to erase; asked for again while that goes on, it is the same job. */
export function erase(contact: string): Promise<DeskJob> {
  return desk().ask("POST", `contacts/${encodeURIComponent(contact)}/erasure`);
}

/** The receipt of an erasure; null for a job that isn't done, or is none. */
export function receiptOf({ kind, state, outcome }: DeskJob): Receipt | null {
  return kind === "erasure" && state === "done" ? (outcome as Receipt) : null;
}

type Named = Pick<ContactDetails, "id" | "name" | "addresses">;

/** What a contact is called by who is to name them: one without a name or an address by their id. */
export function nameOf({ id, name, addresses: [first] }: Named): string {
  return name || first || id;
}

/** Whether somebody typed the name of a contact, or an address of theirs. */
export function isNamed(contact: Named, typed: string): boolean {
  const wanted = plainly(typed);
  return wanted !== "" && [nameOf(contact), ...contact.addresses].some((each) => plainly(each) === wanted);
}

function plainly(text: string): string {
  return folded(text).trim().replaceAll(/\s+/g, " ");
}
