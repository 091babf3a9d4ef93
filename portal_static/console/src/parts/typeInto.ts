/**
 * Put a text into a field as if it were typed: the browser's own undo takes it back, and the field's listeners hear of
 * it. Where the browser doesn't do that, the text is put in all the same.
 */

export interface Replacing {
  /** From where to where the text is replaced, and by what. */
  from: number;
  to: number;
  text: string;
  /** What is selected then; the place behind the text unless it is said. */
  start?: number;
  end?: number;
}

export function typeInto(field: HTMLTextAreaElement, { from, to, text, start, end }: Replacing): void {
  const behind = from + text.length;
  field.focus();
  if (from !== to || text !== "") {
    field.setSelectionRange(from, to);
    // Under a dialog it doesn't get the focus, and something else has it.
    const typed = document.activeElement === field && !isLong(text);
    if (!typed || !document.execCommand(text === "" ? "delete" : "insertText", false, text)) {
      field.setRangeText(text, from, to, "end");
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
  }
  field.setSelectionRange(start ?? behind, end ?? start ?? behind);
}

/** Chromium takes milliseconds for each line that is typed: of a whole report the undo isn't worth seconds of standstill. */
function isLong(text: string): boolean {
  return text.length > 10_000 && text.split("\n").length > MOST_LINES;
}

const MOST_LINES = 200;
