/** What the assistant is asked. The language is that of whoever reads the answer. */
import type { Answer, AssistantPanel, Fact, MadeText } from "../../api/types";
import { locale } from "../../words";
import { desk } from "../desk/session";

/** What was asked; by a button, which fact. */
export interface Turn {
  question: string;
  fact: Fact | null;
  answer: Answer;
}

/** A text in another language. `language` is the one it was written in, where that is known. */
export interface Translated {
  text: string;
  engine: string;
  language: string | null;
  /** Of a long text it is the beginning. */
  cut?: boolean;
}

const MOST_BEFORE = 10;

export function told(ref: string, signal: AbortSignal): Promise<AssistantPanel> {
  return desk().ask("GET", at(ref), { query: { language: locale() }, signal });
}

export function ask(ref: string, asked: { question: string } | { fact: Fact }, before: readonly Turn[]) {
  const history = before.slice(-MOST_BEFORE).map(({ question, answer }) => ({ question, answer: answer.text }));
  return desk().ask<Answer>("POST", `${at(ref)}/ask`, { body: { ...asked, history, language: locale() } });
}

export function draft(ref: string): Promise<MadeText> {
  return desk().ask("POST", `${at(ref)}/draft`, { body: {} });
}

/** An entry by its id (`description` for what opened the ticket), or a text. */
export function translate(ref: string, what: { entry: string } | { text: string }, to: string): Promise<Translated> {
  return desk().ask("POST", `${at(ref)}/translate`, { body: { ...what, to } });
}

function at(ref: string): string {
  return `tickets/${encodeURIComponent(ref)}/assistant`;
}
