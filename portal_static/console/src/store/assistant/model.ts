/** Whether a language model is set, and whether this browser was told once that there is none. */
import { computed, signal } from "@preact/signals";
import type { Fallback } from "../../api/types";
import { flag, kept } from "../desk/browserStorage";
import { can, me, workspace } from "../desk/session";

/** The workspaces that a model has answered in since the page was loaded: it may have been chosen meanwhile. */
const heard = signal<ReadonlySet<string>>(new Set());

export const hasModel = computed(() => {
  const here = workspace.value;
  return here !== null && (here.has_model || heard.value.has(here.id));
});

export const mayChoose = computed(() => can.value("rights:write"));

export const toldOfNone = kept<boolean>("assistant_no_model", false, flag);

/** Note who answered: where a model was of no use, there is one all the same. */
export function heardFrom({ engine, fallback }: { engine: string; fallback: Fallback | null }): void {
  const here = workspace.peek()?.id;
  if (here && (engine !== "model_free" || fallback !== null)) heard.value = new Set([...heard.peek(), here]);
}

/** Somebody chose one here, or none: nobody has to load the page anew for it. */
export function chosen(has_model: boolean): void {
  const [who, here] = [me.peek(), workspace.peek()];
  if (!who || !here) return;
  heard.value = new Set([...heard.peek()].filter((id) => id !== here.id));
  me.value = { ...who, workspaces: who.workspaces.map((each) => (each === here ? { ...each, has_model } : each)) };
}
