/** The words of the reports. */
import type { Dimension } from "../../api/types";
import english from "../../locales/reports.en.json";
import { contactName } from "../../store/desk/contactNames";
import { labels, members } from "../../store/desk/directory";
import { plain, t, textOf, wordsOf } from "../../words";

export type ReportsKey = keyof typeof english;

const words = wordsOf<ReportsKey>(english, {
  de: () => import("../../locales/reports.de.json"),
  es: () => import("../../locales/reports.es.json"),
  fr: () => import("../../locales/reports.fr.json"),
});
export const w = words.t;
export const wn = words.n;

/** What is counted, in words. */
export function measureName(measure: string): string {
  const key = `measure.${measure}`;
  return key in english ? w(key as ReportsKey) : plain(measure);
}

/** What a value of a dimension is called: as the desk told it, or as it is known here. */
export function valueName(by: Dimension, value: string, told: string | null = null): string {
  if (value === "") return w(`none.${by}`);
  if (by === "priority" || by === "type" || by === "channel") return textOf(`${by}.${value}`);
  return told || knownName(by, value) || w("gone");
}

function knownName(by: Dimension, value: string): string | undefined {
  if (by === "contact") return contactName(value);
  return by === "member" ? memberName(value) : labels.value.find(({ id }) => id === value)?.name;
}

/** What the desk's ids of API keys begin with: what programs do is told of all of them together. */
const KEY = "k_";

/** Whoever did something; undefined for those who are gone. */
export function memberName(id: string): string | undefined {
  return id.startsWith(KEY) ? t("channel.api") : members.value.find((each) => each.id === id)?.name;
}
