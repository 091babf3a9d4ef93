/** The tabs with their counts, and the field to search in them. Beside an open ticket the tabs are a menu. */
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../parts/icons";
import { Menu } from "../../parts/Menu";
import { tipOf } from "../../parts/tips";
import { go, goQuery, href } from "../../router/router";
import { counts } from "../../store/desk/directory";
import { workspace } from "../../store/desk/session";
import {
  cleared,
  type Filters,
  isNarrowed,
  searchOf,
  TABS,
  type Tab,
  wholeReferenceIn,
} from "../../store/tickets/filters";
import { number, t } from "../../words";

export const SEARCH_FIELD = "search-tickets";

export function Tabs({ filters, beside }: { filters: Filters; beside: boolean }) {
  return (
    <div class="list-top">
      <h1>{t("tickets")}</h1>
      {beside ? <TabMenu filters={filters} /> : <TabLinks filters={filters} />}
      <Search filters={filters} />
    </div>
  );
}

function TabLinks({ filters }: { filters: Filters }) {
  return (
    <nav class="tabs" aria-label={t("tabs")}>
      {TABS.map((tab) => (
        <a
          key={tab}
          href={href("tickets", searchOf({ ...cleared(filters), tab }))}
          aria-current={filters.tab === tab ? "page" : undefined}>
          {t(`tab.${tab}`)} <span class="count">{countOf(tab)}</span>
        </a>
      ))}
    </nav>
  );
}

function countOf(tab: Tab): string {
  return counts.value ? number(counts.value[tab]) : "";
}

/** The ticket stays open; what narrows the list, out of sight here, can be taken away. */
function TabMenu({ filters }: { filters: Filters }) {
  const told = (tab: Tab): string => `${t(`tab.${tab}`)} ${countOf(tab)}`;
  const items = TABS.map((tab) => ({
    label: told(tab),
    checked: filters.tab === tab,
    run: () => goQuery(searchOf({ ...cleared(filters), tab })),
  }));
  return (
    <>
      <Menu class="bare tab-menu" label={`${t("tickets")}: ${told(filters.tab)}`} items={items}>
        <b>{t(`tab.${filters.tab}`)}</b> <span class="count">{countOf(filters.tab)}</span> <Icon name="down" />
      </Menu>
      {isNarrowed(filters) && (
        <button type="button" class="plain" onClick={() => goQuery(searchOf(cleared(filters)))}>
          <Icon name="view" /> {t("clear")}
        </button>
      )}
    </>
  );
}

/** Words and numbers are searched for; a reference typed whole is gone to. */
function Search({ filters }: { filters: Filters }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (field.current) field.current.value = filters.q; // by a link, or Clear
  }, [filters.q]);
  const search = (typed: string): void => {
    const ref = wholeReferenceIn(typed, workspace.peek()?.prefix);
    if (ref) go(href(`tickets/${ref}`, searchOf({ ...filters, q: "" })));
    else goQuery(searchOf({ ...filters, q: typed.trim() }));
  };
  return (
    <form
      class="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        search(String(new FormData(event.currentTarget).get("q") ?? ""));
      }}>
      <input
        ref={field}
        id={SEARCH_FIELD}
        name="q"
        type="search"
        maxLength={200}
        aria-label={t("search")}
        placeholder={t("search")}
        onSearch={(event) => event.currentTarget.value === "" && filters.q !== "" && search("")}
        {...tipOf("search")}
      />
    </form>
  );
}
