/**
 * Rich text from the clipboard as the Markdown that the desk reads: headings are bold lines, tables aligned text, and
 * what has neither words nor structure (styles, scripts, pictures that only count readers) is left out.
 */
import { type Element, type Node, parsed } from "./html";
import { addressOf, isCoded, isHidden, isTight, keepsBlanks, lookOf } from "./look";
import type { Look } from "./runs";
import { tableOf } from "./tableOf";
import { tableLines } from "./tables";
import { listMargins, wordItem } from "./wordLists";
import { Writer } from "./writer";

export interface Converted {
  text: string;
  /** Whether there was any more to it than lines of text. */
  rich: boolean;
}

const PLAIN: Look = { bold: false, italic: false, code: false, href: "" };
/** Characters of Markdown that are made: more than a message may have. What comes behind them is cut anyway. */
const MOST = 120_000;
const HEADING = /^h[1-6]$/;
const APART = new Set(["p", "dl", "figure", "aside"]);
const ON_LINES = new Set(
  "address article body caption center dd details div dt fieldset figcaption footer form header html main nav section summary table tbody td tfoot th thead tr".split(
    " ",
  ),
);

export function toMarkdown(html: string): Converted {
  const converter = new Converter(new Writer());
  converter.all(parsed(html).children, PLAIN);
  return { text: converter.out.result(), rich: converter.rich };
}

/** A cell's words on one line. */
function wordsOf(cell: Element): string {
  const converter = new Converter(new Writer(true));
  converter.all(cell.children, PLAIN);
  return converter.out.result().replace(/\s*\n\s*/g, ", ");
}

class Converter {
  rich = false;
  /** Whether blanks and line ends count. */
  private kept = false;
  /** Whether it is a heading's, which is bold however its words are styled. */
  private headed = false;
  private numbers = new Map<number, number>();
  /** How many lines there were when a list ended. */
  private listEnded = -1;

  constructor(readonly out: Writer) {}

  all(nodes: readonly Node[], look: Look): void {
    for (const node of nodes) {
      if (this.out.length > MOST) return;
      if (typeof node === "string") this.words(node, look);
      else this.element(node, look);
    }
  }

  private words(text: string, look: Look): void {
    if (!this.kept) return this.out.text(text.replace(/[ \t\r\n\f\u00a0]+/g, " "), look);
    for (const [at, line] of text.replaceAll("\r", "").split("\n").entries()) {
      if (at > 0) this.out.newLine();
      this.out.text(line.replaceAll("\u00a0", " "), look);
    }
  }

  private element(node: Element, before: Look): void {
    if (isHidden(node)) return;
    const kept = this.kept;
    this.kept = keepsBlanks(node, kept);
    this.shown(node, before);
    this.kept = kept;
  }

  private shown(node: Element, before: Look): void {
    const { tag, attributes, children } = node;
    const look = lookOf(node, before);
    if (this.headed) look.bold = true;
    if (look.bold || look.italic || look.code || look.href) this.rich = true;
    const item = wordItem(node);
    if (item) return this.listed(item.margins(this.numbers), () => this.all(item.words, look));
    if (tag === "br") return this.out.newLine();
    if (tag === "hr") return this.rule();
    if (tag === "img") return this.out.text(signOf(attributes.alt ?? ""), look);
    if (tag === "input") return this.out.text(boxOf(attributes), look);
    if (tag === "ul" || tag === "ol") return this.list(node, look);
    if (tag === "blockquote") return this.quote(children, look);
    if (tag === "pre" || isCoded(node)) return this.code(node);
    if (tag === "table") return this.table(node, look);
    if (HEADING.test(tag)) return this.heading(children, look);
    if (APART.has(tag)) return this.paragraph(node, look);
    if (ON_LINES.has(tag)) return this.block(1, () => this.all(children, look));
    if (tag === "a") look.href = addressOf(attributes.href ?? "");
    if (look.href && !before.href) this.rich = true;
    this.all(children, look);
  }

  private block(gap: 1 | 2, write: () => void): void {
    this.out.block(gap);
    write();
    this.out.block(gap);
  }

  private heading(children: readonly Node[], look: Look): void {
    this.rich = true;
    const before = this.headed;
    this.headed = true;
    this.block(2, () => this.all(children, { ...look, bold: true }));
    this.headed = before;
  }

