/**
 * What a person does to tickets: it shows at once, says what was done with a way to undo it, and says what the desk
 * refused. `refs` are one ticket or many. Whoever calls checks the permission by not offering what it lacks.
 */
import { signal } from "@preact/signals";
import { problemText } from "../../api/problemText";
import type { ChangedTicket, Label, Person, Resolving } from "../../api/types";
import { n, t } from "../../words";
import { desk } from "../desk/session";
import { toast } from "../desk/toasts";
import type { ChoiceName, Chosen } from "./choices";
import { ARCHIVED, ASSIGNEE, choiceField, DELETED, type Field, SNOOZED, SPAM } from "./fields";
import { ticksOf } from "./selection";
import { type Change, changeAll, type Results } from "./send";
import { type Known, tickets } from "./tickets";
import { sayDone } from "./undoing";

/** Of the last change of many tickets, those that were refused: for the bar that asked for it. */
export const refused = signal<Results["failed"]>([]);

/** How far what is done to many got, of which nothing is to be seen before the desk has done it. */
export const progress = signal<{ name: string; done: number; all: number } | null>(null);

export interface Options {
  /** Whether customers hear of it. Left out, one ticket's customer does, as the desk's rules say, and those of many don't. */
  notifyCustomers?: boolean;
}

type Refs = readonly string[];

export function setChoice<N extends ChoiceName>(
  name: N,
  refs: Refs,
  value: Chosen[N],
  options?: Options,
): Promise<void> {
  return set(choiceField(name), refs, value, options);
}

/** Give tickets to a member, or to nobody. */
export function assign(refs: Refs, to: Person | null, options?: Options): Promise<void> {
  return set(ASSIGNEE, refs, to && { id: to.id, name: to.name }, options);
}

/** Put tickets into the archive. */
export function archive(refs: Refs, options?: Options): Promise<void> {
  return set(ARCHIVED, refs, true, options);
}

/** Put tickets into the trash. */
export function moveToTrash(refs: Refs, options?: Options): Promise<void> {
  return set(DELETED, refs, true, options);
}

/** Bring tickets back, from the trash to where they were, which may be the archive, or else from the archive. */
export async function restore(refs: Refs, options?: Options): Promise<void> {
  const deleted = refs.filter((ref) => DELETED.of(known(ref)));
  const others = refs.filter((ref) => !deleted.includes(ref));
  await Promise.all([set(DELETED, deleted, false, options), set(ARCHIVED, others, false, options)]);
}

/** Mark tickets as spam, or say that they are none. */
export function spam(refs: Refs, is = true, options?: Options): Promise<void> {
  return set(SPAM, refs, is, options);
}

/** Snooze tickets until an instant, or until their customers write (`UNTIL_REPLY`); null wakes them. */
export function snooze(refs: Refs, until: string | null, options?: Options): Promise<void> {
  return set(SNOOZED, refs, until, options);
}

export function addLabel(refs: Refs, label: Label, options?: Options): Promise<void> {
  const change: Change = {
    apply: withLabel(label),
    revert: withoutLabel(label),
    send: (ref) => desk().addLabel(ref, label.id),
    set: { add_labels: [label.id] },
  };
  const without = refs.filter((ref) => !hasLabel(ref, label));
  return perform(without, change, t("done.labelled", { label: label.name }), options);
}

export function removeLabel(refs: Refs, label: Label, options?: Options): Promise<void> {
  const change: Change = {
    apply: withoutLabel(label),
    revert: withLabel(label),
    send: (ref) => desk().removeLabel(ref, label.id),
    set: { remove_labels: [label.id] },
  };
  const having = refs.filter((ref) => hasLabel(ref, label));
  return perform(having, change, t("done.unlabelled", { label: label.name }), options);
}

function withLabel(label: Label): Change["apply"] {
  return (ticket) => ({ ...ticket, labels: [...ticket.labels.filter((each) => each.id !== label.id), label] });
}

function withoutLabel(label: Label): Change["apply"] {
  return (ticket) => ({ ...ticket, labels: ticket.labels.filter((each) => each.id !== label.id) });
}

export function hasLabel(ref: string, label: Pick<Label, "id">): boolean {
  return tickets.of(ref)?.value.labels.some((each) => each.id === label.id) ?? false;
}

/** Resolve one ticket with notes. Throws a Problem for the form to show; the ticket is then as it was. */
export function resolve(ref: string, given: Resolving): Promise<void> {
  const shown: Partial<Known> = { status: "resolved", resolution: given.resolution };
  return byForm(ref, shown, () => desk().resolve(ref, given), t("done.resolved"));
}

/** Escalate one ticket: urgent from now on. Throws a Problem for the form to show. */
export function escalate(ref: string, reason: string): Promise<void> {
  return byForm(ref, { priority: "urgent" }, () => desk().escalate(ref, reason), t("done.escalated"));
}

/**
 * Show a change of one ticket at once, send it, and say that it was done. Throws a Problem for the form to show; the
 * ticket is then as it was.
 */
export async function byForm(
  ref: string,
  shown: Partial<Known>,
  send: () => Promise<ChangedTicket>,
  told: string,
): Promise<void> {
  const { failed, deeds } = await changeAll([ref], { apply: (before) => ({ ...before, ...shown }), send, set: {} });
  if (failed[0]) throw failed[0].problem;
  sayDone(`${ref} ${told}`, deeds);
}

/** Set a field of those that have another value. */
function set<V>(field: Field<V>, refs: Refs, value: V, options?: Options): Promise<void> {
  const other = refs.filter((ref) => field.key(field.of(known(ref))) !== field.key(value));
  return perform(other, field.change(value), field.told(value), options);
}

/** Change those tickets, say what was done, and what was refused. */
export async function perform(refs: Refs, change: Change, told: string, options: Options = {}): Promise<void> {
  if (refs.length === 0) return;
  const tickAgain = ticksOf(refs);
  const outcome = await changeAll(refs, change, options.notifyCustomers);
  tickAgain(outcome.failed.map(({ ref }) => ref)); // to be tried once more
  refused.value = refs.length > 1 ? outcome.failed : [];
  sayRefusals(outcome);
  const [first] = outcome.done;
  if (first === undefined) return;
  sayDone(refs.length === 1 ? `${first} ${told}` : n("done.many", outcome.done.length, { told }), outcome.deeds);
}

function sayRefusals({ failed, done: well }: Results): void {
  const [first] = failed;
  if (!first) return;
  const why = problemText(first.problem);
  const total = failed.length + well.length;
  toast(total === 1 ? t("refused.one", { ref: first.ref, why }) : n("refused.many", failed.length, { total, why }), {
    tone: "error",
  });
}

function known(ref: string): Known {
  const ticket = tickets.of(ref)?.peek();
  if (!ticket) throw new Error(`${ref} is not known here`);
  return ticket;
}
