/** What the assistant is asked. */
import type { Answer, AssistantPanel } from "../../../api/types";
import { desk } from "../../../store/desk/session";

export interface Turn {
  question: string;
  answer: Answer;
}

export function told(ref: string, signal: AbortSignal): Promise<AssistantPanel> {
  return desk().ask("GET", at(ref), { signal });
}

export function ask(ref: string, question: string, before: readonly Turn[]): Promise<Answer> {
  const history = before.slice(-10).map((turn) => ({ question: turn.question, answer: turn.answer.text }));
  return desk().ask("POST", `${at(ref)}/ask`, { body: { question, history } });
}

export function draft(ref: string): Promise<Answer> {
  return desk().ask("POST", `${at(ref)}/draft`, { body: {} });
}

function at(ref: string): string {
  return `tickets/${encodeURIComponent(ref)}/assistant`;
}
