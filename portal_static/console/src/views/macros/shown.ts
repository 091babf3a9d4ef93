/** What of a macro shows at once, before the desk has done it: fields, assignee and labels. Pure. */
import type { Label, Person } from "../../api/types";
import { holding, isChoice, valueNamed } from "../../store/tickets/choices";
import type { Known } from "../../store/tickets/tickets";
import type { Given } from "./actions";

export interface Desk {
  me: Person | null;
  members: readonly Person[];
  labels: readonly Label[];
}

/** A ticket as the actions leave it. What isn't known here is left to the desk. */
export function shownBy(actions: readonly Given[], desk: Desk): (before: Known) => Known {
  return (before) => {
    let after = before;
    for (const action of actions) after = { ...after, ...changed(after, action, desk) };
    return after;
  };
}

function changed(ticket: Known, action: Given, desk: Desk): Partial<Known> {
  switch (action.do) {
    case "set":
      return set(action.field ?? "", action.value ?? "");
    case "assign":
      return assigned(action.member ?? null, desk);
    case "add_labels":
      return { labels: [...ticket.labels, ...desk.labels.filter((each) => added(ticket, action, each))] };
    case "remove_labels":
      return { labels: ticket.labels.filter((each) => !action.labels?.includes(each.id)) };
    case "resolve":
      return { status: "resolved" };
    case "escalate":
      return { priority: "urgent" };
    default:
      return {};
  }
}

function set(field: string, value: string): Partial<Known> {
  const known = isChoice(field) ? valueNamed(field, value) : undefined;
  return isChoice(field) && known ? holding(field, known) : {};
}

function assigned(member: string | null, { me, members }: Desk): Partial<Known> {
  if (member === null) return { assignee: null };
  const person = member === "me" ? me : members.find((each) => each.id === member);
  return person ? { assignee: { id: person.id, name: person.name, absence: null } } : {};
}

function added(ticket: Known, { labels }: Given, { id }: Label): boolean {
  return Boolean(labels?.includes(id)) && !ticket.labels.some((each) => each.id === id);
}
