/** The words of the dialogs of an open ticket. */
import english from "../../../locales/dialogs.en.json";
import { wordsOf } from "../../../words";

const words = wordsOf<keyof typeof english>(english, {
  de: () => import("../../../locales/dialogs.de.json"),
  es: () => import("../../../locales/dialogs.es.json"),
  fr: () => import("../../../locales/dialogs.fr.json"),
});
export const w = words.t;
export const wn = words.n;
