/**
 * A message's HTML, drawn anew from the few tags that messages are made of. The desk has cleaned it already; whatever
 * else might come is drawn as its text, and links leave the console without telling from where.
 */
import { type ComponentChild, h } from "preact";
import { useMemo } from "preact/hooks";
import type { Attachment } from "../../../api/types";
import { meantToBeParsed } from "../../../parts/trusted";
import { withPictures } from "../../../store/tickets/pictures";
import { type Called, callsIn } from "./calls";
import { propsOf, targetOf } from "./richTags";

interface Props {
  html: string;
  format: string | null;
  /** Pictures that words of the text stand for, and how one is drawn. */
  pictures?: readonly Attachment[];
  draw?(picture: Attachment): ComponentChild;
  /** Members whose names stand out where they are called. */
  called?: readonly Called[];
}

export function RichText({ html, format, pictures = [], draw = () => null, called = [] }: Props) {
  const drawn = useMemo(() => {
    const template = document.createElement("template");
    template.innerHTML = meantToBeParsed(html);
    const left = pictures.filter(({ mark }) => mark);
    return children(template.content, (text) =>
      withPictures(text, left).map((part) => (typeof part === "string" ? withCalls(part, called) : draw(part))),
    );
  }, [html, called]);
  return <div class={format === "markdown" ? "text" : "text pre"}>{drawn}</div>;
}

function withCalls(text: string, called: readonly Called[]): ComponentChild {
  if (called.length === 0 || !text.includes("@")) return text;
  return callsIn(text, called).map((part) =>
    typeof part === "string" ? part : <mark class="called">{part.call}</mark>,
  );
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
  const props = propsOf(tag, (name) => node.getAttribute(name));
  return props ? h(tag, props, ...children(node, said)) : children(node, said);
}

const asItIs: Said = (text) => text;

function link(node: HTMLElement): ComponentChild {
  const to = targetOf(node.getAttribute("href"));
  if (!to) return children(node, asItIs);
  return (
    <a href={to} target="_blank" rel="noopener noreferrer nofollow">
      {children(node, asItIs)}
    </a>
  );
}
