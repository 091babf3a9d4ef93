/** What was asked about each ticket, and what came of it: it stays while one looks at something else. */
import { type Signal, signal } from "@preact/signals";
import { problemText } from "../../api/problemText";
import type { Fact } from "../../api/types";
import { workspace } from "../desk/session";
import { heardFrom } from "./model";
import { ask, type Turn } from "./requests";

export interface Talk {
  turns: readonly Turn[];
  typed: string;
  busy: boolean;
  problem: string;
}

const NOTHING: Talk = { turns: [], typed: "", busy: false, problem: "" };
const talks = new Map<string, Signal<Talk>>();

export function talkOf(ref: string): Signal<Talk> {
  const name = `${workspace.peek()?.id}.${ref}`;
  const known = talks.get(name);
  if (known) return known;
  const made = signal(NOTHING);
  talks.set(name, made);
  return made;
}

export function type(ref: string, typed: string): void {
  const talk = talkOf(ref);
  talk.value = { ...talk.peek(), typed };
}

/** Ask what was typed. It stays in its field until it is answered. */
export async function askTyped(ref: string): Promise<void> {
  const question = talkOf(ref).peek().typed.trim();
  if (question !== "") await put(ref, question, null);
}

/** Ask for a fact; `question` is how a person would. */
export async function askFact(ref: string, fact: Fact, question: string): Promise<void> {
  await put(ref, question, fact);
}

/** One question at a time: those before belong to the next. */
async function put(ref: string, question: string, fact: Fact | null): Promise<void> {
  const talk = talkOf(ref);
  if (talk.peek().busy) return;
  talk.value = { ...talk.peek(), busy: true, problem: "" };
  try {
    const answer = await ask(ref, fact ? { fact } : { question }, talk.peek().turns);
    heardFrom(answer);
    const { turns, typed } = talk.peek();
    const isAnswered = fact === null && typed.trim() === question;
    talk.value = { ...NOTHING, turns: [...turns, { question, fact, answer }], typed: isAnswered ? "" : typed };
  } catch (failure) {
    talk.value = { ...talk.peek(), busy: false, problem: problemText(failure) };
  }
}
