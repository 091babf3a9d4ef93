/** What the list shows when there are no rows to show. */
import type { Problem } from "../../api/problem";
import { problemText } from "../../api/problemText";
import { Icon } from "../../parts/icons";
import { Lazy } from "../../parts/Lazy";
import { href } from "../../router/router";
import { counts } from "../../store/desk/directory";
import { type Filters, isNarrowed } from "../../store/tickets/filters";
import { list, reload } from "../../store/tickets/list";
import { n, number, t } from "../../words";
import { clearFilters } from "../filters/menu";
import { toldFilters } from "../filters/told";

/** Grey rows, not before a moment has passed: what is quick needs no waiting room. */
export function Skeleton() {
  return (
    <div class="skeleton late">
      <p role="status" class="unseen">
        {t("loading")}
      </p>
      {[52, 38, 61, 45, 57, 33, 48, 40].map((width) => (
        <div key={width} aria-hidden="true">
          <span style={{ inlineSize: `${width}%` }} />
        </div>
      ))}
    </div>
  );
}

/** The list couldn't be fetched; rows that are there stay. */
export function Failed({ problem }: { problem: Problem }) {
  return (
    <div class="note-line" role="alert">
      <p>{problemText(problem)}</p>
      <button type="button" onClick={() => void reload()}>
        {t("retry")}
      </button>
    </div>
  );
}

const firstRun = () => import("./FirstRun");

export function Empty({ filters }: { filters: Filters }) {
  if (isNarrowed(filters)) return <NothingFound filters={filters} />;
  if (filters.tab === "all" && counts.value?.archived === 0) return <Lazy load={firstRun} props={{}} />;
  return (
    <div class="empty">
      <Icon name="tickets" />
      <h2>{t(`empty.${filters.tab}`)}</h2>
      <p>{t(`empty.${filters.tab}.next`)}</p>
      {filters.tab === "mine" && <a href={href("tickets", "tab=unassigned")}>{t("tab.unassigned")}</a>}
    </div>
  );
}

/** How many tickets a search found, and by which words if not by those that were typed. */
export function FoundCount() {
  const { filters, state, instead, sections } = list.value;
  const [section] = sections;
  if (filters.q === "" || state !== "ready" || !section || section.refs.length === 0) return null;
  const count = section.refs.length;
  return (
    <p class="found" role="status">
      {instead && <>{t("found.instead", { q: filters.q, instead })} </>}
      {section.next === null ? n("found", count) : t("found.more", { count: number(count) })}
    </p>
  );
}

function NothingFound({ filters }: { filters: Filters }) {
  const told = toldFilters(filters);
  return (
    <div class="empty">
      <Icon name={filters.q ? "search" : "view"} />
      <h2>{filters.q ? t("empty.search", { q: filters.q }) : t("empty.filtered")}</h2>
      {list.value.textsCut && <p>{t("empty.texts_cut")}</p>}
      {told && <p>{t("empty.filtered.told", { filters: told })}</p>}
      <p>{t("empty.filtered.next")}</p>
      <button type="button" class="solid" onClick={clearFilters}>
        {t("clear")}
      </button>
    </div>
  );
}