  /** One with nothing in it is an empty line. */
  private paragraph(node: Element, look: Look): void {
    const gap = isTight(node) ? 1 : 2;
    this.out.block(gap);
    const begun = this.out.count;
    this.all(node.children, look);
    this.out.block(gap);
    if (this.out.count === begun) this.out.block(2);
  }

  private rule(): void {
    this.block(2, () => this.out.text("---", PLAIN));
  }

  private quote(children: readonly Node[], look: Look): void {
    this.rich = true;
    this.block(2, () => this.out.within([{ first: "> ", rest: "> ", list: false }], () => this.all(children, look)));
  }

  private code(node: Element): void {
    const lines = rawLines(node);
    if (lines.every((line) => line.trim() === "")) return;
    if (lines.length === 1 && node.tag !== "pre") return this.block(1, () => this.out.text(lines[0] ?? "", PLAIN));
    this.rich = true;
    const fence = lines.some((line) => line.includes("```")) ? "````" : "```";
    const language = /\blang(?:uage)?-([a-z][\w+#-]{0,20})/i.exec(classesOf(node))?.[1] ?? "";
    this.block(2, () => this.out.asIs([fence + language, ...lines, fence]));
  }

  private table(node: Element, look: Look): void {
    const cells = tableOf(node, wordsOf);
    if (!cells) return this.block(1, () => this.all(node.children, look));
    this.rich = true;
    this.block(2, () => this.out.asIs(tableLines(cells)));
  }

  /** An item by itself, which goes on the list of the one right before. */
  private listed(margins: ReturnType<typeof listMargins>, write: () => void): void {
    this.rich = true;
    if (this.out.count === this.listEnded) this.out.close();
    else this.out.block(2);
    this.out.within(margins, write);
    this.listEnded = this.out.count;
    this.out.block(2);
  }

  private list(node: Element, look: Look): void {
    this.rich = true;
    const nested = this.out.inList;
    this.out.block(nested ? 1 : 2);
    const indent = Number(node.attributes["data-indent"] ?? 0) || 0;
    if (this.out.count === this.listEnded && "data-indent" in node.attributes) this.out.close();
    let number = Number(node.attributes.start ?? 1) || 1;
    for (const child of node.children) {
      if (typeof child === "string") continue;
      if (child.tag !== "li") {
        this.out.within([{ first: "  ", rest: "  ", list: true }], () => this.element(child, look));
        continue;
      }
      number = Number(child.attributes.value) || number;
      const sign = node.tag === "ol" ? `${number++}. ` : "- ";
      this.out.within(listMargins(indent, sign), () => this.all(child.children, lookOf(child, look)));
      this.out.block(1);
    }
    this.listEnded = this.out.count;
    this.out.block(nested ? 1 : 2);
  }
}

/** A picture that is a sign people type, such as a face, stands for it; of others nothing is left. */
function signOf(alternative: string): string {
  return alternative.length <= 16 && /\p{Extended_Pictographic}/u.test(alternative) ? alternative : "";
}

function boxOf(attributes: Element["attributes"]): string {
  if (attributes.type !== "checkbox") return "";
  return "checked" in attributes ? "[x] " : "[ ] ";
}

function classesOf(node: Element): string {
  const [inner] = node.children.filter((child): child is Element => typeof child !== "string");
  return `${node.attributes.class ?? ""} ${inner?.attributes.class ?? ""}`;
}

/** The text of code, line by line, without the empty ones around it. */
function rawLines(node: Element): string[] {
  const lines = [""];
  const read = (nodes: readonly Node[]): void => {
    for (const each of nodes) {
      if (typeof each === "string") {
        const [first = "", ...more] = each.replaceAll("\r", "").replaceAll("\u00a0", " ").split("\n");
        lines.push((lines.pop() ?? "") + first, ...more);
      } else if (each.tag === "br") lines.push("");
      else {
        const block = ON_LINES.has(each.tag) || APART.has(each.tag);
        if (block && lines.at(-1) !== "") lines.push("");
        read(each.children);
        if (block && lines.at(-1) !== "") lines.push("");
      }
    }
  };
  read(node.children);
  return lines
    .join("\n")
    .replace(/^\n+|\s+$/g, "")
    .split("\n");
}
