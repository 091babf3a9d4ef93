/** Lines of Markdown as they come: what stands before each, and how far apart they are. */
import { type Look, lineOf, plainLineOf, type Run } from "./runs";

/** What stands before the lines of a list's item or a quote: another thing before the first of them. */
interface Margin {
  first: string;
  rest: string;
  used: boolean;
  list: boolean;
}

/** How far apart: 1 is the next line, 2 leaves one empty. */
export type Gap = 1 | 2;

const MOST_MARGINS = 6; // the desk reads no deeper ones

export class Writer {
  private readonly lines: string[] = [];
  private runs: Run[] = [];
  private margins: Margin[] = [];
  private gap: Gap = 1;
  /** How many characters there are. */
  length = 0;
  /** How many lines there are. */
  get count(): number {
    return this.lines.length;
  }

  /** `plain` sets no marks. */
  constructor(private readonly plain = false) {}

  text(text: string, look: Look): void {
    if (text !== "") this.runs.push({ ...look, text });
  }

  /** A line ends here. One that had nothing in it stays empty. */
  newLine(): void {
    if (!this.flush()) this.apart(2);
  }

  /** What comes next is no part of the line, and stands so far from it. */
  block(gap: Gap): void {
    this.flush();
    this.apart(gap);
  }

  /** What comes next stands on the next line after all. */
  close(): void {
    this.flush();
    this.gap = 1;
  }

  /** Lines that stand as they are. */
  asIs(lines: readonly string[]): void {
    for (const line of lines) {
      this.emit(line);
      this.gap = 1;
    }
  }

  get inList(): boolean {
    return this.margins.some((margin) => margin.list);
  }

  within(margins: readonly { first: string; rest: string; list: boolean }[], write: () => void): void {
    const before = this.margins;
    this.margins = [...before, ...margins.map((margin) => ({ ...margin, used: false }))].slice(0, MOST_MARGINS);
    write();
    this.flush();
    this.margins = before;
  }

  result(): string {
    this.flush();
    return this.lines.join("\n").replace(/^\n+|\s+$/g, "");
  }

  private apart(gap: Gap): void {
    if (gap > this.gap && !this.inList) this.gap = gap;
  }

  /** Gives whether there was anything. */
  private flush(): boolean {
    const line = this.plain ? plainLineOf(this.runs) : lineOf(this.runs);
    this.runs = [];
    if (line === "") return false;
    this.emit(line);
    this.gap = 1;
    return true;
  }

  private emit(line: string): void {
    const begun = this.margins.filter((margin) => margin.used).map((margin) => margin.rest);
    if (this.gap === 2 && this.lines.length > 0) this.lines.push(begun.join("").trimEnd());
    const before = this.margins.map((margin) => (margin.used ? margin.rest : margin.first)).join("");
    for (const margin of this.margins) margin.used = true;
    this.lines.push((before + line).trimEnd());
    this.length += before.length + line.length + 1;
  }
}
