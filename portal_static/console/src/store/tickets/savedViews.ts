/**
 * Saved views: the filters of a list under a name. The API keeps them as its list takes them; here a tab is one of
 * them.
 */
import type { View } from "../../api/types";
import { reloadViews } from "../desk/directory";
import { desk } from "../desk/session";
import { FILTERS, type Filters, filtersOf, NONE, SORTS, type Sort, TABS } from "./filters";

/** A view keeps all but the words that were searched for. */
export function filtersToKeep(filters: Filters): Record<string, string | boolean> {
  const kept: Record<string, string | boolean> = {};
  for (const name of FILTERS) {
    const values = filters.values[name];
    if (values?.length) kept[name] = values.join(",");
  }
  if (filters.status.length > 0) kept.status = filters.status.join(",");
  if (filters.sort !== NONE.sort) kept.sort = filters.sort;
  return { ...kept, ...ofTab(filters) };
}

function ofTab({ tab }: Filters): Record<string, string | boolean> {
  if (tab === "all") return {};
  if (tab === "mine") return { assignee: "me" };
  if (tab === "unassigned") return { assignee: "none" };
  return tab === "archived" ? { archived: true } : { status: tab };
}

/** The list that a view stands for. */
export function filtersOfView({ filters }: Pick<View, "filters">): Filters {
  const { archived, assignee, status, sort, ...others } = filters;
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...others, assignee, status })) {
    if (typeof value === "string") search.set(name, value);
  }
  const read = { ...filtersOf(search), sort: SORTS.find((each): each is Sort => each === sort) ?? NONE.sort };
  return archived === true ? { ...read, tab: "archived" } : tabbed(read);
}

/** A filter that a tab stands for becomes the tab. */
function tabbed(read: Filters): Filters {
  const [status] = read.status.length === 1 ? read.status : [];
  const { assignee, ...values } = read.values;
  if (assignee?.length === 1 && assignee[0] === "me") return { ...read, tab: "mine", values };
  if (assignee?.length === 1 && assignee[0] === "none") return { ...read, tab: "unassigned", values };
  const tab = TABS.find((each) => each === status);
  if (tab) return { ...read, tab, status: [] };
  return read;
}

/** Keep the filters under a name. Throws a Problem for the form to show. */
export async function saveView(name: string, shared: boolean, filters: Filters): Promise<void> {
  await desk().createView({ name, shared, filters: filtersToKeep(filters) });
  await reloadViews();
}

/** Delete a view. Throws a Problem. */
export async function deleteView(view: View): Promise<void> {
  await desk().deleteView(view.id);
  await reloadViews();
}
