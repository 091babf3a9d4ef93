/** The tags that messages are made of, and what is kept of each: whatever else might come is drawn as its text. */

const TAGS = new Set(
  "b blockquote br code em i li ol p pre s strong sub sup table tbody td th thead tr u ul".split(" "),
);
const NUMBERS: Record<string, readonly string[]> = {
  li: ["value"],
  ol: ["start"],
  td: ["colSpan", "rowSpan"],
  th: ["colSpan", "rowSpan"],
};
/** Digits that a number may have: a cell over thousands of columns would make the page suffer. */
const DIGITS: Record<string, RegExp> = { colSpan: /^\d{1,2}$/, rowSpan: /^\d{1,2}$/ };
const OWN_DIRECTION = new Set(["li", "p", "pre", "td", "th"]);
const LINK = /^(https?:|mailto:|tel:)/i;

/** What an element is drawn with, or null for one that isn't; `get` reads its attributes. */
export function propsOf(tag: string, get: (name: string) => string | null): Record<string, string> | null {
  if (!TAGS.has(tag)) return null;
  const props: Record<string, string> = OWN_DIRECTION.has(tag) ? { dir: "auto" } : {};
  for (const name of NUMBERS[tag] ?? []) {
    const value = get(name.toLowerCase()) ?? "";
    if ((DIGITS[name] ?? /^\d{1,9}$/).test(value)) props[name] = value;
  }
  return props;
}

/** Where a link leads, if a message's may lead there. */
export function targetOf(href: string | null): string | null {
  return href && LINK.test(href) ? href : null;
}
