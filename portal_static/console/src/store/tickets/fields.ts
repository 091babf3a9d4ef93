/** The fields of a ticket that a press can change: how each is read, shown at once, sent, and told. */
import type { Person } from "../../api/types";
import { dayAndTime } from "../../parts/spans";
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
    apply: (before) => ({ ...before, assignee: person && { id: person.id, name: person.name, absence: null } }),
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

/** For how many days a deleted ticket can be restored. */
export const TRASH_DAYS = 30;
const DAY = 24 * 3_600_000;

/** In the trash. Until the desk says so itself, this machine's clock says since when. */
export const DELETED: Field<boolean> = {
  of: (ticket) => Boolean(ticket.deleted_at),
  key: String,
  change: (deleted) => {
    const since = deleted
      ? { deleted_at: isoTime(0), gone_at: isoTime(TRASH_DAYS) }
      : { deleted_at: null, gone_at: null };
    return {
      apply: (before) => ({ ...before, ...since }),
      send: (ref) => (deleted ? desk().delete(ref) : desk().restore(ref)),
      set: { deleted },
    };
  },
  told: (deleted) => t(deleted ? "done.deleted" : "done.restored"),
};

/** Until its customer writes; other values are instants, null is for what isn't snoozed. */
export const UNTIL_REPLY = "reply";

export const SNOOZED: Field<string | null> = {
  of: ({ snoozed_until: until, snoozed_until_reply: reply }) => (reply ? UNTIL_REPLY : until),
  key: (until) => until ?? "",
  change: (until) => {
    const reply = until === UNTIL_REPLY;
    const snooze = reply ? { until_reply: true } : until && { until };
    return {
      apply: (before) => ({ ...before, snoozed_until: reply ? null : until, snoozed_until_reply: reply }),
      send: (ref) => (snooze ? desk().snooze(ref, snooze) : desk().unsnooze(ref)),
      set: { snooze: snooze || null },
    };
  },
  told: (until) => {
    if (until === UNTIL_REPLY) return t("done.snoozed_reply");
    return until ? t("done.snoozed", { at: dayAndTime(until) }) : t("done.woken");
  },
};

/** Until when a ticket is snoozed, in words; empty for one that isn't. */
export function snoozeText(ticket: Known): string {
  const until = SNOOZED.of(ticket);
  if (until === UNTIL_REPLY) return t("snoozed.reply");
  return until ? t("snoozed.until", { at: dayAndTime(until) }) : "";
}

/** The same as short as a row has room for. */
export function snoozeShort(ticket: Known): string {
  const until = SNOOZED.of(ticket);
  return until && until !== UNTIL_REPLY ? t("snoozed.short", { at: dayAndTime(until) }) : t("snoozed.short_reply");
}

function isoTime(days: number): string {
  return new Date(Date.now() + days * DAY).toISOString();
}

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
