/** The beginning of a list, however many pages of the API it takes. */
import type { FoundRow, Snippet, TicketsPage } from "../../api/types";
import { desk } from "../desk/session";

/** The most that the API gives in one page. */
const LARGEST_PAGE = 100;

/** So many rows from the top, as one page. Throws a Problem. */
export async function firstRows(
  query: Record<string, string>,
  wanted: number,
  signal: AbortSignal,
): Promise<TicketsPage> {
  const found = await desk().list(query, Math.min(wanted, LARGEST_PAGE), null, signal);
  while (found.next_cursor && found.items.length < wanted) {
    const limit = Math.min(wanted - found.items.length, LARGEST_PAGE);
    const page = await desk().list(query, limit, found.next_cursor, signal);
    found.items.push(...page.items);
    found.next_cursor = page.next_cursor;
  }
  return found;
}

/** Why tickets were found, by their references. */
export function snippetsOf(rows: readonly FoundRow[]): Map<string, Snippet> {
  return new Map(rows.flatMap(({ ref, snippet }) => (snippet ? [[ref, snippet]] : [])));
}
