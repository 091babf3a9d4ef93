/** What can be undone: the last things done, each by its toast or by a key, for as long as the desk undoes it. */
import { signal } from "@preact/signals";
import { Problem } from "../../api/problem";
import { t } from "../../words";
import { dismiss, toast } from "./toasts";

export interface Undoable {
  key: string;
  /** Until when it can be undone, by this machine's clock. */
  until: number;
  run(): void;
}

const standing = signal<readonly Undoable[]>([]);

/**
 * Say what was done, with a way to undo it for so many milliseconds. `undo` gives whether that settled it: if it didn't,
 * there is a way for what is left of the time. `key` names what was done; `counted` is what is seen of it while its time
 * runs, by the seconds left.
 */
export function done(
  text: string,
  left: number,
  undo: () => Promise<boolean>,
  key: string,
  counted: ((seconds: number) => string) | null = null,
): void {
  if (left <= 0) return void toast(text);
  const until = Date.now() + left;
  const forget = (): void => {
    standing.value = standing.peek().filter((each) => each !== mine);
  };
  const run = async (): Promise<void> => {
    dismiss(made);
    forget();
    const settled = await undo();
    if (!settled && Date.now() < until) done(text, until - Date.now(), undo, key, counted);
  };
  const mine: Undoable = { key, until, run: () => void run() };
  const made = toast(text, { action: { label: t("undo"), run: mine.run }, until, counted });
  standing.value = [...standing.peek(), mine];
  setTimeout(forget, left);
}

/** What has this key and can be undone; undefined once it can't be. */
export function undoOf(key: string): Undoable | undefined {
  return standing.value.find((each) => each.key === key);
}

/** Whether it is what the key for undoing undoes. */
export function isLast(undoable: Undoable): boolean {
  return standing.value.at(-1) === undoable;
}

/** Undo the last thing that still can be. */
export function undoLast(): void {
  standing.peek().at(-1)?.run();
}

/** Whether a refusal to undo is the desk's last word, so that trying again is of no use. */
export function settles(failure: unknown): boolean {
  return failure instanceof Problem && [404, 409, 410].includes(failure.status);
}
