/**
 * Everything that a list is narrowed by, a row each: addresses, what the desk is asked, saved views, the menu of filters
 * and the chips are all made from it. What a filter is called stands in the catalogues, as `field.<name>`.
 */
import { SLA_STATES, type SlaState, TICKETS_QUERY, type TicketRow } from "../../api/types";
import { CHOICE_NAMES, CHOICES, type ChoiceName } from "./choices";
import { daysIn, isWithin, spanOf } from "./days";

interface Filter {
  /** Whether a value may stand in an address. */
  knows(value: string): boolean;
  /** Whether a ticket has a value, `me` being our member id. Left out where rows don't tell. */
  has?(row: TicketRow, value: string, me: string): boolean;
  /** What the desk is asked for. */
  asked(values: readonly string[]): Record<string, string>;
  /** Only one value holds. */
  single: boolean;
  /** Whether views keep it: days pass. */
  kept: boolean;
}

const OTHERS = ["label", "assignee", "contact", "mailbox", "sla", "csat", "delivery", "created", "updated"] as const;
export type FilterName = ChoiceName | (typeof OTHERS)[number];

/** The most pressing first. */
export const SLA_FILTERS: readonly SlaState[] = SLA_STATES.toSorted((one, other) => urgency(one) - urgency(other));
export const SCORES = ["1", "2", "3", "4", "5", "none"] as const;
/** What was delivered, nobody looks for. */
export const DELIVERY_FILTERS = ["failed"] as const;

const TABLE: Record<FilterName, Filter> = {
  ...choices(),
  label: several("label", null, (row, value) => row.labels.some((label) => label.id === value)),
  assignee: several("assignee", null, ({ assignee }, value, me) =>
    value === "none" ? assignee === null : assignee?.id === (value === "me" ? me : value),
  ),
  contact: several("contact", null, (row, value) => row.contact?.id === value),
  mailbox: several("mailbox", null),
  sla: several("sla", SLA_FILTERS, (row, value) => row.sla?.status === value),
  csat: several("csat", SCORES),
  delivery: several("delivery", DELIVERY_FILTERS, (row) => row.undelivered),
  created: days("created", (row) => row.created_at),
  updated: days("updated", (row) => row.updated_at),
};

/** In the order the page shows them: those that the desk has. */
export const FILTERS: readonly FilterName[] = [...CHOICE_NAMES, ...OTHERS].filter((name) =>
  TICKETS_QUERY.some((asked) => asked === name || asked === `${name}_after`),
);

export function filterNamed(name: FilterName): Filter {
  return TABLE[name];
}

/** Any of several values. */
function several(name: string, values: readonly string[] | null, has?: Filter["has"]): Filter {
  return {
    knows: (value) => values?.includes(value) ?? true,
    asked: (wanted) => ({ [name]: wanted.join(",") }),
    single: false,
    kept: true,
    ...(has && { has }),
  };
}

/** One span of days. */
function days(name: string, at: (row: TicketRow) => string): Filter {
  return {
    knows: (value) => daysIn(value) !== null,
    has: (row, value) => isWithin(at(row), value),
    asked: ([value = ""]) => {
      const { after, before } = spanOf(value);
      return { ...(after && { [`${name}_after`]: after }), ...(before && { [`${name}_before`]: before }) };
    },
    single: true,
    kept: false,
  };
}

function choices(): Record<ChoiceName, Filter> {
  const rows = CHOICE_NAMES.map(
    (name) => [name, several(name, CHOICES[name].values, (row, value) => row[name] === value)] as const,
  );
  return Object.fromEntries(rows) as Record<ChoiceName, Filter>;
}

function urgency(state: SlaState): number {
  return ["breached", "warning", "on_track", "paused", "missed", "met"].indexOf(state);
}
