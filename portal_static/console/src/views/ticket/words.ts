/** The words of the open ticket. */
import english from "../../locales/ticket.en.json";
import { wordsOf } from "../../words";

export type TicketKey = keyof typeof english;

const words = wordsOf<TicketKey>(english, {});
export const w = words.t;
export const wn = words.n;
