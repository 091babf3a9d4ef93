/**
 * A message's HTML, drawn anew from the few tags that messages are made of. The desk has cleaned it already; whatever
 * else might come is drawn as its text, and links leave the console without telling from where.
 */
import { type ComponentChild, h } from "preact";
import { useMemo } from "preact/hooks";
import type { Attachment } from "../../../api/types";
import { withPictures } from "../../../store/tickets/pictures";

const TAGS = new Set(["blockquote", "br", "code", "em", "li", "ol", "p", "pre", "strong", "ul"]);
const LINK = /^(https?:|mailto:)/i;

interface Policies {
  createPolicy(name: string, rules: { createHTML(text: string): string }): { createHTML(text: string): string };
}
/** Parsing into a `template` runs and loads nothing, yet the page's policy asks for a promise that it is meant. */
const parsing = (globalThis as { trustedTypes?: Policies }).trustedTypes?.createPolicy("messages", {
  createHTML: (text) => text,
});

interface Props {
  html: string;
  format: string | null;
  /** Pictures that words of the text stand for, and how one is drawn. */
  pictures?: readonly Attachment[];
  draw?(picture: Attachment): ComponentChild;
}

export function RichText({ html, format, pictures = [], draw = () => null }: Props) {
  const drawn = useMemo(() => {
    const template = document.createElement("template");
    template.innerHTML = parsing ? parsing.createHTML(html) : html;
    const left = pictures.filter(({ mark }) => mark);
    return children(template.content, (text) =>
      withPictures(text, left).map((part) => (typeof part === "string" ? part : draw(part))),
    );
  }, [html]);
  return <div class={format === "markdown" ? "text" : "text pre"}>{drawn}</div>;
}

type Said = (text: string) => ComponentChild;

function children(parent: Node, said: Said): ComponentChild[] {
  return [...parent.childNodes].map((node) => drawn(node, said));
}

function drawn(node: Node, said: Said): ComponentChild {
  if (node instanceof Text) return said(node.data);
  if (!(node instanceof HTMLElement)) return null;
  const tag = node.localName;
  if (tag === "a") return link(node);
  return TAGS.has(tag) ? h(tag, kept(tag, node), ...children(node, said)) : children(node, said);
}

const asItIs: Said = (text) => text;

/** Each paragraph reads in its own direction, and a list counts from where its writer began. */
function kept(tag: string, node: HTMLElement): Record<string, string> {
  if (tag === "p" || tag === "li") return { dir: "auto", ...number("value", node) };
  return tag === "ol" ? number("start", node) : {};
}

function number(name: string, node: HTMLElement): Record<string, string> {
  const value = node.getAttribute(name) ?? "";
  return /^\d{1,9}$/.test(value) ? { [name]: value } : {};
}

function link(node: HTMLElement): ComponentChild {
  const to = node.getAttribute("href") ?? "";
  if (!LINK.test(to)) return children(node, asItIs);
  return (
    <a href={to} target="_blank" rel="noopener noreferrer nofollow">
      {children(node, asItIs)}
    </a>
  );
}
