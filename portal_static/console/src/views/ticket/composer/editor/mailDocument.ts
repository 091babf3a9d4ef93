/**
 * A mail of ours, drawn into a frame's document node by node. It is never HTML to the browser: the page's policy allows
 * no style in HTML, and the frame can run nothing. Links lead nowhere, since they are the customer's own: whoever
 * follows one would read their ticket as them.
 */
import { parsed, type Element as Tag } from "./html";

const LEFT_OUT = new Set(
  "base button embed form frame head iframe input link math meta object param select svg textarea".split(" "),
);
type Picture = (cid: string, made: HTMLImageElement) => void;

const KEPT = ["dir", "lang", "title", "start", "value", "colspan", "rowspan"];

/** `picture` is asked for each picture that comes along; nothing is fetched from anywhere. */
export function drawMail(html: string, into: Document, picture: Picture): void {
  const mail = parsed(html);
  const body = within(mail, "body") ?? mail;
  const root = into.documentElement;
  root.lang = within(mail, "html")?.attributes.lang ?? "";
  root.style.colorScheme = getComputedStyle(document.documentElement).colorScheme;
  into.body.replaceChildren();
  into.body.style.cssText = body.attributes.style ?? "";
  draw(body, into.body, { into, picture });
}

function within(tag: Tag, name: string): Tag | undefined {
  for (const child of tag.children) {
    const found = typeof child === "string" ? undefined : child.tag === name ? child : within(child, name);
    if (found) return found;
  }
  return undefined;
}

interface Drawing {
  into: Document;
  picture: Picture;
}

function draw(from: Tag, to: HTMLElement, drawing: Drawing): void {
  for (const child of from.children) {
    if (typeof child === "string") to.append(child);
    else if (/^[a-z][a-z\d]*$/.test(child.tag) && !LEFT_OUT.has(child.tag)) to.append(drawn(child, drawing));
  }
}

function drawn(tag: Tag, drawing: Drawing): HTMLElement {
  const made = drawing.into.createElement(tag.tag);
  made.style.cssText = tag.attributes.style ?? ""; // through the object model, which the policy leaves alone
  for (const name of KEPT) {
    const value = tag.attributes[name];
    if (value !== undefined) made.setAttribute(name, value);
  }
  if (tag.tag === "a") showAsLink(made, tag.attributes.href ?? "");
  if (tag.tag === "img") drawPicture(made as HTMLImageElement, tag, drawing);
  draw(tag, made, drawing);
  return made;
}

function drawPicture(made: HTMLImageElement, { attributes }: Tag, { picture }: Drawing): void {
  made.alt = attributes.alt ?? "";
  const cid = /^cid:(.+)$/.exec(attributes.src ?? "");
  if (cid?.[1]) picture(cid[1], made);
}

/** Only its look, and where it would lead. */
function showAsLink(made: HTMLElement, address: string): void {
  made.title = address;
  if (made.style.textDecoration === "") made.style.textDecoration = "underline";
  if (made.style.color === "") made.style.color = "LinkText";
}
