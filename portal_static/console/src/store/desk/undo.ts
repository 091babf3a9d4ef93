/** What can be undone: the last things done, each by its toast or by a key, for as long as the desk undoes it. */
import { signal } from "@preact/signals";
import { Problem } from "../../api/problem";
import { t } from "../../words";
import { dismiss, toast } from "./toasts";

interface Undoable {
  key: string;
  run(): void;
}

const standing = signal<readonly Undoable[]>([]);

/**
 * Say what was done, with a way to undo it for so many milliseconds. `undo` gives whether that settled it: if it didn't,
 * there is a way for what is left of the time. `key` names what was done.
 */
export function done(text: string, left: number, undo: () => Promise<boolean>, key: string): void {
  if (left <= 0) return void toast(text);
  const until = Date.now() + left;
  const forget = (): void => {
    standing.value = standing.peek().filter((each) => each !== mine);
  };
  const run = async (): Promise<void> => {
    dismiss(made);
    forget();
    const settled = await undo();
    if (!settled && Date.now() < until) done(text, until - Date.now(), undo, key);
  };
  const mine: Undoable = { key, run: () => void run() };
  const made = toast(text, { action: { label: t("undo"), run: mine.run }, until });
  standing.value = [...standing.peek(), mine];
  setTimeout(forget, left);
}

/** How to undo what has this key; undefined once that can't be done. */
export function undoOf(key: string): (() => void) | undefined {
  return standing.value.find((each) => each.key === key)?.run;
}

/** Undo the last thing that still can be. */
export function undoLast(): void {
  standing.peek().at(-1)?.run();
}

/** Whether a refusal to undo is the desk's last word, so that trying again is of no use. */
export function settles(failure: unknown): boolean {
  return failure instanceof Problem && [404, 409, 410].includes(failure.status);
}
