/** What the assistant is asked. */
import {
  type Answer,
  type AssistantPanel,
  PRIORITIES,
  type Priority,
  type TicketType,
  TYPES,
} from "../../../api/types";
import { desk } from "../../../store/desk/session";

export interface Turn {
  question: string;
  answer: Answer;
}

export const isPriority = (value: string): value is Priority => PRIORITIES.some((each) => each === value);
export const isType = (value: string): value is TicketType => TYPES.some((each) => each === value);

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
