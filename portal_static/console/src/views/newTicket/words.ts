/** The words of the form for a new ticket. */
import english from "../../locales/newTicket.en.json";
import { wordsOf } from "../../words";

export const { t: w } = wordsOf<keyof typeof english>(english, {
  de: () => import("../../locales/newTicket.de.json"),
  es: () => import("../../locales/newTicket.es.json"),
  fr: () => import("../../locales/newTicket.fr.json"),
});
