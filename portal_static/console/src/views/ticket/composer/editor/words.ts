/** The words of the editor. */
import english from "../../../../locales/editor.en.json";
import { wordsOf } from "../../../../words";

const words = wordsOf<keyof typeof english>(english, {
  de: () => import("../../../../locales/editor.de.json"),
  es: () => import("../../../../locales/editor.es.json"),
  fr: () => import("../../../../locales/editor.fr.json"),
});
export const w = words.t;
