/** What narrows the list, in words: each filter a chip, which changes it, and beside it what takes it away. */
import { useEffect } from "preact/hooks";
import { Icon } from "../../parts/icons";
import { loadContactNames } from "../../store/desk/contactNames";
import { type Filters, held, isNarrowed } from "../../store/tickets/filters";
import type { FilterName } from "../../store/tickets/filterTable";
import { t } from "../../words";
import { openSaveView } from "../list/SaveView";
import { chooseValues, clearFilters, removeFilter } from "./menu";
import { toldFilter } from "./told";

export function Chips({ filters }: { filters: Filters }) {
  const contacts = filters.values.contact ?? [];
  useEffect(() => void loadContactNames(contacts), [contacts.join()]);
  if (!isNarrowed(filters)) return null;
  return (
    <div class="chips">
      {held(filters).map(([name, values]) => (
        <Chip key={name} name={name} told={toldFilter(name, values)} />
      ))}
      <span class="all-chips">
        <button type="button" class="plain" onClick={clearFilters}>
          {t("clear")}
        </button>
        <button type="button" class="plain" onClick={openSaveView}>
          {t("view.save")}
        </button>
      </span>
    </div>
  );
}

function Chip({ name, told }: { name: FilterName; told: string }) {
  return (
    <span class="filter-chip">
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={(event) => chooseValues(name, event.currentTarget)}
        onKeyDown={({ key }) => (key === "Delete" || key === "Backspace") && removeFilter(name)}>
        {told}
      </button>
      <button type="button" aria-label={t("filter.remove", { filter: told })} onClick={() => removeFilter(name)}>
        <Icon name="close" />
      </button>
    </span>
  );
}
