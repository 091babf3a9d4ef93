/** What the form for a new ticket holds, filled in by hand or from a sentence. */
import type { Attachment, ContactRef, Fallback, Question, WishContact } from "../../api/types";
import type { Attempt } from "../composer/drafts";
import type { Chosen } from "../tickets/choices";

/** Whose request it is. Without an id it is somebody new. */
export interface Whom extends ContactRef {
  company?: string | null;
  phone?: string | null;
}

export interface TicketForm extends Partial<Chosen> {
  title: string;
  description: string;
  assignee: string;
  contact: Whom | null;
  labels: readonly string[];
  /** Addresses in copy, as they are typed. */
  copies: string;
  files: readonly Attachment[];
  notify: boolean;
  /** What it was filled in from, if by a sentence. */
  wished: Wished | null;
  attempt: Attempt | null;
}

/** Where a form's first values come from, and who the sentence says it is for. */
export interface Wished {
  sentence: string;
  whom: Whom | null;
  /** The company that it names, and its people when it names nobody. */
  company: string | null;
  offered: readonly WishContact[];
  questions: readonly Question[];
  engine: string;
  fallback: Fallback | null;
}
