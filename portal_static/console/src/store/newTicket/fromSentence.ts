/** Tickets by sentence: what the assistant understood of one goes into the form for a new ticket, to be looked over. */
import type { Question, Wish } from "../../api/types";
import { desk } from "../desk/session";
import { BLANK, fill, ticketForm } from "./form";
import type { TicketForm, Wished } from "./types";

/** The longest sentence that the desk takes, in characters. */
export const LONGEST = 4_000;
const A_SENTENCE = 3;

/** Whether what was typed may be meant as a request. `others` is how much else it fits; null while that isn't known. */
export function mayBeWished(text: string, others: number | null): boolean {
  const words = text.trim().split(/\s+/).length;
  return text.trim().length > 1 && (words >= A_SENTENCE || others === 0);
}

/** Ask the desk what a sentence wants. It is sent once: whoever typed it sees what went wrong, and tries again. */
export function understand(sentence: string, signal?: AbortSignal, company?: string): Promise<Wish> {
  return desk().ask("POST", "assistant", {
    body: { message: sentence, ...(company && { company }) },
    signal,
    tries: 1,
  });
}

/** The form as a sentence fills it in. */
export function draftOfWish(sentence: string, wish: Wish): TicketForm {
  const { title, description, priority, type, channel, contact, assignee, labels } = wish;
  const whom = contact && { ...contact, id: contact.id ?? "" };
  return {
    ...BLANK,
    title,
    description,
    priority,
    type,
    channel: channel ?? "api",
    contact: whom,
    assignee: assignee?.id ?? "",
    labels: labels.map(({ id }) => id),
    wished: wishedOf(sentence, wish),
  };
}

function wishedOf(sentence: string, { contact, company, offered, questions, engine, fallback }: Wish): Wished {
  return {
    sentence,
    whom: contact && { ...contact, id: contact.id ?? "" },
    company,
    offered,
    questions,
    engine,
    fallback,
  };
}

/** Ask once more, now that it is clear which company is meant. What was filled in since then stays. */
export async function chooseCompany(company: string): Promise<void> {
  const asked = ticketForm().peek().wished;
  if (!asked) return;
  const wish = await understand(asked.sentence, undefined, company);
  const draft = ticketForm().peek();
  if (draft.wished !== asked) return;
  const { whom, ...told } = wishedOf(asked.sentence, wish);
  const others = asked.questions.filter(({ field }) => field !== "company" && field !== "contact");
  const ours = wish.questions.filter(({ field }) => field === "company" || field === "contact");
  fill({ contact: draft.contact ?? whom, wished: { ...told, whom, questions: [...others, ...ours] } });
}

/** What is still to be asked about a field: the first of `questionsAt`. */
export function questionAt(field: Question["field"], draft: TicketForm): Question | null {
  return questionsAt(field, draft)[0] ?? null;
}

/** The questions about a field that nothing in the form answers yet. */
export function questionsAt(field: Question["field"], draft: TicketForm): Question[] {
  return (draft.wished?.questions ?? []).filter((one) => one.field === field && isOpen(one, draft));
}

function isOpen({ field, options }: Question, { title, contact, assignee, labels }: TicketForm): boolean {
  switch (field) {
    case "title":
      return title.trim() === "";
    case "contact":
      return !contact?.id && !contact?.email;
    case "company":
      return contact === null;
    case "assignee":
      return assignee === "";
    case "labels":
      return !options.some(({ id }) => id !== null && labels.includes(id));
  }
}
