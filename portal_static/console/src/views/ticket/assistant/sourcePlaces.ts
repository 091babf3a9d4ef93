/** Where on the ticket's page what the assistant names as a source is to be seen. */

const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}/;
const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

interface SourcePlace {
  /** The element's id. */
  id: string;
  /** When the entry was made, by its own id; null for what is none. */
  at: string | null;
}

/** The place of an entry, a text or a field: whatever is neither of the first two stands among the details. */
export function placeOf(source: string): SourcePlace {
  if (source === "description" || source === "resolution") return { id: source, at: null };
  if (!ULID.test(source)) return { id: "details", at: null };
  const milliseconds = [...source.slice(0, 10)].reduce((sum, digit) => 32 * sum + DIGITS.indexOf(digit), 0);
  return { id: `entry-${source}`, at: new Date(milliseconds).toISOString() };
}
