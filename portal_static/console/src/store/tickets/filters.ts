/**
 * Which tickets a list shows: a tab, filters that combine, words to search for, an order. All of it is in the address;
 * here it becomes what the API is asked, and the answer to whether a ticket belongs in the list.
 */
import { PRIORITIES, type SlaState, STATUSES, type Status, type TicketRow } from "../../api/types";
import { CHOICE_NAMES, CHOICES, isChoice } from "./choices";

export const TABS = ["all", "mine", ...STATUSES, "unassigned", "archived"] as const;
export type Tab = (typeof TABS)[number];
export const SORTS = ["-updated_at", "updated_at", "-created_at", "created_at", "priority", "sla_due"] as const;
export type Sort = (typeof SORTS)[number];

/** Filters with several values each, in the order the page shows them. */
export const FILTERS = [...CHOICE_NAMES, "label", "assignee", "sla", "contact", "delivery"] as const;
export type FilterName = (typeof FILTERS)[number];
/** The states that a list is narrowed to; what was met or missed is past. */
const SLA_FILTERS: readonly SlaState[] = ["breached", "warning", "on_track", "paused"];
/** What was delivered, nobody looks for. */
export const DELIVERY_FILTERS = ["failed"] as const;

export interface Filters {
  tab: Tab;
  /** Some of the statuses are for the tabs All and Mine, as saved views may want it. */
  values: Readonly<Partial<Record<FilterName, readonly string[]>>>;
  q: string;
  sort: Sort;
}

export const NONE: Filters = { tab: "all", values: {}, q: "", sort: "-updated_at" };

/** Read an address. What it says wrongly is left out, so that an old link still shows something. */
export function filtersOf(search: URLSearchParams): Filters {
  const several = (name: FilterName): string[] => {
    const known = closedList(name);
    const given = (search.get(name) ?? "").split(",").map((value) => value.trim());
    return [...new Set(given)].filter((value) => value !== "" && (!known || known.includes(value)));
  };
  const values = FILTERS.map((name) => [name, several(name)] as const).filter(([, found]) => found.length > 0);
  return {
    tab: TABS.find((tab) => tab === search.get("tab")) ?? "all",
    values: Object.fromEntries(values),
    q: search.get("q")?.trim() ?? "",
    sort: SORTS.find((sort) => sort === search.get("sort")) ?? "-updated_at",
  };
}

/** All that can be asked for; null where the desk alone knows. */
function closedList(name: FilterName): readonly string[] | null {
  if (isChoice(name)) return CHOICES[name].values;
  if (name === "delivery") return DELIVERY_FILTERS;
  return name === "sla" ? SLA_FILTERS : null;
}

export function searchOf(filters: Filters): URLSearchParams {
  const { tab, q, sort } = filters;
  return new URLSearchParams({
    ...(tab !== NONE.tab && { tab }),
    ...joined(filters),
    ...(q && { q }),
    ...(sort !== NONE.sort && { sort }),
  });
}

/** The filters that hold, as addresses, saved views and the API write them. */
export function joined({ values }: Filters): Record<string, string> {
  const all = FILTERS.map((name) => [name, values[name]?.join(",") ?? ""] as const);
  return Object.fromEntries(all.filter(([, found]) => found !== ""));
}

export function withValues(filters: Filters, name: FilterName, values: readonly string[]): Filters {
  return { ...filters, values: { ...filters.values, [name]: values } };
}

/** The same tab without anything that narrows it. */
export function cleared(filters: Filters): Filters {
  return { ...NONE, tab: filters.tab, sort: filters.sort };
}

export function isNarrowed(filters: Filters): boolean {
  return filters.q !== "" || Object.values(filters.values).some((each) => each.length > 0);
}

/** A filter that the tab itself decides. */
export function isFixed(tab: Tab, name: FilterName): boolean {
  return name === "assignee" && (tab === "mine" || tab === "unassigned");
}

