/** Links: `[words](address)`. Pure. */
import type { Edited, Selected } from "./selected";

export const ADDRESS = /^(?:https?:\/\/|mailto:)\S+$/i;
const BEGIN = "https://";
const LINK = /\[([^[\]\n]*)\]\(([^()\s]*)\)/g;

/** Make what is selected a link, its address ready to be typed or pasted over; or take the link off that one is in. */
export function linked(at: Selected): Edited {
  const { text, start, end } = at;
  for (const found of text.matchAll(LINK)) {
    const to = found.index + found[0].length;
    if (found.index <= start && end <= to) {
      const words = found[1] || found[2] || "";
      return { from: found.index, to, text: words, start: found.index, end: found.index + words.length };
    }
  }
  const words = text.slice(start, end).trim();
  if (ADDRESS.test(words)) return { from: start, to: end, text: `[](${words})`, start: start + 1 };
  const [from, to] = start === end ? wordAt(text, start) : [start, end];
  const named = text.slice(from, to).replace(/\s*\n\s*/g, " ");
  if (named === "") return { from, to, text: `[](${BEGIN})`, start: from + 1 };
  const address = from + named.length + 3;
  return { from, to, text: `[${named}](${BEGIN})`, start: address, end: address + BEGIN.length };
}

function wordAt(text: string, at: number): [number, number] {
  let [from, to] = [at, at];
  while (/[\p{L}\p{N}]/u.test(text[from - 1] ?? "")) from--;
  while (/[\p{L}\p{N}]/u.test(text[to] ?? "")) to++;
  return [from, to];
}
