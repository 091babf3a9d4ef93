/** The words of the assistant's panel. */
import english from "../../../locales/assistant.en.json";
import { locale, wordsOf } from "../../../words";

type AssistantKey = keyof typeof english;

const words = wordsOf<AssistantKey>(english, {
  de: () => import("../../../locales/assistant.de.json"),
  es: () => import("../../../locales/assistant.es.json"),
  fr: () => import("../../../locales/assistant.fr.json"),
});
export const w = words.t;

/** The text for a word of the desk's, such as a reason; nothing for one that is newer than this console. */
export function worded(kind: "reason" | "fallback", word: string): string {
  const key = `${kind}.${word}`;
  return key in english ? w(key as AssistantKey) : "";
}

/** What people call a language. */
export function languageName(code: string): string {
  return new Intl.DisplayNames(locale(), { type: "language" }).of(code) ?? code;
}
