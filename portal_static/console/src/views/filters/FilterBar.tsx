/** What narrows the list, the order, and a new ticket. */

import { SORTS } from "../../api/types";
import { keysOf } from "../../keys/commands";
import { run } from "../../keys/handlers";
import { Icon } from "../../parts/icons";
import { Menu } from "../../parts/Menu";
import { Keys, tipOf } from "../../parts/tips";
import { goQuery } from "../../router/router";
import { can } from "../../store/desk/session";
import { type Filters, held, searchOf } from "../../store/tickets/filters";
import { reload, updates } from "../../store/tickets/list";
import { n, number, t } from "../../words";
import { Chips } from "./Chips";
import { chooseFilter, FILTER_BUTTON } from "./menu";

export function FilterBar({ filters }: { filters: Filters }) {
  const count = held(filters).length;
  return (
    <div class="filters" role="group" aria-label={t("filters")}>
      <button id={FILTER_BUTTON} type="button" aria-haspopup="dialog" onClick={chooseFilter} {...tipOf("filter")}>
        <Icon name="view" /> {t("cmd.filter")}
        {count > 0 && <span class="count"> {number(count)}</span>}
      </button>
      <Chips filters={filters} />
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

/** What others changed of the list, which comes in when one asks for it. */
export function Updates() {
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
      <Icon name="sort" /> {t("display")} <Icon name="down" />
    </Menu>
  );
}
