/** The words of the settings. */
import english from "../../locales/settings.en.json";
import { wordsOf } from "../../words";

export type SettingsKey = keyof typeof english;

const words = wordsOf<SettingsKey>(english, {
  de: () => import("../../locales/settings.de.json"),
  es: () => import("../../locales/settings.es.json"),
  fr: () => import("../../locales/settings.fr.json"),
});
export const w = words.t;
export const wn = words.n;

export function hasWord(key: string): key is SettingsKey {
  return key in english;
}
