/** Lists and quotes: signs at the start of lines, which go on by themselves and end on an empty one. Pure. */
import { type Edited, linesAt, type Selected } from "./selected";

export type Kind = "bullets" | "numbers" | "quote";

const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])(\s+)(.*)$/;
const QUOTED = /^(\s*>\s?)(.*)$/;

/** Make the selected lines a list or a quote, or plain lines again where all of them are one already. */
export function lined(at: Selected, kind: Kind): Edited {
  const { from, to } = linesAt(at);
  const lines = at.text.slice(from, to).split("\n");
  const said = lines.filter((line) => line.trim() !== "");
  const off = said.length > 0 && said.every((line) => isOf(line, kind));
  let count = 0;
  const made = lines.map((line) => {
    if (off) return bare(line, kind);
    if (line.trim() === "" && lines.length > 1) return kind === "quote" ? ">" : line;
    return begun(line, kind, ++count);
  });
  const text = made.join("\n");
  const before = !off && needsGap(at.text.slice(0, from), kind) ? "\n" : "";
  const after = !off && /^\n(?=[^\n])/.test(at.text.slice(to)) && !isOf(lineAfter(at.text, to), kind) ? "\n" : "";
  const start = from + before.length;
  const moved = (made.at(-1)?.length ?? 0) - (lines.at(-1)?.length ?? 0);
  const cursor = Math.max(start, Math.min(start + text.length, at.start + before.length + moved));
  const kept = lines.length > 1 ? { start, end: start + text.length } : { start: cursor, end: cursor };
  return { from, to, text: before + text + after, ...kept };
}

/** What Enter does in a list or a quote: the next item, or the end of it where nothing is written; else null. */
export function entered(at: Selected): Edited | null {
  const { text, start, end } = at;
  const from = text.lastIndexOf("\n", start - 1) + 1;
  if (isInFence(text.slice(0, from))) return null;
  const found = text.indexOf("\n", from);
  const line = text.slice(from, found < 0 ? text.length : found);
  const [quotes, rest] = quotesOf(line);
  const item = ITEM.exec(rest);
  const sign = item ? quotes + item[1] + item[2] + item[3] : quotes;
  if (sign === "" || start < from + sign.length) return null;
  if (rest.slice(item ? sign.length - quotes.length : 0).trim() === "")
    return ended(from, from + line.length, quotes, item);
  const next = item ? quotes + item[1] + following(item[2] ?? "") + item[3] : quotes;
  const typed = `\n${next}`;
  if (!item || !/^\d/.test(item[2] ?? "")) return { from: start, to: end, text: typed };
  const behind = text.slice(end);
  const { length, numbered } = renumbered(behind, quotes + item[1], Number.parseInt(item[2] ?? "", 10) + 2);
  return { from: start, to: end + length, text: typed + numbered, start: start + typed.length };
}

/** An empty item ends its list, or comes out by one level; an empty line ends the quote. */
function ended(from: number, to: number, quotes: string, item: RegExpExecArray | null): Edited {
  const indent = item?.[1] ?? "";
  if (item && indent.length >= 2) return { from, to, text: quotes + indent.slice(2) + item[2] + item[3] };
  return { from, to, text: item ? quotes : "" };
}

function quotesOf(line: string): [string, string] {
  let quotes = "";
  let rest = line;
  for (let found = QUOTED.exec(rest); found; found = QUOTED.exec(rest)) {
    quotes += found[1] ?? "";
    rest = found[2] ?? "";
  }
  return [quotes, rest];
}

function following(sign: string): string {
  const number = Number.parseInt(sign, 10);
  return Number.isNaN(number) ? sign : `${number + 1}${sign.at(-1)}`;
}

/** The rest of the list behind the cursor, counted on from `next`: its length as it is, and as it is to be. */
function renumbered(behind: string, begin: string, next: number): { length: number; numbered: string } {
  const [first = "", ...lines] = behind.split("\n");
  let [number, length, numbered] = [next, first.length, first];
  for (const line of lines) {
    const item = line.startsWith(begin) ? ITEM.exec(line.slice(begin.length)) : null;
    const deeper = line.startsWith(`${begin} `);
    if (!deeper && !(item && item[1] === "" && /^\d/.test(item[2] ?? ""))) break;
    length += line.length + 1;
    numbered += deeper || !item ? `\n${line}` : `\n${begin}${number++}${item[2]?.at(-1)}${item[3]}${item[4]}`;
  }
  return { length, numbered };
}

function isOf(line: string, kind: Kind): boolean {
  if (kind === "quote") return QUOTED.test(line);
  return (kind === "numbers" ? /^\s*\d{1,9}[.)]\s/ : /^\s*[-*+]\s/).test(line);
}

function bare(line: string, kind: Kind): string {
  if (kind === "quote") return line.replace(/^(\s*)>\s?/, "$1");
  return line.replace(/^(\s*)(?:[-*+]|\d{1,9}[.)])\s+/, "$1");
}

function begun(line: string, kind: Kind, count: number): string {
  if (kind === "quote") return `> ${line}`;
  const sign = kind === "numbers" ? `${count}. ` : "- ";
  const item = ITEM.exec(line);
  return item ? item[1] + sign + item[4] : line.replace(/^\s*/, (indent) => indent + sign);
}

/** What follows a list of another kind, or a quote, is read as a part of it unless a blank line stands between. */
function needsGap(before: string, kind: Kind): boolean {
  const last = before.split("\n").at(-2) ?? "";
  return last.trim() !== "" && !isOf(last, kind) && (ITEM.test(last) || QUOTED.test(last));
}

function lineAfter(text: string, to: number): string {
  const end = text.indexOf("\n", to + 1);
  return text.slice(to + 1, end < 0 ? text.length : end);
}

function isInFence(before: string): boolean {
  return ((before.match(/^\s*```/gm) ?? []).length & 1) === 1;
}
