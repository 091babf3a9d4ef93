/** The words of one's own account. */
import english from "../../locales/account.en.json";
import { wordsOf } from "../../words";

export type AccountKey = keyof typeof english;

const words = wordsOf<AccountKey>(english, {
  de: () => import("../../locales/account.de.json"),
  es: () => import("../../locales/account.es.json"),
  fr: () => import("../../locales/account.fr.json"),
});
export const w = words.t;
export const wn = words.n;
