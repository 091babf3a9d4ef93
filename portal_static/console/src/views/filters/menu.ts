/** Narrowing the list: which filter, and then what it is to hold. */
import type { Choice } from "../../parts/Choices";
import { choose } from "../../parts/picker";
import { goQuery, query } from "../../router/router";
import { loadMailboxes } from "../../store/desk/mailboxes";
import { can } from "../../store/desk/session";
import { cleared, filtersOf, isFixed, searchOf, withValues } from "../../store/tickets/filters";
import { FILTERS, type FilterName } from "../../store/tickets/filterTable";
import { t } from "../../words";
import { choicesOf, isListed } from "./choices";
import { openFilter } from "./Host";
import { toldValues } from "./told";

export const FILTER_BUTTON = "filter-tickets";

/** Ask by what to filter. It is also found by the values that a filter may have. */
export function chooseFilter(): void {
  const anchor = document.getElementById(FILTER_BUTTON);
  choose({
    title: t("cmd.filter"),
    anchor,
    choices: () => FILTERS.filter(isOffered).map(asChoice),
    pick: (picked) => {
      const name = FILTERS.find((each) => each === picked);
      if (name) chooseValues(name, anchor);
    },
  });
}

/** Ask what a filter is to hold. */
export function chooseValues(name: FilterName, anchor: Element | null): void {
  if (!isListed(name)) return openFilter(name, anchor);
  if (name === "mailbox") void loadMailboxes();
  choose({
    title: t(`field.${name}`),
    anchor,
    several: true,
    choices: () => choicesOf(name),
    chosen: (value) => (valuesOf(name).includes(value) ? "on" : "off"),
    pick: toggling(name),
  });
}

export function valuesOf(name: FilterName): readonly string[] {
  return filtersOf(query.value).values[name] ?? [];
}

/** Turn values on and off, one after the other. All of it is one step in the browser's history. */
export function toggling(name: FilterName): (value: string) => void {
  let begun = false;
  return (value) => {
    const now = valuesOf(name);
    setValues(name, now.includes(value) ? now.filter((each) => each !== value) : [...now, value], begun);
    begun = true;
  };
}

/** `again` takes the place of what was set last. */
export function setValues(name: FilterName, values: readonly string[], again = false): void {
  goQuery(searchOf(withValues(filtersOf(query.peek()), name, values)), { replace: again });
}

/** What was pressed goes away with the filter: the focus goes to where the next one is chosen. */
export function removeFilter(name: FilterName): void {
  document.getElementById(FILTER_BUTTON)?.focus();
  setValues(name, []);
}

export function clearFilters(): void {
  document.getElementById(FILTER_BUTTON)?.focus();
  goQuery(searchOf(cleared(filtersOf(query.peek()))));
}

/** Not what the tab decides, nor what one couldn't look up. */
function isOffered(name: FilterName): boolean {
  if (isFixed(filtersOf(query.value).tab, name)) return false;
  if (name === "contact") return can.value("contacts:read");
  return name !== "mailbox" || can.value("settings:read");
}

function asChoice(name: FilterName): Choice {
  const values = valuesOf(name);
  const also = isListed(name) ? choicesOf(name).map((each) => each.label) : [];
  return {
    value: name,
    label: t(`field.${name}`),
    also: also.join(" "),
    hint: values.length > 0 ? toldValues(name, values) : undefined,
  };
}
