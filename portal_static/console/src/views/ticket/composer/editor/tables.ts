/** Tables as text: mail programs and people without them read columns that are aligned. */

export interface Cells {
  rows: readonly (readonly string[])[];
  /** Whether the first row names the columns. */
  headed: boolean;
}

const WIDEST = 96;
const NUMBER = /^[-+(]?[€$£¥]?\s?\d[\d\s.,'’]*\s?(?:[%€$£¥]|[A-Z]{3})?\)?$/;
/** Characters as wide as two. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g;

/** The lines of a table: aligned between fences or, where it is too wide to be, an item for each row. */
export function tableLines({ rows, headed }: Cells): string[] {
  if (rows.length === 1) return [(rows[0] ?? []).join(" | ")];
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...rows.map((row) => width(row[at] ?? ""))));
  if (widths.reduce((sum, one) => sum + one + 2, -2) > WIDEST) return itemLines(rows, headed);
  const right = widths.map((_, at) =>
    rows.every((row, line) => (headed && line === 0) || !row[at] || NUMBER.test(row[at] ?? "")),
  );
  const aligned = rows.map((row) => widths.map((room, at) => padded(row[at] ?? "", room, right[at])).join("  "));
  const rule = widths.map((room) => "-".repeat(room)).join("  ");
  const lines = headed ? [aligned[0] ?? "", rule, ...aligned.slice(1)] : aligned;
  return ["```", ...lines.map((line) => line.trimEnd()), "```"];
}

function itemLines(rows: readonly (readonly string[])[], headed: boolean): string[] {
  const [names = [], ...rest] = headed ? rows : [[], ...rows];
  return rest.map((row) => {
    const cells = row.map((cell, at) => (names[at] && cell ? `${names[at]}: ${cell}` : cell)).filter((cell) => cell);
    return `- ${cells.join(" | ")}`;
  });
}

function padded(cell: string, room: number, right: boolean | undefined): string {
  const blank = " ".repeat(room - width(cell));
  return right ? blank + cell : cell + blank;
}

function width(text: string): number {
  return [...text].length + (text.match(WIDE)?.length ?? 0);
}
