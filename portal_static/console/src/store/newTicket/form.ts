/**
 * The ticket that is being made by hand. It is kept in the browser, for each person and workspace, until the desk has
 * it.
 */
import type { Signal } from "@preact/signals";
import { Problem } from "../../api/problem";
import type { ContactGiven, NewTicket } from "../../api/types";
import { sameAttempt } from "../composer/drafts";
import { kept, keptNames, store, stored } from "../desk/browserStorage";
import { countSoon } from "../desk/directory";
import { desk, workspace } from "../desk/session";
import { chosenIn } from "../tickets/choices";
import { markOwn } from "../tickets/feed";
import { rearrange } from "../tickets/list";
import { tickets } from "../tickets/tickets";
import type { TicketForm, Whom } from "./types";

export const BLANK: TicketForm = {
  title: "",
  description: "",
  ...chosenIn({}),
  assignee: "",
  contact: null,
  labels: [],
  copies: "",
  files: [],
  notify: true,
  wished: null,
  attempt: null,
};

const NO_COMPANY = { company: null, offered: [] };
const KIND = "new.";
const drafts = new Map<string, Signal<TicketForm>>();

/** What was filled in so far, in the workspace we are in. */
export function ticketForm(): Signal<TicketForm> {
  const here = workspace.peek();
  const name = `${KIND}${here?.id}.${here?.member_id}`;
  const draft = drafts.get(name) ?? kept<TicketForm>(name, BLANK, readForm);
  drafts.set(name, draft);
  return draft;
}

export function fill(change: Partial<TicketForm>): void {
  const draft = ticketForm();
  draft.value = { ...draft.peek(), ...change };
}

export function isBegun({ title, description, contact, files, copies }: TicketForm): boolean {
  return (
    title.trim() !== "" || description.trim() !== "" || contact !== null || files.length > 0 || copies.trim() !== ""
  );
}

/** How many tickets are kept that somebody began. */
export function begunForms(): number {
  return keptNames(KIND).filter((name) => isBegun(stored(name, readForm) ?? BLANK)).length;
}

/** Forget all forms but those in these places (`<workspace>.<member>`). */
export function forgetForms(but: readonly string[]): void {
  for (const name of keptNames(KIND)) {
    if (but.includes(name.slice(KIND.length))) continue;
    drafts.delete(name);
    store(name, null);
  }
}

/** Make it, once, however often the answer gets lost; gives its reference. Throws a Problem for the form to show. */
export async function make(): Promise<string> {
  const draft = ticketForm();
  const body = bodyOf(draft.peek());
  const attempt = sameAttempt(draft.peek().attempt, { ...body }) ?? { key: crypto.randomUUID(), sent: { ...body } };
  draft.value = { ...draft.peek(), attempt };
  try {
    const made = await desk().create(body, attempt.key);
    draft.value = BLANK;
    tickets.put(made.ref, made);
    markOwn([made.ref]);
    rearrange([made.ref]);
    countSoon();
    return made.ref;
  } catch (failure) {
    if (failure instanceof Problem && !failure.undecided) draft.value = { ...draft.peek(), attempt: null };
    throw failure;
  }
}

export function bodyOf(draft: TicketForm): NewTicket {
  const { title, description, assignee, contact, labels, copies, files, notify } = draft;
  return {
    title: title.trim(),
    description,
    ...chosenIn(draft),
    assignee_id: assignee || null,
    contact: contact && (contact.id ? { id: contact.id } : somebodyNew(contact)),
    labels: [...labels],
    participants: copies.split(/[\s,;]+/).filter((address) => address !== ""),
    attachments: files.map((file) => file.id),
    notify_customer: notify,
  };
}

export function somebodyNew({ name, email, company, phone }: Whom): ContactGiven {
  return { name: name.trim(), ...(email && { email }), ...(company && { company }), ...(phone && { phone }) };
}

/** A form as it was kept; null for what is none. */
export function readForm(value: unknown): TicketForm | null {
  if (typeof value !== "object" || value === null) return null;
  const { title, description, copies, files, labels } = value as Partial<TicketForm>;
  const isOurs =
    [title, description, copies].every((text) => typeof text === "string") &&
    Array.isArray(files) &&
    Array.isArray(labels);
  return isOurs ? withOffered({ ...BLANK, ...value }) : null;
}

/** A form that an earlier release kept says nothing of a company. */
function withOffered(draft: TicketForm): TicketForm {
  return draft.wished ? { ...draft, wished: { ...NO_COMPANY, ...draft.wished } } : draft;
}
