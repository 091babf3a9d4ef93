/** The words of times that somebody chooses: for a snooze, a reminder, or a reply that is sent later. */
import english from "../../locales/time.en.json";
import { wordsOf } from "../../words";

const words = wordsOf<keyof typeof english>(english, {
  de: () => import("../../locales/time.de.json"),
  es: () => import("../../locales/time.es.json"),
  fr: () => import("../../locales/time.fr.json"),
});
export const w = words.t;
