/** The fields of a ticket that a press can change: how each is read, shown at once, sent, and told. */
import type { Person } from "../../api/types";
import { hasText, t, textOf } from "../../words";
import { desk } from "../desk/session";
import { type ChoiceName, type Chosen, holding } from "./choices";
import type { Change } from "./send";
import type { Known } from "./tickets";

export interface Field<V> {
  of(ticket: Known): V;
  /** What tells two values apart. */
  key(value: V): string;
  change(value: V): Change;
  /** What was done, after the reference: "moved to Waiting". */
  told(value: V): string;
}

/** A field that holds one of a few values. */
export function choiceField<N extends ChoiceName>(name: N): Field<Chosen[N]> {
  return {
    of: (ticket) => ticket[name],
    key: (value) => value,
    change: (value) => {
      const set = holding(name, value);
      return { apply: (before) => ({ ...before, ...set }), send: (ref) => desk().change(ref, set), set };
    },
    told: (value) => {
      const own = `done.${name}`;
      const values = { field: t(`field.${name}`), value: textOf(`${name}.${value}`) };
      return t(hasText(own) ? own : "done.field", values);
    },
  };
}

/** A ticket that somebody else took meanwhile stays with them: the desk is told whom we meant to replace. */
export const ASSIGNEE: Field<Person | null> = {
  of: (ticket) => ticket.assignee,
  key: (person) => person?.id ?? "",
  change: (person) => ({
    apply: (before) => ({ ...before, assignee: person }),
    send: (ref, before) =>
      desk().change(ref, { assignee_id: person?.id ?? null, expected_assignee_id: before.assignee?.id ?? null }),
    set: { assignee_id: person?.id ?? null },
  }),
  told: (person) => (person ? t("done.assigned", { name: person.name }) : t("done.unassigned")),
};

export const SPAM: Field<boolean> = {
  of: (ticket) => ticket.spam,
  key: String,
  change: (spam) => ({
    apply: (before) => ({ ...before, spam }),
    send: (ref) => (spam ? desk().markSpam(ref) : desk().unmarkSpam(ref)),
    set: { spam },
  }),
  told: (spam) => t(spam ? "done.spam" : "done.not_spam"),
};

export const ARCHIVED: Field<boolean> = {
  of: (ticket) => ticket.archived,
  key: String,
  change: (archived) => ({
    apply: (before) => ({ ...before, archived }),
    send: (ref) => (archived ? desk().archive(ref) : desk().restore(ref)),
    set: { archived },
  }),
  told: (archived) => t(archived ? "done.archived" : "done.restored"),
};
