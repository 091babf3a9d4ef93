/**
 * The bar of the small editor over a text field, which stays a text field: what it sets is Markdown in it. It is loaded
 * when somebody begins to write. One Tab stop; arrows go along it.
 */
import { useEffect } from "preact/hooks";
import type { CommandId, TextCommand } from "../../../../keys/commands";
import { useCommands } from "../../../../keys/handlers";
import { textCommand } from "../../../../keys/keymap";
import { MAC } from "../../../../keys/listen";
import { tipOf } from "../../../../parts/tips";
import { typeInto } from "../../../../parts/typeInto";
import { t } from "../../../../words";
import { entered, lined } from "./lines";
import { linked } from "./links";
import { BOLD, coded, ITALIC, marked } from "./marks";
import type { Edited, Selected } from "./selected";

type Field = { readonly current: HTMLTextAreaElement | null };

const EDITS: Record<TextCommand, (at: Selected) => Edited> = {
  bold: (at) => marked(at, BOLD),
  italic: (at) => marked(at, ITALIC),
  bullets: (at) => lined(at, "bullets"),
  numbers: (at) => lined(at, "numbers"),
  quote: (at) => lined(at, "quote"),
  code: coded,
  link: linked,
};
const TEXT_COMMANDS = Object.keys(EDITS) as TextCommand[];

interface ToolsProps {
  field: Field;
  /** Look at the mail that it will be; null for what is none. */
  look: (() => void) | null;
}

export default function Tools({ field, look }: ToolsProps) {
  const edit = (id: TextCommand): void => {
    const area = field.current;
    if (area) typeInto(area, EDITS[id](selectedIn(area)));
  };
  useCommands(
    Object.fromEntries(TEXT_COMMANDS.map((id) => [id, () => edit(id)])) as Partial<Record<CommandId, () => void>>,
  );
  useKeys(field, edit);
  return (
    <div class="tools" role="toolbar" aria-label={t("group.text")} onKeyDown={goAlong}>
      {TEXT_COMMANDS.map((id, at) => (
        <Tool key={id} id={id} first={at === 0} press={() => edit(id)} />
      ))}
      {look && <Tool id="preview" press={look} />}
    </div>
  );
}

function Tool({ id, first = false, press }: { id: keyof typeof SHAPES; first?: boolean; press(): void }) {
  return (
    <button
      type="button"
      class="bare"
      aria-label={t(`cmd.${id}`)}
      {...tipOf(id)}
      tabIndex={first ? 0 : -1}
      onPointerDown={(event) => event.preventDefault()} // the focus stays in the text
      onClick={press}>
      <svg class="shape" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
        <path d={SHAPES[id]} />
      </svg>
    </button>
  );
}

const SHAPES: Record<TextCommand | "preview", string> = {
  preview:
    "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 9.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z",
  bold: "M4.5 8h5a2.6 2.6 0 0 1 0 5.2h-5V2.8H9A2.6 2.6 0 0 1 9 8",
  italic: "M6.5 2.8h5M4.5 13.2h5M9.5 2.8l-3 10.4",
  bullets: "M2.5 4h.1M2.5 8h.1M2.5 12h.1M6 4h8M6 8h8M6 12h8",
  numbers: "M2 3l1-.6V6M1.8 10.2c.6-.8 1.9-.5 1.8.4 0 .6-1 1.2-1.8 2.4h2M7 4h7M7 8h7M7 12h7",
  quote: "M2.5 3v10M6 4.5h8M6 8h8M6 11.5h5",
  code: "M5 4L1.5 8 5 12M11 4l3.5 4-3.5 4",
  link: "M6.5 9.5l3-3M7 4.5l1.5-1.5a3 3 0 0 1 4.3 4.3L11.3 8.8M9 11.5l-1.5 1.5a3 3 0 0 1-4.3-4.3L4.7 7.2",
};

function selectedIn({ value, selectionStart, selectionEnd }: HTMLTextAreaElement): Selected {
  return { text: value, start: selectionStart, end: selectionEnd };
}

/** Keys of the text itself; a list that is picked from below it goes first. */
function useKeys(field: Field, edit: (id: TextCommand) => void): void {
  useEffect(() => {
    const area = field.current;
    if (!area) return;
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const id = textCommand(event, MAC);
      const next = id === null && isPlainEnter(event) ? entered(selectedIn(area)) : null;
      if (id) edit(id);
      else if (next) typeInto(area, next);
      else return;
      event.preventDefault();
    };
    area.addEventListener("keydown", press);
    return () => area.removeEventListener("keydown", press);
  }, []);
}

function isPlainEnter({ key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return key === "Enter" && !shiftKey && !ctrlKey && !metaKey && !altKey;
}

function goAlong(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>("button")];
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  const rightToLeft = getComputedStyle(event.currentTarget).direction === "rtl";
  const to = placeAfter(event.key, at, buttons.length - 1, rightToLeft);
  if (to === null || at < 0) return;
  event.preventDefault();
  for (const [index, button] of buttons.entries()) button.tabIndex = index === to ? 0 : -1;
  buttons[to]?.focus();
}

function placeAfter(key: string, at: number, last: number, rightToLeft: boolean): number | null {
  if (key === "Home") return 0;
  if (key === "End") return last;
  if (key !== "ArrowLeft" && key !== "ArrowRight") return null;
  const back = (key === "ArrowLeft") !== rightToLeft;
  return (at + (back ? last : 1)) % (last + 1);
}
