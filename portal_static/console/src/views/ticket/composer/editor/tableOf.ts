/** The cells of a table that is one: many tables of mails only put things beside each other. */
import type { Element } from "./html";
import type { Cells } from "./tables";

const LONGEST_CELL = 160;
const MOST_COLUMNS = 40;

/** The cells; null for a table that is none. `wordsOf` gives the words of one. */
export function tableOf(table: Element, wordsOf: (cell: Element) => string): Cells | null {
  if (table.attributes.role === "presentation" || has(table, "table")) return null;
  const lines = rowsOf(table);
  const rows = lines.map((row) => cellsOf(row, wordsOf));
  const said = rows.filter((row) => row.some((cell) => cell !== ""));
  const columns = Math.max(0, ...said.map((row) => row.length));
  if (columns < 2 || said.some((row) => row.some((cell) => cell.length > LONGEST_CELL))) return null;
  return {
    rows: said.map((row) => trimmed(row, said)),
    headed: said.length > 1 && isHead(lines[rows.indexOf(said[0] ?? [])]),
  };
}

/** Without the empty columns at the end that sheets hand over. */
function trimmed(row: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const used = Math.max(...rows.map((each) => each.findLastIndex((cell) => cell !== "") + 1));
  return row.slice(0, used);
}

function cellsOf(row: Element, wordsOf: (cell: Element) => string): string[] {
  const cells: string[] = [];
  for (const cell of elements(row)) {
    if (cell.tag !== "td" && cell.tag !== "th") continue;
    const span = Math.min(Math.max(1, Number.parseInt(cell.attributes.colspan ?? "1", 10) || 1), MOST_COLUMNS);
    cells.push(wordsOf(cell), ...Array.from({ length: span - 1 }, () => ""));
  }
  return cells;
}

function isHead(row: Element | undefined): boolean {
  const cells = row ? elements(row) : [];
  return cells.length > 0 && cells.every((cell) => cell.tag === "th" || isBold(cell));
}

function isBold(cell: Element): boolean {
  if (/font-weight:\s*(?:bold|[6-9]00)/i.test(cell.attributes.style ?? "")) return true;
  const [only, ...more] = cell.children.filter((child) => typeof child !== "string" || child.trim() !== "");
  if (typeof only !== "object" || more.length > 0) return false;
  return only.tag === "b" || only.tag === "strong" || isBold(only);
}

function rowsOf(node: Element): Element[] {
  return elements(node).flatMap((child) =>
    child.tag === "tr" ? [child] : /^t(?:body|head|foot)$/.test(child.tag) ? rowsOf(child) : [],
  );
}

function has(node: Element, tag: string): boolean {
  return elements(node).some((child) => child.tag === tag || has(child, tag));
}

function elements(node: Element): Element[] {
  return node.children.filter((child): child is Element => typeof child !== "string");
}