export function isGrouped(filters: Filters): boolean {
  return (filters.tab === "all" || filters.tab === "mine") && filters.q === "";
}

export interface SectionAsked {
  /** The status that the section is headed by; null for the only section of a list. */
  status: Status | null;
  query: Record<string, string>;
}

/** What to ask for, section by section. Searching gives one list, the newest first. */
export function sectionsOf(filters: Filters): SectionAsked[] {
  const query = queryOf(filters);
  if (!isGrouped(filters)) return [{ status: null, query }];
  const { status: asked = [] } = filters.values;
  const wanted = STATUSES.filter((status) => asked.length === 0 || asked.includes(status));
  return wanted.map((status) => ({ status, query: { ...query, status } }));
}

function queryOf(filters: Filters): Record<string, string> {
  const { tab, q, sort } = filters;
  return { ...joined(filters), ...(q ? { q } : sort !== NONE.sort && { sort }), ...ofTab(tab) };
}

/** The filters that a tab stands for. */
export function ofTab(tab: Tab): Record<string, string> {
  if (tab === "all") return {};
  if (tab === "mine") return { assignee: "me" };
  if (tab === "unassigned") return { assignee: "none" };
  return tab === "archived" ? { archived: "true" } : { status: tab };
}

/** Whether a ticket is in a section, as far as its row tells; words are the desk's to find. `me` is our member id. */
export function belongs(row: TicketRow, filters: Filters, section: Status | null, me: string): boolean {
  if (row.merged_into !== null || row.archived !== (filters.tab === "archived")) return false;
  if (section !== null && row.status !== section) return false;
  const { status = row.status, assignee } = ofTab(filters.tab);
  if (row.status !== status || (assignee && !has(row, "assignee", assignee, me))) return false;
  return FILTERS.every((name) => {
    const wanted = filters.values[name];
    return !wanted?.length || wanted.some((value) => has(row, name, value, me));
  });
}

function has(row: TicketRow, name: FilterName, value: string, me: string): boolean {
  if (isChoice(name)) return row[name] === value;
  switch (name) {
    case "label":
      return row.labels.some((label) => label.id === value);
    case "assignee":
      return value === "none" ? row.assignee === null : row.assignee?.id === (value === "me" ? me : value);
    case "contact":
      return row.contact?.id === value;
    case "sla":
      return row.sla?.status === value;
    case "delivery":
      return row.undelivered;
  }
}

/** Whether a row comes before another in that order; among equals, the latest change first. */
export function comesBefore(row: TicketRow, other: TicketRow, sort: Sort): boolean {
  if (sort === "created_at") return row.number < other.number;
  if (sort === "-created_at") return row.number > other.number;
  const by = PRIORITIES.indexOf(row.priority) - PRIORITIES.indexOf(other.priority);
  if (sort === "priority" && by !== 0) return by < 0;
  return sort === "updated_at" ? row.updated_at < other.updated_at : row.updated_at > other.updated_at;
}

/**
 * A reference as people type it, `tkt-42`, `TKT-0042`, `#42` or `42`, as the desk writes it; null if it isn't one of the
 * desk's own. `INV-0042` is somebody's invoice.
 */
export function referenceIn(typed: string, prefix = "TKT"): string | null {
  const found = /^\s*#?(?:([a-z0-9]{2,8})-)?0*(\d{1,10})\s*$/i.exec(typed);
  if (!found?.[2] || Number(found[2]) === 0) return null;
  if (found[1] && found[1].toUpperCase() !== prefix.toUpperCase()) return null;
  return `${prefix.toUpperCase()}-${found[2].padStart(4, "0")}`;
}

/** A reference typed whole, which can only mean its ticket; a number alone may be a word of any. */
export function wholeReferenceIn(typed: string, prefix?: string): string | null {
  return /^\s*0*\d+\s*$/.test(typed) ? null : referenceIn(typed, prefix);
}
