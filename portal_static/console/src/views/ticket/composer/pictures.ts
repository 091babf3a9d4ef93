/** Pictures in the midst of a text: words of it stand for each, as they do in what comes by mail. */
import { typeInto } from "../../../parts/typeInto";

const SHOWN = /^image\/(?:png|jpeg|gif|webp)$/;
const NAMEABLE = /^[^[\]<>]{1,400}$/;

/** Name those of the files that are pictures where the field's cursor is. */
export function showPictures(field: HTMLTextAreaElement, files: readonly File[]): void {
  const marks = files
    .filter((file) => SHOWN.test(file.type) && NAMEABLE.test(file.name))
    .map(({ name }) => markOf(name));
  const { selectionStart: from, selectionEnd: to } = field;
  if (marks.length > 0) typeInto(field, { from, to, text: marks.join("\n") });
}

/** The text without the words for a picture that is taken out of it, and without the line that they had. */
export function withoutPicture(text: string, name: string): string {
  return text.replace(`\n${markOf(name)}`, "").replace(markOf(name), "");
}

function markOf(name: string): string {
  return `[image: ${name}]`;
}
