/** The words of the form for a new ticket. */
import english from "../../locales/making.en.json";
import { wordsOf } from "../../words";

export const { t: w } = wordsOf<keyof typeof english>(english, {
  de: () => import("../../locales/making.de.json"),
  es: () => import("../../locales/making.es.json"),
  fr: () => import("../../locales/making.fr.json"),
});
