/** Lists that are none by their tags: Word writes paragraphs with their signs, chat programs say how far in each is. */
import type { Element, Node } from "./html";

export interface Margin {
  first: string;
  rest: string;
  list: boolean;
}

/** What stands before an item that is so many levels in. */
export function listMargins(level: number, sign: string): Margin[] {
  const outer = Array.from({ length: Math.min(level, 5) }, () => ({ first: "  ", rest: "  ", list: true }));
  return [...outer, { first: sign, rest: " ".repeat(sign.length), list: true }];
}

const NUMBERED = /^\(?(?:\d{1,9}|[a-z]{1,4})[.)]/i;

/** The item that a paragraph of Word's is, if it is one. `margins` counts on in `numbers`, one for each level. */
export function wordItem(
  node: Element,
): { words: readonly Node[]; margins(numbers: Map<number, number>): Margin[] } | null {
  const found = /mso-list:\s*l\d+ level(\d)/i.exec(node.attributes.style ?? "");
  if (!found || !/^(?:p|h[1-6]|div)$/.test(node.tag)) return null;
  const level = Number(found[1]) - 1;
  const sign = signIn(node).trim();
  return {
    words: node.children,
    margins: (numbers) => {
      for (const deeper of [...numbers.keys()]) if (deeper > level) numbers.delete(deeper);
      if (!NUMBERED.test(sign)) {
        numbers.delete(level);
        return indented(numbers, level, "- ");
      }
      const typed = Number.parseInt(sign.replace("(", ""), 10);
      const number = Number.isNaN(typed) ? (numbers.get(level) ?? 0) + 1 : typed;
      const margins = indented(numbers, level, `${number}. `);
      numbers.set(level, number);
      return margins;
    },
  };
}

/** Under a numbered item what belongs to it stands further in than under a dot. */
function indented(numbers: ReadonlyMap<number, number>, level: number, sign: string): Margin[] {
  const outer = Array.from({ length: Math.min(level, 5) }, (_, at) => {
    const number = numbers.get(at);
    const blank = " ".repeat(number === undefined ? 2 : `${number}. `.length);
    return { first: blank, rest: blank, list: true };
  });
  return [...outer, { first: sign, rest: " ".repeat(sign.length), list: true }];
}

function signIn(node: Element): string {
  if (/mso-list:\s*ignore/i.test(node.attributes.style ?? "")) return textOf(node);
  for (const child of node.children) {
    const found = typeof child === "string" ? "" : signIn(child);
    if (found.trim() !== "") return found;
  }
  return "";
}

function textOf(node: Element): string {
  return node.children.map((child) => (typeof child === "string" ? child : textOf(child))).join("");
}
