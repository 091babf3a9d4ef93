/**
 * HTML as text, read into a small tree. It is never given to the browser: nothing of it can run or load. Each step goes
 * on in the text, so that megabytes from a word processor, well-formed or not, take no longer than they are long.
 */
import { decoded } from "./entities";

export interface Element {
  tag: string;
  attributes: Readonly<Record<string, string>>;
  children: Node[];
}
export type Node = Element | string;

const VOID = new Set("area base br col embed hr img input link meta param source track wbr".split(" "));
/** What is nobody's words, with all that is in it. */
const RAW = new Set("script style title noscript template textarea xmp iframe noembed noframes".split(" "));
const BLOCKS = new Set(
  "address article aside blockquote center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table ul".split(
    " ",
  ),
);
/** What ends what: an item ends the one before it within the same list. */
const ENDS: Record<string, { ends: readonly string[]; within: readonly string[] }> = {
  li: { ends: ["li"], within: ["ul", "ol"] },
  dt: { ends: ["dt", "dd"], within: ["dl"] },
  dd: { ends: ["dt", "dd"], within: ["dl"] },
  tr: { ends: ["tr"], within: ["table"] },
  td: { ends: ["td", "th"], within: ["tr", "table"] },
  th: { ends: ["td", "th"], within: ["tr", "table"] },
};
const CELLS = new Set(["td", "th", "table"]);
const DEEPEST = 120;
const LONGEST_ATTRIBUTES = 8_000;
/** Characters of text that are read: more than any message may have. */
const MOST_TEXT = 400_000;

/** The tree of a text. Whatever it is, there is one. */
export function parsed(html: string): Element {
  const root: Element = { tag: "", attributes: {}, children: [] };
  const open = [root];
  const top = (): Element => open.at(-1) ?? root;
  let left = MOST_TEXT;
  for (const token of tokens(html)) {
    if (left < 0) break;
    if (typeof token === "string") {
      top().children.push(token);
      left -= token.length;
    } else if (token.closes) close(open, token.tag);
    else {
      makeRoom(open, token.tag);
      const made: Element = { tag: token.tag, attributes: attributesOf(token.rest), children: [] };
      top().children.push(made);
      if (!VOID.has(token.tag) && !token.rest.endsWith("/") && open.length < DEEPEST) open.push(made);
    }
  }
  return root;
}

function close(open: Element[], tag: string): void {
  for (let at = open.length - 1; at > 0; at--) {
    const name = open[at]?.tag ?? "";
    if (name === tag) return void open.splice(at);
    if (CELLS.has(name) && !["tr", "tbody", "thead", "tfoot", "table"].includes(tag)) return; // not out of its cell
  }
}

function makeRoom(open: Element[], tag: string): void {
  if (BLOCKS.has(tag) && open.at(-1)?.tag === "p") open.pop();
  const rule = ENDS[tag];
  if (!rule) return;
  for (let at = open.length - 1; at > 0; at--) {
    const name = open[at]?.tag ?? "";
    if (rule.within.includes(name)) return;
    if (rule.ends.includes(name)) return void open.splice(at);
  }
}

interface Tag {
  tag: string;
  closes: boolean;
  rest: string;
}

function* tokens(html: string): Generator<string | Tag> {
  let at = 0;
  const missing = new Set<string>();
  while (at < html.length) {
    const begin = html.indexOf("<", at);
    if (begin < 0) return yield decoded(html.slice(at));
    if (begin > at) yield decoded(html.slice(at, begin));
    const after = html.charCodeAt(begin + 1);
    if (after === 33 || after === 63) {
      at = afterRemark(html, begin); // <! and <?
      continue;
    }
    const name = /\/?[a-zA-Z][^\s/>]{0,60}/y;
    name.lastIndex = begin + 1;
    const found = name.exec(html)?.[0];
    if (!found) {
      yield "<";
      at = begin + 1;
      continue;
    }
    const end = tagEnd(html, begin + 1 + found.length, missing);
    const tag = found.replace("/", "").toLowerCase();
    const closes = found.startsWith("/");
    at = end + 1;
    if (!closes && RAW.has(tag)) at = afterRaw(html, at, tag);
    else yield { tag, closes, rest: html.slice(begin + 1 + found.length, end).trim() };
  }
}

/** Behind a comment, or a word to the browser alone. */
function afterRemark(html: string, begin: number): number {
  const comment = html.startsWith("<!--", begin);
  const end = comment ? html.indexOf("-->", begin + 2) : html.indexOf(">", begin);
  return end < 0 ? html.length : end + (comment ? 3 : 1);
}

function afterRaw(html: string, at: number, tag: string): number {
  const closing = new RegExp(`</${tag}`, "gi");
  closing.lastIndex = at;
  const found = closing.exec(html);
  const end = found ? html.indexOf(">", found.index) : -1;
  return end < 0 ? html.length : end + 1;
}

/** Where a tag ends: at the first `>` outside of quotes. `missing` are the quotes that the text has no more of. */
function tagEnd(html: string, from: number, missing: Set<string>): number {
  const sign = /[>"']/g;
  sign.lastIndex = from;
  for (let found = sign.exec(html); found; found = sign.exec(html)) {
    const quote = found[0];
    if (quote === ">") return found.index;
    const end = missing.has(quote) ? -1 : html.indexOf(quote, found.index + 1);
    if (end < 0) missing.add(quote);
    else sign.lastIndex = end + 1;
  }
  return html.length;
}

const ATTRIBUTE = /([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;

function attributesOf(rest: string): Record<string, string> {
  const found: Record<string, string> = {};
  if (rest === "") return found;
  for (const [, name = "", double, single, plain] of rest.slice(0, LONGEST_ATTRIBUTES).matchAll(ATTRIBUTE))
    found[name.toLowerCase()] ??= decoded(double ?? single ?? plain ?? "");
  return found;
}
