/** What an element of somebody's rich text looks like, by its tag and its own style. */
import type { Element } from "./html";
import type { Look } from "./runs";

const MONO = /courier|consolas|menlo|monaco|monospace/i;

function styleOf({ attributes }: Element): string {
  return attributes.style ?? "";
}

/** A property by its own name: word processors have others that end so. */
const WEIGHT = /(?:^|;)\s*font-weight:\s*(\w+)/i;
const SLOPE = /(?:^|;)\s*font-style:\s*(\w+)/i;
const FONT = /(?:^|;)\s*font-family:\s*([^;]*)/i;
const WHITE_SPACE = /(?:^|;)\s*white-space:\s*(\w+)/i;

/** Whether blanks and line ends count in an element; `before`, where its style doesn't say. */
export function keepsBlanks(node: Element, before: boolean): boolean {
  const found = WHITE_SPACE.exec(styleOf(node))?.[1];
  return found ? found.startsWith("pre") : before;
}

export function lookOf(node: Element, before: Look): Look {
  const { tag, attributes } = node;
  const style = styleOf(node);
  const look = { ...before };
  if (tag === "b" || tag === "strong") look.bold = true;
  if (tag === "i" || tag === "em") look.italic = true;
  if (tag === "code" || tag === "tt" || tag === "kbd" || tag === "samp") look.code = true;
  if ((tag === "span" && MONO.test(fontOf(style))) || (tag === "font" && MONO.test(attributes.face ?? "")))
    look.code = true;
  if (style === "") return look;
  const weight = WEIGHT.exec(style)?.[1]?.toLowerCase();
  if (weight) look.bold = weight === "bold" || weight === "bolder" || Number(weight) >= 600;
  const slope = SLOPE.exec(style)?.[1]?.toLowerCase();
  if (slope) look.italic = slope === "italic" || slope === "oblique";
  return look;
}

function fontOf(style: string): string {
  return FONT.exec(style)?.[1] ?? "";
}

/** A block of code by its look alone, as editors of code hand it over. */
export function isCoded(node: Element): boolean {
  const style = styleOf(node);
  return node.tag === "div" && keepsBlanks(node, false) && MONO.test(fontOf(style));
}

export function isHidden(node: Element): boolean {
  return "hidden" in node.attributes || /display:\s*none|mso-hide:\s*all|mso-list:\s*ignore/i.test(styleOf(node));
}

/** Whether a paragraph follows on the next line: then people leave one empty where they want room. */
export function isTight(node: Element): boolean {
  const style = styleOf(node);
  if (/(?:^|;)\s*margin:\s*0(?:cm|in|pt|px)?(?:\s+0(?:cm|in|pt|px)?)*\s*(?:;|$)/i.test(style)) return true;
  return /margin-top:\s*0/i.test(style) && /margin-bottom:\s*0/i.test(style);
}

/** Where a link leads in the end, or nothing where a message's may not lead. */
export function addressOf(href: string): string {
  const address = href.trim();
  if (!/^(?:https?:\/\/|mailto:)\S/i.test(address)) return "";
  const around =
    /^https:\/\/www\.google\.com\/url\?(?:.*&)?q=([^&#]+)/i.exec(address) ??
    /^https:\/\/[\w.]+\.safelinks\.protection\.outlook\.com\/.*[?&]url=([^&#]+)/i.exec(address);
  try {
    const inner = decodeURIComponent(around?.[1] ?? "");
    return /^https?:\/\/\S+$/i.test(inner) ? inner : address;
  } catch {
    return address; // it only looks like one
  }
}
