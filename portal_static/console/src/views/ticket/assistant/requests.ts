/** What the assistant is asked, and the shapes of what it says. */
import type { Fallback, Priority, Status, TicketType } from "../../../api/types";
import { desk } from "../../../store/desk/session";

interface Made {
  engine: string;
  fallback: Fallback | null;
}

export interface Suggestion {
  do: "assign" | "set_priority" | "set_type" | "merge" | "canned" | "reply" | "ask_detail" | "resolve";
  value: string;
  label: string;
  reason: string;
  evidence: string;
}

export interface Similar {
  ref: string;
  title: string;
  status: Status;
  resolution: string | null;
  customer: string;
}

export interface Told {
  summary: Made & { parts: { kind: "wanted" | "done" | "open"; text: string; sources: string[] }[]; version: number };
  suggestions: Suggestion[];
  similar: Similar[];
}

export interface Quote {
  ref: string;
  source: string;
  text: string;
}

export type Answer = Made & { text: string; quotes: Quote[] };

export interface Turn {
  question: string;
  answer: Answer;
}

export const isPriority = (value: string): value is Priority => ["urgent", "high", "medium", "low"].includes(value);
export const isType = (value: string): value is TicketType =>
  ["support_ticket", "customer_request", "bug_report", "feature_request"].includes(value);

export function told(ref: string, signal: AbortSignal): Promise<Told> {
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
