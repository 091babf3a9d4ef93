/**
 * Saved views: the filters of a list under a name. The API keeps them as its list takes them; here a tab is one of
 * them.
 */
import { type Counts, STATUSES, type View } from "../../api/types";
import { reloadViews } from "../desk/directory";
import { desk } from "../desk/session";
import {
  type Filters,
  filtersOf,
  held,
  isCounted,
  isPutAway,
  joined,
  ofTab,
  putAwayIn,
  TABS,
  usualSort,
} from "./filters";
import { filterNamed } from "./filterTable";

/** A view keeps all but the words that were searched for and days, which pass. */
export function filtersToKeep(filters: Filters): Record<string, string | boolean> {
  const { tab, sort } = filters;
  const ofItsTab = isPutAway(tab) ? { [tab]: true } : ofTab(tab);
  const kept = Object.fromEntries(held(filters).filter(([name]) => filterNamed(name).kept));
  return { ...joined({ values: kept }), ...(sort !== usualSort(filters) && { sort }), ...ofItsTab };
}

/** Whether a view would leave something of these filters out. */
export function isPassing(filters: Filters): boolean {
  return filters.q !== "" || held(filters).some(([name]) => !filterNamed(name).kept);
}

/** The list that a view stands for. */
export function filtersOfView({ filters }: Pick<View, "filters">): Filters {
  const away = putAwayIn(filters);
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) {
    if (typeof value === "string") search.set(name, value);
  }
  if (away) search.set("tab", away);
  return away ? filtersOf(search) : tabbed(filtersOf(search));
}

/** A filter that a tab stands for becomes the tab. */
function tabbed(read: Filters): Filters {
  const { assignee, ...anybodys } = read.values;
  const { status, ...ofAnyStatus } = read.values;
  if (assignee?.length === 1 && assignee[0] === "me") return { ...read, tab: "mine", values: anybodys };
  if (assignee?.length === 1 && assignee[0] === "none") return { ...read, tab: "unassigned", values: anybodys };
  const tab = status?.length === 1 && TABS.find((each) => each === status[0]);
  return tab ? { ...read, tab, values: ofAnyStatus } : read;
}

/** Keep the filters under a name. Throws a Problem for the form to show. */
export async function saveView(name: string, shared: boolean, filters: Filters): Promise<void> {
  await desk().createView({ name, shared, filters: filtersToKeep(filters) });
  await reloadViews();
}

/** Name a view otherwise, show it to others, or have it stand for other filters. Throws a Problem for the form to show. */
export async function changeView(view: View, name: string, shared: boolean, filters: Filters | null): Promise<void> {
  await desk().changeView(view.id, {
    ...(name !== view.name && { name }),
    ...(shared !== view.shared && { shared }),
    ...(filters && { filters: filtersToKeep(filters) }),
  });
  await reloadViews();
}

/**
 * How many tickets a list has, as far as the counts of the tabs tell: of those that are narrowed by anything but a
 * status the desk keeps no count, and counting would mean reading them.
 */
export function countOf(filters: Filters, counts: Counts): number | null {
  const narrowed = held(filters);
  if (filters.q !== "" || narrowed.some(([name]) => name !== "status")) return null;
  if (narrowed.length === 0) return isCounted(filters.tab) ? counts[filters.tab] : null;
  if (filters.tab !== "all") return null;
  return STATUSES.filter((each) => filters.values.status?.includes(each)).reduce((sum, each) => sum + counts[each], 0);
}

/** Delete a view. Throws a Problem. */
export async function deleteView(view: View): Promise<void> {
  await desk().deleteView(view.id);
  await reloadViews();
}
