/** The macros that one may run, with what their replies are called. Fetched when they are wanted. */
import { signal } from "@preact/signals";
import type { Canned, Macro } from "../../api/types";
import { desk, workspace } from "./session";

export const macros = signal<readonly Macro[]>([]);
export const responses = signal<readonly Canned[]>([]);
let of = "";

/** Fetch them anew; those of another workspace are forgotten at once. Throws a Problem. */
export async function loadMacros(): Promise<readonly Macro[]> {
  const here = workspace.peek()?.id ?? "";
  if (of !== here) macros.value = responses.value = [];
  of = here;
  const [found, texts] = await Promise.all([desk().macros(), desk().canned()]);
  if (of !== here) return [];
  responses.value = texts;
  macros.value = found;
  return found;
}
