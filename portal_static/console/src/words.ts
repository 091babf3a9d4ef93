/**
 * The console's words. One catalogue per language in locales/: English is always there, the others are loaded when they
 * are wanted. A view that is loaded by itself may bring a catalogue of its own by `wordsOf`.
 *
 * `en-XA` and `ar-XB` are the pseudo-locales that pictures and tests use: English with accents and a third longer, and
 * the same from right to left. What isn't decorated in them is text that nobody can translate.
 */
import { signal } from "@preact/signals";
import english from "./locales/en.json";

export type Language = "en" | "de" | "es" | "fr" | "en-XA" | "ar-XB";
export type Catalogue<K extends string> = Record<K, string>;
export type Key = keyof typeof english;
export type Values = Record<string, string | number>;

export const LANGUAGES: readonly Language[] = ["en", "de", "es", "fr"];
export const language = signal<Language>("en");
/** The language that is spoken, or will be once its texts are there. */
let wanted: Language = "en";

export interface Words<K extends string> {
  /** The text of a key, its `{placeholders}` filled. */
  t(key: K, values?: Values): string;
  /** The text for a number: of `<key>.one` and `<key>.other`, the one that the language's grammar asks for. */
  n(key: PluralKey<K>, count: number, values?: Values): string;
  /** Fetch the catalogue of a language; until then its texts are English. */
  load(language: Language): Promise<void>;
}

/** The keys that have a form for each number. */
export type PluralKey<K extends string> = K extends `${infer Stem}.other` ? Stem : never;
type Loaders<K extends string> = Partial<Record<Language, () => Promise<{ default: Catalogue<K> }>>>;

const all: { load(language: Language): Promise<void> }[] = [];
/** What was fetched for catalogues that came after the language was chosen. */
const late: Promise<void>[] = [];

/** A catalogue of one's own, which speaks the page's language from then on. */
export function wordsOf<K extends string>(base: Catalogue<K>, loaders: Loaders<K>): Words<K> {
  const loaded = signal<Partial<Record<Language, Catalogue<K>>>>({ en: base });
  const texts = (): Catalogue<K> => loaded.value[language.value] ?? base;
  const words: Words<K> = {
    t: (key, values) => filled(texts()[key] ?? base[key] ?? plain(key), values),
    n: (key, count, values) => {
      const form = `${key}.${plural(count) === "one" ? "one" : "other"}` as K;
      return filled(texts()[form] ?? base[form], { count: number(count), ...values });
    },
    async load(asked) {
      if (loaded.value[asked]) return;
      const catalogue = asked === "en-XA" || asked === "ar-XB" ? pseudo(base) : await fetched(loaders[asked]);
      if (catalogue) loaded.value = { ...loaded.value, [asked]: catalogue };
    },
  };
  all.push(words);
  late.push(words.load(wanted));
  return words;
}

/** Wait until a view that was loaded by itself has the texts it brought in the language of the page. */
export async function textsThere(): Promise<void> {
  await Promise.all(late);
}

/** A catalogue, or nothing when it can't be had: then the texts stay English. */
async function fetched<C>(load: (() => Promise<{ default: C }>) | undefined): Promise<C | null> {
  try {
    return (await load?.())?.default ?? null;
  } catch {
    return null;
  }
}

export const { t, n } = wordsOf<Key>(english, {
  de: () => import("./locales/de.json"),
  es: () => import("./locales/es.json"),
  fr: () => import("./locales/fr.json"),
});

export function hasText(key: string): key is Key {
  return key in english;
}

/** The text for a key that is made of the desk's words, which may be newer than every catalogue. */
export function textOf(key: string): string {
  return hasText(key) ? t(key) : plain(key);
}

/** A word of the desk's that no catalogue has, because a later release stored it: `status.on_ice` is "On ice". */
export function plain(key: string): string {
  const spaced = key.slice(key.lastIndexOf(".") + 1).replaceAll("_", " ");
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** Speak a language from now on, in words, dates, numbers and direction. */
export async function speak(asked: Language): Promise<void> {
  wanted = asked;
  await Promise.all(all.map((words) => words.load(asked)));
  language.value = asked;
  document.documentElement.lang = asked === "ar-XB" ? "ar" : locale(asked);
  document.documentElement.dir = asked === "ar-XB" ? "rtl" : "ltr";
}

/** The first of the person's languages that there is a catalogue for. */
export function preferred(tags: readonly string[]): Language {
  const primary = tags.map((tag) => tag.toLowerCase().split("-")[0]);
  return LANGUAGES.find((each) => each === primary.find((one) => LANGUAGES.some((known) => known === one))) ?? "en";
}

/** The language as `Intl` knows it. */
export function locale(of: Language = language.value): string {
  return of === "en-XA" || of === "ar-XB" ? "en" : of;
}

export function number(value: number): string {
  return new Intl.NumberFormat(locale()).format(value);
}

/** Without case and accents, as one compares what was typed. */
export function folded(text: string): string {
  return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
}

function plural(count: number): Intl.LDMLPluralRule {
  return new Intl.PluralRules(locale()).select(count);
}

function filled(text: string, values: Values | undefined): string {
  return values ? text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)) : text;
}

const ACCENTED: Record<string, string> = { a: "á", e: "é", i: "í", o: "ö", u: "ü", n: "ñ", A: "Å", E: "É", S: "Š" };

function pseudo<K extends string>(base: Catalogue<K>): Catalogue<K> {
  const entries = Object.entries<string>(base).map(([key, text]) => [key, decorated(text)]);
  return Object.fromEntries(entries) as Catalogue<K>;
}

function decorated(text: string): string {
  const accented = text.replace(/\{\w+\}|[aeiounAES]/g, (found) => ACCENTED[found] ?? found);
  return `[${accented}${"·".repeat(Math.ceil(text.length * 0.3))}]`;
}
