/** A text and what is selected in it. */
import type { Replacing } from "../../../../parts/typeInto";

export interface Selected {
  text: string;
  start: number;
  end: number;
}

/** What is to be replaced, by what, and what is selected then. */
export type Edited = Replacing;

/** From where to where the selected lines go. A line that the selection ends right before is none of them. */
export function linesAt({ text, start, end }: Selected): { from: number; to: number } {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const last = end > start && text[end - 1] === "\n" ? end - 1 : end;
  const found = text.indexOf("\n", last);
  return { from, to: found < 0 ? text.length : found };
}
