/**
 * The actions of a macro as its editor has them: what each takes, what a new one begins with, and what is sent. Pure.
 * An action of a later release has no row here: it can be moved and removed, and is else left as it is.
 */
import type { Problem } from "../../api/problem";

/** An action: `do` names it, and what else it has depends on that. */
export interface Given {
  do: string;
  field?: string | null;
  value?: string | null;
  member?: string | null;
  members?: readonly string[] | null;
  until?: string | null;
  labels?: readonly string[] | null;
  address?: string | null;
  canned_response?: string | null;
  text?: string | null;
}

type Value = Exclude<keyof Given, "do">;

/** What each takes, as a new one has it. */
const BLANK = {
  set: { field: "priority", value: "high" },
  assign: { member: "me" },
  add_labels: { labels: [] },
  remove_labels: { labels: [] },
  add_participant: { address: "" },
  reply: { canned_response: "" },
  note: { text: "" },
  notify: { members: [], text: "" },
  snooze: { until: "reply" },
  resolve: { text: "" },
  escalate: { text: "" },
} as const satisfies Record<string, Omit<Given, "do">>;

export type Kind = keyof typeof BLANK;

export function isKnown(kind: string): kind is Kind {
  return Object.hasOwn(BLANK, kind);
}

/** Of the actions that the desk has, those that can be chosen here. */
export function offered(kinds: readonly string[]): Kind[] {
  return kinds.filter(isKnown);
}

export function takes(kind: Kind): Value[] {
  return Object.keys(BLANK[kind]) as Value[];
}

export function blank(kind: Kind): Given {
  return { do: kind, ...BLANK[kind] };
}

/** What to begin the next action with: what the macro doesn't do yet, in the desk's order. */
export function nextKind(kinds: readonly Kind[], actions: readonly Given[]): Kind {
  return kinds.find((kind) => actions.every((each) => each.do !== kind)) ?? "set";
}

/** An action as it is sent: what it takes, and of one that isn't known here whatever it has. */
export function asSent(action: Given): Given {
  const kind = action.do;
  if (isKnown(kind))
    return { do: kind, ...Object.fromEntries(takes(kind).map((name) => [name, action[name] ?? null])) };
  const said = Object.entries(action).filter(([, value]) => value !== null && value !== undefined);
  return { do: kind, ...Object.fromEntries(said) };
}

/** The list with what stands at `from` so many places further on; the same list where there is no such place. */
export function shifted<T>(list: readonly T[], from: number, by: number): readonly T[] {
  const to = from + by;
  const moving = list[from];
  if (moving === undefined || to < 0 || to >= list.length) return list;
  return list.toSpliced(from, 1).toSpliced(to, 0, moving);
}

/** What the desk has against a value of an action, by the action's place. */
export function problemAt(problem: Problem | null, place: number, name: keyof Given): string | null {
  return problem?.at(`actions.${place}.${name}`) ?? null;
}

/** The fields that show by themselves what is wrong with them. */
export function fieldsOf(actions: readonly Given[]): string[] {
  return actions.flatMap((action, place) =>
    ["do", ...(isKnown(action.do) ? takes(action.do) : [])].map((name) => `actions.${place}.${name}`),
  );
}

export const UNTIL = ["reply", "hours", "days"] as const;
export type UntilUnit = (typeof UNTIL)[number];

/** `days:3` in its parts. What says neither hours nor days waits for the customer. */
export function untilOf(until: string | null | undefined): { unit: UntilUnit; count: string } {
  const [unit, count = ""] = (until ?? "").split(":");
  return unit === "hours" || unit === "days" ? { unit, count } : { unit: "reply", count: "" };
}

/** The parts as the desk takes them; a count that nobody wrote is one. */
export function untilWritten(unit: UntilUnit, count: string): string {
  return unit === "reply" ? unit : `${unit}:${count.trim() || "1"}`;
}
