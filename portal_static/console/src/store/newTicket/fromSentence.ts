/** Tickets by sentence: what the assistant understood of one goes into the form for a new ticket, to be looked over. */
import type { Question, Wish } from "../../api/types";
import { desk } from "../desk/session";
import { BLANK } from "./form";
import type { TicketForm } from "./types";

/** The longest sentence that the desk takes, in characters. */
export const LONGEST = 4_000;
const A_SENTENCE = 3;

/** Whether what was typed may be meant as a request. `others` is how much else it fits; null while that isn't known. */
export function mayBeWished(text: string, others: number | null): boolean {
  const words = text.trim().split(/\s+/).length;
  return text.trim().length > 1 && (words >= A_SENTENCE || others === 0);
}

/** Ask the desk what a sentence wants. It is sent once: whoever typed it sees what went wrong, and tries again. */
export function understand(sentence: string, signal: AbortSignal): Promise<Wish> {
  return desk().ask("POST", "assistant", { body: { message: sentence }, signal, tries: 1 });
}

/** The form as a sentence fills it in. */
export function draftOfWish(sentence: string, wish: Wish): TicketForm {
  const { title, description, priority, type, contact, questions, engine, fallback } = wish;
  const whom = contact && { ...contact, id: contact.id ?? "" };
  return {
    ...BLANK,
    title,
    description,
    priority,
    type,
    channel: "api",
    contact: whom,
    wished: { sentence, whom, questions, engine, fallback },
  };
}

/** What is still to be asked about a field: the title while there is none, the customer until they can be reached. */
export function questionAt(field: Question["field"], draft: TicketForm): Question | null {
  const open = field === "title" ? draft.title.trim() === "" : !draft.contact?.id && !draft.contact?.email;
  return (open && draft.wished?.questions.find((one) => one.field === field)) || null;
}
