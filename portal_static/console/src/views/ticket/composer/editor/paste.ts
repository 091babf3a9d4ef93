/** What is pasted: rich text as Markdown, or as it is where there is nothing rich about it; files where that is all. */
import { typeInto } from "../../../../parts/typeInto";
import { toast } from "../../../../store/desk/toasts";
import { number } from "../../../../words";
import { ADDRESS } from "./links";
import { type Converted, toMarkdown } from "./toMarkdown";
import { w } from "./words";

export interface Clip {
  html: string;
  plain: string;
  files: readonly File[];
}

/** Characters of HTML that are read: a long report with its styles. */
const MOST_HTML = 8_000_000;
/** Marks that the desk reads in one text; with more it shows the text as it was typed. */
const MOST_MARKS = 9_000;
const MARKS = /[*_`[>]|[-+] |[.)] /g;

/** Put into the field what was pasted. Office programs hand a picture of the text along, which nobody wants. */
export function pasted(
  field: HTMLTextAreaElement,
  { html, plain, files }: Clip,
  attach: (files: readonly File[]) => void,
): void {
  const large = html.length > MOST_HTML;
  const converted: Converted = large ? { text: "", rich: false } : toMarkdown(html);
  if (files.length > 0 && converted.text === "" && !large) return attach(files);
  const { text, dense } = meant(converted, plain);
  if (large || dense) toast(w("pasted.plain"), { tone: "error" });
  put(field, text);
}

/** What is put in. An address by itself stays one: it may be pasted into a link. */
function meant({ text, rich }: Converted, plain: string): { text: string; dense: boolean } {
  const dense = rich && (text.match(MARKS)?.length ?? 0) > MOST_MARKS;
  const asTyped = plain.replace(/\r\n?/g, "\n").replaceAll("\u00a0", " ");
  const address = ADDRESS.test(plain.trim());
  return { text: rich && !dense && !address ? text : asTyped || text, dense };
}

/** As much of it as there is room for, up to the end of a line. */
function put(field: HTMLTextAreaElement, whole: string): void {
  const { selectionStart: from, selectionEnd: to, value, maxLength } = field;
  const room = maxLength - value.length + (to - from);
  const fits = whole.length <= room;
  const cut = whole.lastIndexOf("\n", room);
  const text = fits ? whole : whole.slice(0, cut > room / 2 ? cut : room).trimEnd();
  if (!fits) toast(w("pasted.cut", { count: number(text.length) }), { tone: "error" });
  typeInto(field, { from, to, text });
}
