/** What narrows the list, each filter a picker; the order; saving it all as a view; and a new ticket. */

import { keysOf } from "../../keys/commands";
import { run } from "../../keys/handlers";
import type { Choice } from "../../parts/Choices";
import { Icon } from "../../parts/icons";
import { Menu } from "../../parts/Menu";
import { choose } from "../../parts/picker";
import { Keys, tipOf } from "../../parts/tips";
import { goQuery, query } from "../../router/router";
import { can } from "../../store/desk/session";
import {
  cleared,
  type Filters,
  filtersOf,
  isFixed,
  isNarrowed,
  SORTS,
  searchOf,
  withValues,
} from "../../store/tickets/filters";
import { reload, updates } from "../../store/tickets/list";
import { n, t } from "../../words";
import { choicesOf, SHOWN_FILTERS, type ShownFilter } from "./filters";
import { openSaveView } from "./SaveView";

export function FilterRow({ filters }: { filters: Filters }) {
  return (
    <div class="filters" role="group" aria-label={t("filters")}>
      {SHOWN_FILTERS.map((name) => !isFixed(filters.tab, name) && <Filter key={name} name={name} filters={filters} />)}
      {isNarrowed(filters) && (
        <>
          <button type="button" class="plain" onClick={() => goQuery(searchOf(cleared(filters)))}>
            {t("clear")}
          </button>
          <button type="button" class="plain" onClick={openSaveView}>
            {t("view.save")}
          </button>
        </>
      )}
      <Updates />
      <span class="gap" />
      <Order filters={filters} />
      {can.value("tickets:write") && (
        <button type="button" class="solid new" onClick={() => run("new")} {...tipOf("new")}>
          <Icon name="plus" /> {t("cmd.new")} <Keys keys={keysOf("new") ?? ""} />
        </button>
      )}
    </div>
  );
}

function Filter({ name, filters }: { name: ShownFilter; filters: Filters }) {
  const values = filters.values[name] ?? [];
  const labels = choicesOf(name).filter((each) => values.includes(each.value));
  return (
    <button
      type="button"
      class={values.length > 0 ? "filter on" : "filter"}
      aria-haspopup="dialog"
      onClick={(event) => ask(name, event.currentTarget)}>
      {t(`field.${name}`)}: {values.length === 0 ? t("filter.any") : told(labels, values.length)} <Icon name="down" />
    </button>
  );
}

/** The first two by name, and how many more. */
function told(labels: readonly Choice[], count: number): string {
  const named = labels.slice(0, 2).map((each) => each.label);
  const rest = count - named.length;
  return [...named, ...(rest > 0 ? [n("filter.more", rest)] : [])].join(", ");
}

function ask(name: ShownFilter, anchor: Element): void {
  const values = (): readonly string[] => filtersOf(query.value).values[name] ?? [];
  choose({
    title: t(`field.${name}`),
    anchor,
    several: true,
    choices: () => choicesOf(name),
    chosen: (value) => (values().includes(value) ? "on" : "off"),
    pick: (value) => {
      const now = values();
      const next = now.includes(value) ? now.filter((each) => each !== value) : [...now, value];
      goQuery(searchOf(withValues(filtersOf(query.peek()), name, next)), { replace: true });
    },
  });
}

function Updates() {
  const count = updates.value.size;
  return (
    <span role="status">
      {count > 0 && (
        <button type="button" class="chip" onClick={() => void reload()}>
          {n("updates", count)}
        </button>
      )}
    </span>
  );
}

function Order({ filters }: { filters: Filters }) {
  const items = SORTS.map((sort) => ({
    label: t(`sort.${sort}`),
    checked: filters.sort === sort,
    run: () => goQuery(searchOf({ ...filters, sort })),
  }));
  return (
    <Menu label={t("display")} items={items}>
      {t("display")} <Icon name="down" />
    </Menu>
  );
}
