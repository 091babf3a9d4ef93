/**
 * Which tickets a list shows: a tab, filters that combine, words to search for, an order. All of it is in the address;
 * here it becomes what the API is asked, and the answer to whether a ticket belongs in the list.
 */
import { PRIORITIES, SORTS, type Sort, STATUSES, type Status, type TicketRow } from "../../api/types";
import { FILTERS, type FilterName, filterNamed } from "./filterTable";

export const TABS = ["all", "mine", ...STATUSES, "unassigned", "snoozed", "archived", "spam", "trash"] as const;
export type Tab = (typeof TABS)[number];

/** The tabs of what is put away: in no other list. */
const PUT_AWAY = ["snoozed", "archived", "spam", "trash"] as const;
type PutAway = (typeof PUT_AWAY)[number];

export function isPutAway(tab: Tab): tab is PutAway {
  return PUT_AWAY.some((each) => each === tab);
}

/** The tab that filters of the API, or a saved view, put away stands for; null for any other. */
export function putAwayIn(filters: Readonly<Record<string, unknown>>): PutAway | null {
  return PUT_AWAY.find((each) => filters[each] === true) ?? null;
}

/** Whether the desk counts what is in a tab. */
export function isCounted(tab: Tab): tab is Exclude<Tab, "snoozed" | "spam" | "trash"> {
  return tab !== "snoozed" && tab !== "spam" && tab !== "trash";
}

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
    const { knows, single } = filterNamed(name);
    const given = (search.get(name) ?? "").split(",").map((value) => value.trim());
    const known = [...new Set(given)].filter((value) => value !== "" && knows(value));
    return single ? known.slice(0, 1) : known;
  };
  const found = FILTERS.map((name) => [name, several(name)] as const).filter(([, values]) => values.length > 0);
  const tab = TABS.find((each) => each === search.get("tab")) ?? "all";
  const values: Filters["values"] = Object.fromEntries(found);
  return {
    tab,
    values,
    q: search.get("q")?.trim() ?? "",
    sort: SORTS.find((sort) => sort === search.get("sort")) ?? usualSort({ tab, values }),
  };
}

export function searchOf(filters: Filters): URLSearchParams {
  const { tab, q, sort } = filters;
  return new URLSearchParams({
    ...(tab !== NONE.tab && { tab }),
    ...joined(filters),
    ...(q && { q }),
    ...(sort !== usualSort(filters) && { sort }),
  });
}

/** The filters that hold, as addresses write them. */
export function joined({ values }: Pick<Filters, "values">): Record<string, string> {
  const all = FILTERS.map((name) => [name, values[name]?.join(",") ?? ""] as const);
  return Object.fromEntries(all.filter(([, found]) => found !== ""));
}

const PRESSING: readonly string[] = ["breached", "warning"];

/** The order of a list that asks for none: of what is due or soon will be, the desk puts the soonest first. */
export function usualSort({ tab, values: { sla = [] } }: Pick<Filters, "tab" | "values">): Sort {
  const pressing = sla.length > 0 && sla.every((state) => PRESSING.includes(state));
  return pressing && !isPutAway(tab) ? "sla_due" : NONE.sort;
}

/** The same list narrowed otherwise. An order that nobody chose follows. */
export function withValues(filters: Filters, name: FilterName, values: readonly string[]): Filters {
  const changed = { ...filters, values: { ...filters.values, [name]: values } };
  return { ...changed, sort: filters.sort === usualSort(filters) ? usualSort(changed) : filters.sort };
}

/** The same tab without anything that narrows it. */
export function cleared(filters: Filters): Filters {
  return { ...NONE, tab: filters.tab, sort: filters.sort === usualSort(filters) ? NONE.sort : filters.sort };
}

export function isNarrowed(filters: Filters): boolean {
  return filters.q !== "" || held(filters).length > 0;
}

/** A filter that the tab itself decides. */
export function isFixed(tab: Tab, name: FilterName): boolean {
  return name in ofTab(tab);
}

/** The filters that hold beside the tab, and their values. */
export function held({ tab, values }: Filters): [FilterName, readonly string[]][] {
  const all = FILTERS.map((name): [FilterName, readonly string[]] => [name, values[name] ?? []]);
  return all.filter(([name, wanted]) => wanted.length > 0 && !isFixed(tab, name));
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
  const narrowed = Object.assign({}, ...held(filters).map(([name, values]) => filterNamed(name).asked(values)));
  return { ...narrowed, ...(q ? { q } : sort !== usualSort(filters) && { sort }), ...ofTab(tab) };
}

/** The filters that a tab stands for. */
export function ofTab(tab: Tab): Record<string, string> {
  if (tab === "all") return {};
  if (tab === "mine") return { assignee: "me" };
  if (tab === "unassigned") return { assignee: "none" };
  return isPutAway(tab) ? { [tab]: "true" } : { status: tab };
}

/** Whether a ticket is in a section, as far as its row tells; words are the desk's to find. `me` is our member id. */
export function belongs(row: TicketRow, filters: Filters, section: Status | null, me: string): boolean {
  const away = awayIn(row);
  if (row.merged_into !== null || away !== (isPutAway(filters.tab) ? filters.tab : null)) return false;
  if (section !== null && row.status !== section) return false;
  const { status = row.status, assignee } = ofTab(filters.tab);
  if (row.status !== status || (assignee && !filterNamed("assignee").has?.(row, assignee, me))) return false;
  return held(filters).every(([name, wanted]) => {
    const { has } = filterNamed(name);
    return !has || wanted.some((value) => has(row, value, me));
  });
}

function awayIn(row: TicketRow): PutAway | null {
  if (row.deleted_at) return "trash";
  if (row.spam) return "spam";
  if (row.archived) return "archived";
  return row.snoozed_until || row.snoozed_until_reply ? "snoozed" : null;
}

/** Whether rows tell all that decides if they belong. Words and some filters only the desk can look up. */
export function isTold(filters: Filters): boolean {
  return filters.q === "" && held(filters).every(([name]) => filterNamed(name).has !== undefined);
}

/** Whether a row comes before another in that order; among equals, the latest change first. */
export function comesBefore(row: TicketRow, other: TicketRow, sort: Sort): boolean {
  if (sort === "created_at") return row.number < other.number;
  if (sort === "-created_at") return row.number > other.number;
  const by = PRIORITIES.indexOf(row.priority) - PRIORITIES.indexOf(other.priority);
  if (sort === "priority" && by !== 0) return by < 0;
  if (sort === "sla_due" && dueOf(row) !== dueOf(other)) return dueOf(row) < dueOf(other);
  return sort === "updated_at" ? row.updated_at < other.updated_at : row.updated_at > other.updated_at;
}

const NEVER = "~"; // after every instant

function dueOf({ sla }: TicketRow): string {
  return sla?.due_at ?? NEVER;
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
