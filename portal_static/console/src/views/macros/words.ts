/** The words of macros: where they are written, and where they are run. */
import english from "../../locales/macros.en.json";
import { wordsOf } from "../../words";

export type MacroKey = keyof typeof english;

const words = wordsOf<MacroKey>(english, {
  de: () => import("../../locales/macros.de.json"),
  es: () => import("../../locales/macros.es.json"),
  fr: () => import("../../locales/macros.fr.json"),
});
export const w = words.t;
export const wn = words.n;

export function hasWord(key: string): key is MacroKey {
  return key in english;
}
