/** Removing words, a message or a file from a ticket for good. */
import type { DeskJob, Redacting, RedactionFound } from "../../api/types";
import { desk } from "../desk/session";
import { forgetEntries, refresh } from "../tickets/tickets";

/** Where it would be removed. Throws a Problem for the form to show. */
export function findToRedact(ref: string, what: Redacting): Promise<RedactionFound> {
  return desk().ask("POST", `tickets/${encodeURIComponent(ref)}/redactions`, { query: { preview: true }, body: what });
}

/** Begin to remove it; what comes of it, the job tells. `key` is the same for every try. */
export function redact(ref: string, what: Redacting, key: string): Promise<DeskJob> {
  return desk().ask("POST", `tickets/${encodeURIComponent(ref)}/redactions`, { body: what, key });
}

/** Fetch the ticket and its conversation anew: what was fetched before holds what was removed. */
export async function readAnew(ref: string): Promise<void> {
  forgetEntries(ref);
  await refresh(ref);
}

/** The words of a text, one a line. */
export function wordsIn(text: string): string[] {
  const lines = text.split("\n").map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ""))];
}
