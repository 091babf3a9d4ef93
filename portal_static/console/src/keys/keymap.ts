/** From key presses to commands. Pure, so that every rule of it can be tested without a browser. */
import { COMMAND_IDS, COMMANDS, type CommandId } from "./commands";

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
  const isSymbol = key.length === 1 && !/[a-z]/.test(key);
  const parts = [press.ctrlKey || press.metaKey ? "Mod" : "", press.shiftKey && !isSymbol ? "Shift" : "", key];
  return parts.filter((part) => part !== "").join("+");
}

/** The letter, also on keyboards whose letters aren't Latin: there the place of the key decides. */
function keyOf(press: Press): string {
  if (press.key.length !== 1) return press.key;
  const latin = press.key.charCodeAt(0) < 128;
  const letter = /^Key([A-Z])$/.exec(press.code)?.[1];
  return (latin || !letter ? press.key : letter).toLowerCase();
}

const BY_KEYS = new Map<string, CommandId>(COMMAND_IDS.flatMap((id) => COMMANDS[id].keys.map((keys) => [keys, id])));
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

/** Whether these keys are heard while somebody types. */
export function whileTyping(keys: string): boolean {
  return keys === "Mod+k" || keys === "Mod+Enter" || keys === "Mod+Shift+Enter";
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
