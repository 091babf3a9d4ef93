/**
 * Bold, italic and code: what a key or button makes of a text and what is selected in it. Pure. What is set is taken off
 * again by the same key, wherever in it the cursor stands.
 */
import { type Edited, linesAt, type Selected } from "./selected";

export const BOLD = "**";
export const ITALIC = "_";
export const CODE = "`";

const WORD = /[\p{L}\p{N}\p{M}_]/u;
/** What begins a line and is no word of it: signs of quotes and lists. */
const BEGINS = /^(?:\s|>|(?:[-*+]|\d{1,9}[.)])(?=\s))*/;

/** Set a mark around what is selected, around each of its lines by itself; or take it off. */
export function marked(at: Selected, mark: string): Edited {
  const inside = enclosing(at, mark);
  if (inside && isAtEnd(at, inside, mark)) return { from: at.end, to: inside.to, text: mark, start: inside.to };
  if (inside) return without(at, inside, mark);
  const parts = partsOf(at, mark);
  if (parts.length === 0) return { from: at.start, to: at.end, text: mark + mark, start: at.start + mark.length };
  const off = parts.every(({ from, to }) => isMarked(at.text.slice(from, to), mark));
  return replaced(
    at,
    parts.map(({ from, to }) => {
      const words = at.text.slice(from, to);
      if (off) return { from, to, text: words.slice(mark.length, -mark.length) };
      return { from, to, text: isMarked(words, mark) ? words : around(words, mark) };
    }),
    parts.length === 1 ? mark.length * (off ? 0 : 1) : 0,
  );
}

/** Code: a line by the sign around it, several lines between fences. */
export function coded(at: Selected): Edited {
  const { from, to } = linesAt(at);
  if (!at.text.slice(at.start, at.end).includes("\n") && !isFenced(at, from, to)) return marked(at, CODE);
  const before = at.text.slice(0, from);
  const after = at.text.slice(to);
  const opening = /(^|\n)```[\w+#.-]*\n$/.exec(before);
  const closing = /^\n```(?=\n|$)/.exec(after);
  const words = at.text.slice(from, to);
  if (opening && closing) {
    const start = from - opening[0].length + (opening[1]?.length ?? 0);
    return { from: start, to: to + closing[0].length, text: words, start, end: start + words.length };
  }
  return { from, to, text: `\`\`\`\n${words}\n\`\`\``, start: from + 4, end: from + 4 + words.length };
}

function isFenced({ text }: Selected, from: number, to: number): boolean {
  return /(?:^|\n)```[\w+#.-]*\n$/.test(text.slice(0, from)) && /^\n```(?:\n|$)/.test(text.slice(to));
}

interface Part {
  from: number;
  to: number;
}

/** The words that are to be marked: of each line what is selected, without the blanks around it; whole words always,
 *  since the desk reads no mark within one. */
function partsOf(at: Selected, mark: string): Part[] {
  const { text } = at;
  const parts: Part[] = [];
  let start = at.start;
  for (const line of text.slice(at.start, at.end).split("\n")) {
    const lineStart = text.lastIndexOf("\n", start - 1) + 1;
    const begins = lineStart + (BEGINS.exec(text.slice(lineStart))?.[0].length ?? 0);
    let from = Math.max(start, Math.min(begins, start + line.length));
    let to = start + line.length;
    while (from < to && /\s/.test(text[from] ?? "")) from++;
    while (to > from && /\s/.test(text[to - 1] ?? "")) to--;
    if (mark !== CODE || from === to) [from, to] = wholeWords(text, from, to);
    if (from < to) parts.push(outward(text, from, to, mark));
    start += line.length + 1;
  }
  return parts;
}

function wholeWords(text: string, from: number, to: number): [number, number] {
  let [start, end] = [from, to];
  if (start === end || WORD.test(text[start] ?? "")) while (start > 0 && WORD.test(text[start - 1] ?? "")) start--;
  if (start === to || WORD.test(text[end - 1] ?? "")) while (WORD.test(text[end] ?? "")) end++;
  return [start, end];
}

/** With the marks right around it, so that they are found and taken off. */
function outward(text: string, from: number, to: number, mark: string): Part {
  const there = text.slice(from - mark.length, from) === mark && text.slice(to, to + mark.length) === mark;
  return there ? { from: from - mark.length, to: to + mark.length } : { from, to };
}

function isMarked(words: string, mark: string): boolean {
  return words.length > 2 * mark.length && words.startsWith(mark) && words.endsWith(mark);
}

/** Code that has the sign itself in it is marked by two. */
function around(words: string, mark: string): string {
  if (mark !== CODE || !words.includes(CODE)) return mark + words + mark;
  return `\`\` ${words} \`\``;
}

/** The marked words of the line that the selection is within, marks and all. */
function enclosing({ text, start, end }: Selected, mark: string): Part | null {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const found = text.indexOf("\n", end);
  const lineEnd = found < 0 ? text.length : found;
  let open = -1;
  for (let at = text.indexOf(mark, lineStart); at >= 0 && at < lineEnd; at = text.indexOf(mark, at + mark.length)) {
    if (mark !== BOLD && WORD.test(text[at - 1] ?? "") && WORD.test(text[at + 1] ?? "")) continue; // as in snake_case
    if (open < 0) open = at;
    else if (open + mark.length <= start && end <= at) return { from: open, to: at + mark.length };
    else open = -1;
    if (open > start) return null;
  }
  return null;
}

/** One has just written what is marked: the key goes on behind it, as it does everywhere. */
function isAtEnd({ start, end }: Selected, { from, to }: Part, mark: string): boolean {
  return start === end && end === to - mark.length && from + mark.length < start;
}

function without({ text, start, end }: Selected, { from, to }: Part, mark: string): Edited {
  const words = text.slice(from + mark.length, to - mark.length);
  return { from, to, text: words, start: start - mark.length, end: end - mark.length };
}

/** One edit for all the parts, after which what was selected still is. `shift` is how far a lone cursor moved. */
function replaced(at: Selected, parts: readonly (Part & { text: string })[], shift: number): Edited {
  const [first, last] = [parts[0], parts.at(-1)];
  if (!first || !last) return { from: at.start, to: at.start, text: "" };
  let text = "";
  let done = first.from;
  for (const part of parts) {
    text += at.text.slice(done, part.from) + part.text;
    done = part.to;
  }
  const end = first.from + text.length;
  if (at.start === at.end) return { from: first.from, to: last.to, text, start: Math.min(at.start + shift, end) };
  if (parts.length > 1) return { from: first.from, to: last.to, text, start: first.from, end };
  return { from: first.from, to: last.to, text, start: first.from + shift, end: end - shift };
}
