/** The fields of a ticket that a press can change: how each is read, shown at once, sent, and told. */
import type { BulkSet, Person, Priority, Status, TicketChanges } from "../../api/types";
import { t } from "../../words";
import { desk } from "../desk/session";
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

export const STATUS: Field<Status> = {
  of: (ticket) => ticket.status,
  key: (status) => status,
  change: (status) => plain({ status }, { status }, { status }),
  told: (status) => t("done.status", { status: t(`status.${status}`) }),
};

export const PRIORITY: Field<Priority> = {
  of: (ticket) => ticket.priority,
  key: (priority) => priority,
  change: (priority) => plain({ priority }, { priority }, { priority }),
  told: (priority) => t("done.priority", { priority: t(`priority.${priority}`) }),
};

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

function plain(shown: Partial<Known>, changes: TicketChanges, set: BulkSet): Change {
  return {
    apply: (before) => ({ ...before, ...shown }),
    send: (ref) => desk().change(ref, changes),
    set,
  };
}
