/** The words of the inbox. */
import english from "../../locales/inbox.en.json";
import { wordsOf } from "../../words";

const words = wordsOf<keyof typeof english>(english, {
  de: () => import("../../locales/inbox.de.json"),
  es: () => import("../../locales/inbox.es.json"),
  fr: () => import("../../locales/inbox.fr.json"),
});
export const w = words.t;
export const wn = words.n;

/** What a notice is about, in words. */
export function told(event: string, actor: string, ref: string): string {
  const key = `event.${event}`;
  const values = { actor: actor || w("somebody"), ref };
  return key in english ? w(key as keyof typeof english, values) : w("event.other", values);
}
