/** Where the dialog comes up in which one looks at what a macro would do, before it does. */
import { signal } from "@preact/signals";
import type { Macro } from "../../api/types";
import { Lazy } from "../../parts/Lazy";
import type { Options } from "../../store/tickets/actions";

/** `refs` are the tickets to run it on. */
export interface Running {
  macro: Macro;
  refs: readonly string[];
  options: Options | undefined;
}

const running = signal<Running | null>(null);
const dialog = () => import("./RunMacro");

export function openMacro(asked: Running): void {
  running.value = asked;
}

export function MacroHost() {
  const asked = running.value;
  if (!asked) return null;
  const close = (): void => {
    running.value = null;
  };
  return <Lazy load={dialog} props={{ ...asked, close }} around={() => null} />;
}
