/** The tabs with their counts, and the field to search in them. Beside an open ticket the tabs are a menu. */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../../parts/icons";
import { Menu } from "../../parts/Menu";
import { tipOf } from "../../parts/tips";
import { go, goQuery, href, query } from "../../router/router";
import { counts } from "../../store/desk/directory";
import { workspace } from "../../store/desk/session";
import {
  cleared,
  type Filters,
  filtersOf,
  isCounted,
  isNarrowed,
  isPutAway,
  searchOf,
  TABS,
  type Tab,
  wholeReferenceIn,
} from "../../store/tickets/filters";
import { typed } from "../../store/tickets/searching";
import { number, t } from "../../words";
import { Updates } from "../filters/FilterBar";
import { toRows } from "./commands";
import { SEARCH_FIELD, wayBack } from "./search";

export function Tabs({ filters, beside }: { filters: Filters; beside: boolean }) {
  return (
    <div class="list-top">
      <h1>{t("tickets")}</h1>
      {beside ? <TabMenu filters={filters} /> : <TabLinks filters={filters} />}
      <Search filters={filters} />
    </div>
  );
}

/** What is put away is offered beside the archive alone: who looks for work has no use for it, nor room. */
function TabLinks({ filters }: { filters: Filters }) {
  const tabs = TABS.filter((tab) => isCounted(tab) || isPutAway(filters.tab));
  return (
    <nav class="tabs" aria-label={t("tabs")}>
      {tabs.map((tab) => (
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
  return counts.value && isCounted(tab) ? number(counts.value[tab]) : "";
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
      <Updates />
      {isNarrowed(filters) && (
        <button type="button" class="plain" onClick={() => goQuery(searchOf(cleared(filters)))}>
          <Icon name="view" /> {t("clear")}
        </button>
      )}
    </>
  );
}

/** A pause in typing that is long enough to search, in milliseconds. */
const PAUSE = 150;

/** Words and numbers are searched for as they are typed; a reference typed whole is gone to. */
function Search({ filters }: { filters: Filters }) {
  const field = useRef<HTMLInputElement>(null);
  const own = useRef<string | null>(null);
  const soon = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  // At once: whoever is quick has typed something by the time that the first picture is drawn.
  useLayoutEffect(() => {
    if (filters.q === own.current) return; // as it was typed, and more may have been typed since
    own.current = filters.q;
    clearTimeout(soon.current);
    typed.value = null;
    if (field.current) field.current.value = filters.q; // by a link, or Clear
  }, [filters.q]);
  useEffect(() => () => clearTimeout(soon.current), []);
  const search = (text: string): void => {
    clearTimeout(soon.current);
    const now = filtersOf(query.peek());
    const q = text.trim();
    own.current = q;
    typed.value = null;
    if (q !== now.q) goQuery(searchOf({ ...now, q }), { replace: q !== "" && now.q !== "" });
  };
  const submit = (text: string): void => {
    const ref = wholeReferenceIn(text, workspace.peek()?.prefix);
    if (!ref) return search(text);
    clearTimeout(soon.current);
    typed.value = null;
    go(href(`tickets/${ref}`, searchOf({ ...filters, q: "" })));
  };
  return (
    <form
      class="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        submit(String(new FormData(event.currentTarget).get("q") ?? ""));
      }}>
      <input
        ref={field}
        id={SEARCH_FIELD}
        name="q"
        type="search"
        maxLength={200}
        aria-label={t("search")}
        placeholder={t("search")}
        onInput={({ currentTarget }) => {
          clearTimeout(soon.current);
          typed.value = currentTarget.value.trim();
          soon.current = setTimeout(() => search(currentTarget.value), PAUSE);
        }}
        onKeyDown={leaveByKey}
        {...tipOf("search")}
      />
    </form>
  );
}

/** Escape leads back to where one came from; the arrow down to the rows, once they are what was asked for. */
function leaveByKey(event: KeyboardEvent): void {
  const leave = event.key === "Escape" ? wayBack() : event.key === "ArrowDown" ? toRows : undefined;
  if (!leave || event.isComposing) return;
  event.preventDefault();
  leave();
}
