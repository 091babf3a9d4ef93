/** All that a report counts as one CSV document, glued of the pages that the desk gives. */

/** A page as it comes; the first has the names of the columns. `cursor` is where the next one begins. */
export interface CsvPage {
  text: string;
  cursor: string | null;
  daysDone: number;
  days: number;
}

/** How far it got: what is here already need not be asked for again. */
export interface Gathered extends CsvPage {
  whole: boolean;
}

export const NOTHING: Gathered = { text: "", cursor: null, daysDone: 0, days: 0, whole: false };

/** Ask for page after page and tell of each, until it is whole. What was told last is where to go on if it fails. */
export async function gather(
  from: Gathered,
  ask: (cursor: string | null) => Promise<CsvPage>,
  tell: (gathered: Gathered) => void,
): Promise<Gathered> {
  let so = from;
  while (!so.whole) {
    const page = await ask(so.cursor);
    so = { ...page, text: so.text + page.text, whole: page.cursor === null };
    tell(so);
  }
  return so;
}

/** `12/90`, as the desk says how many days are done. */
export function daysIn(header: string | null): Pick<CsvPage, "daysDone" | "days"> {
  const [daysDone = 0, days = 0] = (header ?? "").split("/").map(Number);
  return { daysDone, days };
}
