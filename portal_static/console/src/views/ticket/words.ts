/** The words of the open ticket. */
import english from "../../locales/ticket.en.json";
import { wordsOf } from "../../words";

export type TicketKey = keyof typeof english;

const words = wordsOf<TicketKey>(english, {
  de: () => import("../../locales/ticket.de.json"),
  es: () => import("../../locales/ticket.es.json"),
  fr: () => import("../../locales/ticket.fr.json"),
});
export const w = words.t;
export const wn = words.n;

export function hasWord(key: string): key is TicketKey {
  return key in english;
}
