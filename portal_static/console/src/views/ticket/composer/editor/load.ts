/** The editor, which is loaded when somebody begins to write. */
import { useSignal } from "@preact/signals";

export const tools = () => import("./Tools");
export const paste = () => import("./paste");

/** Whether the editor is there, and how to have it fetched. Where it can't be had, the next try may do. */
export function useEditor() {
  const there = useSignal(false);
  const wake = (): void => {
    if (!there.peek()) void tools().then(() => (there.value = true), noMatter);
  };
  return { there: there.value, wake };
}

function noMatter(): void {
  // one writes without: the field is a text field
}
