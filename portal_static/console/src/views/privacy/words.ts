/** The words of what is deleted, removed for good, or erased. */
import english from "../../locales/privacy.en.json";
import { wordsOf } from "../../words";

export type PrivacyKey = keyof typeof english;

const words = wordsOf<PrivacyKey>(english, {
  de: () => import("../../locales/privacy.de.json"),
  es: () => import("../../locales/privacy.es.json"),
  fr: () => import("../../locales/privacy.fr.json"),
});
export const w = words.t;
export const wn = words.n;

export function hasWord(key: string): key is PrivacyKey {
  return key in english;
}
