/** What was said on a ticket, in the reader's language: asked for once, then shown and hidden. */
import { type Signal, signal } from "@preact/signals";
import { problemText } from "../../api/problemText";
import type { TimelineEntry } from "../../api/types";
import { locale } from "../../words";
import { workspace } from "../desk/session";
import { conversation } from "../tickets/tickets";
import { type Translated, translate } from "./requests";

export interface Translation {
  shown: boolean;
  busy: boolean;
  problem: string;
  made: Translated | null;
}

const NOTHING: Translation = { shown: false, busy: false, problem: "", made: null };
const translations = new Map<string, Signal<Translation>>();

/** Of an entry by its id, or `description`. */
export function translationOf(ref: string, entry: string): Signal<Translation> {
  const name = [workspace.peek()?.id, ref, entry, locale()].join(" ");
  const known = translations.get(name);
  if (known) return known;
  const made = signal(NOTHING);
  translations.set(name, made);
  return made;
}

export async function toggleTranslation(ref: string, entry: string): Promise<void> {
  const translation = translationOf(ref, entry);
  const { shown, busy } = translation.peek();
  translation.value = { ...translation.peek(), shown: !shown };
  if (!shown && !busy) await fetched(ref, entry, translation);
}

/** The language that the customer writes in, by what they wrote last; null where nobody can tell. */
export async function customersLanguage(ref: string): Promise<string | null> {
  const entry = lastOfCustomer(conversation(ref).peek().entries);
  const translation = translationOf(ref, entry);
  translation.value = {
    ...translation.peek(),
    made: translation.peek().made ?? (await translate(ref, { entry }, locale())),
  };
  return translation.peek().made?.language ?? null;
}

export function lastOfCustomer(entries: readonly TimelineEntry[]): string {
  return entries.findLast(({ kind, body_text: text }) => kind === "customer_message" && text)?.id ?? "description";
}

async function fetched(ref: string, entry: string, translation: Signal<Translation>): Promise<void> {
  if (translation.peek().made) return;
  translation.value = { ...translation.peek(), busy: true, problem: "" };
  try {
    const made = await translate(ref, { entry }, locale());
    translation.value = { ...translation.peek(), busy: false, made };
  } catch (failure) {
    translation.value = { ...translation.peek(), busy: false, problem: problemText(failure) };
  }
}
