/**
 * The fields of a ticket that hold one of a few values, a row each: filters, the bar over the list, pickers and their
 * commands, the sidebar, the form for a new ticket, the history and the audit log are all made from them. The words of a
 * field stand in the catalogues: `field.<name>`, `<name>.<value>`, and `cmd.<name>` if it has a command. It may have
 * words of its own for having been set (`done.<name>`) and in the history (`event.<name>`); a shape for each value is
 * drawn in `parts/icons`.
 */
import {
  type BulkSet,
  CHANNELS,
  PRIORITIES,
  STATUSES,
  type TicketChanges,
  type TicketRow,
  TYPES,
} from "../../api/types";

type Listed = {
  [N in keyof TicketRow]: TicketRow[N] extends string ? (string extends TicketRow[N] ? never : N) : never;
};
/** The values of the fields whose values the API lists. */
export type Chosen = Pick<TicketRow, Listed[keyof TicketRow]>;

interface Choice<N extends keyof Chosen> {
  values: readonly Chosen[N][];
  /** What a ticket has that is made by hand, until somebody says otherwise. */
  blank: Chosen[N];
  /** Where an open ticket offers to change it: in the line above the conversation, or among the properties. */
  control: N extends keyof TicketChanges ? "line" | "select" : never;
  /** The keys of its command, which sets many tickets at once; left out, it has none. */
  keys?: N extends keyof BulkSet ? readonly string[] : never;
}

const ROWS = {
  status: {
    values: STATUSES,
    blank: "open",
    control: "line",
    keys: ["s"],
  },
  priority: {
    values: PRIORITIES,
    blank: "medium",
    control: "line",
    keys: ["p"],
  },
  type: {
    values: TYPES,
    blank: "support_ticket",
    control: "select",
  },
  channel: {
    values: CHANNELS,
    blank: "phone", // what is made by hand is mostly a call that somebody took
    control: "select",
  },
} as const satisfies { [N in keyof Chosen]?: Choice<N> };

type Rows = typeof ROWS;
export type ChoiceName = keyof Rows;
/** Those that a command sets. */
export type CommandedName = { [N in ChoiceName]: Rows[N] extends { keys: unknown } ? N : never }[ChoiceName];

export const CHOICES: { readonly [N in ChoiceName]: Choice<N> } = ROWS;
export const CHOICE_NAMES: readonly ChoiceName[] = Object.keys(ROWS).filter(isChoice);
export const COMMANDED: readonly CommandedName[] = CHOICE_NAMES.filter(isCommanded);

export function isChoice(name: string): name is ChoiceName {
  return Object.hasOwn(ROWS, name);
}

export function isCommanded(name: ChoiceName): name is CommandedName {
  return "keys" in ROWS[name];
}

/** The value that a text names; undefined if there is none of that name. */
export function valueNamed<N extends ChoiceName>(name: N, text: string | undefined): Chosen[N] | undefined {
  return CHOICES[name].values.find((each) => each === text);
}

/** A value for each field: the one given, or else the one that a new ticket has. */
export function chosenIn(given: Partial<Record<ChoiceName, string>>): Partial<Chosen> {
  const all: Partial<Chosen> = {};
  for (const name of CHOICE_NAMES) set(all, name, valueNamed(name, given[name]) ?? CHOICES[name].blank);
  return all;
}

/** The one field with its value, as the API takes changes. */
export function holding<N extends ChoiceName>(name: N, value: Chosen[N]): Partial<Chosen> {
  return set({}, name, value);
}

function set<N extends ChoiceName>(all: Partial<Chosen>, name: N, value: Chosen[N]): Partial<Chosen> {
  all[name] = value;
  return all;
}
