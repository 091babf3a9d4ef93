/** What can be taken back: the last thing done, by its toast or by a key. */
import { signal } from "@preact/signals";
import { t } from "../../words";
import { dismiss, toast } from "./toasts";

interface Undoable {
  toast: number;
  run(): void;
}

const last = signal<Undoable | null>(null);
export const canUndo = (): boolean => last.value !== null;

/** Say what was done, with a way to take it back. */
export function done(text: string, undo: () => void): void {
  const run = (): void => {
    dismiss(made);
    if (last.value?.toast === made) last.value = null;
    undo();
  };
  const made = toast(text, { action: { label: t("undo"), run } });
  last.value = { toast: made, run };
}

export function undoLast(): void {
  last.value?.run();
}
