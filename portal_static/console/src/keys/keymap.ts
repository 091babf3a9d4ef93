/** From key presses to commands. Pure, so that every rule of it can be tested without a browser. */
import { COMMAND_IDS, COMMANDS, type CommandId, type TextCommand } from "./commands";

/** What of a keyboard event matters here. */
export interface Press {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** A press as the table writes it, or null for what is never ours. Shift counts with letters and named keys alone:
 *  which symbols need it depends on the keyboard. */
export function written(press: Press): string | null {
  if (press.altKey || ["Shift", "Control", "Meta", "Dead", "AltGraph"].includes(press.key)) return null;
  const key = keyOf(press);
  const isSymbol = key.length === 1 && !/[a-z]/.test(key) && !digitOf(press);
  const parts = [press.ctrlKey || press.metaKey ? "Mod" : "", press.shiftKey && !isSymbol ? "Shift" : "", key];
  return parts.filter((part) => part !== "").join("+");
}

/** The digit whose key is pressed with Ctrl and Shift, whatever that makes of it on this keyboard. */
function digitOf({ code, ctrlKey, metaKey, shiftKey }: Press): string | undefined {
  return shiftKey && (ctrlKey || metaKey) ? /^Digit(\d)$/.exec(code)?.[1] : undefined;
}

/** The letter, also on keyboards whose letters aren't Latin: there the place of the key decides. */
function keyOf(press: Press): string {
  if (press.key.length !== 1) return press.key;
  const latin = press.key.charCodeAt(0) < 128;
  const letter = /^Key([A-Z])$/.exec(press.code)?.[1];
  return digitOf(press) ?? (latin || !letter ? press.key : letter).toLowerCase();
}

function byKeys(ids: readonly CommandId[]): Map<string, CommandId> {
  return new Map(ids.flatMap((id) => COMMANDS[id].keys.map((keys) => [keys, id])));
}

const isOfText = (id: CommandId): boolean => COMMANDS[id].group === "text";
const BY_KEYS = byKeys(COMMAND_IDS.filter((id) => !isOfText(id)));
const IN_TEXT = byKeys(COMMAND_IDS.filter(isOfText));
const FIRSTS = new Set([...BY_KEYS.keys()].filter((keys) => keys.includes(" ")).map((keys) => keys.split(" ")[0]));

export interface Heard {
  run: CommandId | null;
  /** The first of two keys, while the second is awaited. */
  waiting: string | null;
}

/** What a press means after `before`, the first key of two that is still waiting for its second. */
export function heard(before: string | null, press: string): Heard {
  const together = before === null ? undefined : BY_KEYS.get(`${before} ${press}`);
  if (together) return { run: together, waiting: null };
  if (FIRSTS.has(press)) return { run: null, waiting: press };
  return { run: BY_KEYS.get(press) ?? null, waiting: null };
}

/** What a press does to the text it is made in; on a Mac, where Ctrl edits text in ways of its own, Cmd alone counts. */
export function textCommand(press: Press, mac: boolean): TextCommand | null {
  if (mac ? press.ctrlKey : press.metaKey) return null;
  return (IN_TEXT.get(written(press) ?? "") as TextCommand | undefined) ?? null;
}

const WHILE_TYPING = ["Mod+k", "Mod+Enter", "Mod+Shift+Enter", "Mod+Shift+o"];

/** Whether these keys are heard while somebody types. */
export function whileTyping(keys: string): boolean {
  return WHILE_TYPING.includes(keys);
}

/** Whether these keys are heard when single keys are switched off. */
export function alwaysOn(keys: string): boolean {
  return keys.startsWith("Mod+") || keys === "Escape";
}

/** Keys for people's eyes: `Mod+k` becomes `Ctrl K`, on a Mac `⌘ K`. */
export function shownKeys(keys: string, mac: boolean): readonly string[] {
  const names: Record<string, string> = mac
    ? { Mod: "⌘", Shift: "⇧", Enter: "↵", Escape: "Esc" }
    : { Mod: "Ctrl", Enter: "↵", Escape: "Esc" };
  return keys.split(/[ +]/).map((part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part));
}

/** Keys as `aria-keyshortcuts` wants them; sequences can't be said there. */
export function ariaKeys(keys: string, mac: boolean): string | undefined {
  return keys.includes(" ") ? undefined : keys.replace("Mod", mac ? "Meta" : "Control");
}
