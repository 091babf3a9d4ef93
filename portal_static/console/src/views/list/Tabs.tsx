/** The tabs with their counts, and the field to search in them. */
import { useEffect, useRef } from "preact/hooks";
import { tipOf } from "../../parts/tips";
import { go, goQuery, href } from "../../router/router";
import { counts } from "../../store/directory";
import { cleared, type Filters, referenceIn, searchOf, TABS } from "../../store/filters";
import { workspace } from "../../store/session";
import { number, t } from "../../words";

export const SEARCH_FIELD = "search-tickets";

export function Tabs({ filters }: { filters: Filters }) {
  return (
    <div class="list-top">
      <h1>{t("tickets")}</h1>
      <nav class="tabs" aria-label={t("tabs")}>
        {TABS.map((tab) => (
          <a key={tab} href={href("tickets", searchOf({ ...cleared(filters), tab }))} aria-current={filters.tab === tab ? "page" : undefined}>
            {t(`tab.${tab}`)} <span class="count">{counts.value ? number(counts.value[tab]) : ""}</span>
          </a>
        ))}
      </nav>
      <Search filters={filters} />
    </div>
  );
}

/** Words are searched for; a reference typed whole is gone to. */
function Search({ filters }: { filters: Filters }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (field.current) field.current.value = filters.q; // by a link, or Clear
  }, [filters.q]);
  const search = (typed: string): void => {
    const ref = referenceIn(typed, workspace.peek()?.prefix);
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
      }}
    >
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
