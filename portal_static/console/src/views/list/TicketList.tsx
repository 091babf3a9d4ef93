/** The list: tabs with counts, search, sections by status. */
import { useEffect } from "preact/hooks";
import type { Status } from "../../api/types";
import { said } from "../../parts/said";
import { toast } from "../../store/toasts";
import { go, goQuery, href, place, query, ticketHref } from "../../router/router";
import { counts } from "../../store/directory";
import { cleared, filtersOf, isNarrowed, referenceIn, searchOf, TABS } from "../../store/filters";
import { earlier, hasMore, list, more, reload, show, updates, visible } from "../../store/list";
import { workspace } from "../../store/session";
import { prefetch, ticketSignal } from "../../store/tickets";
import { locale, n, number, t } from "../../words";

export function TicketList() {
  const filters = filtersOf(query.value);
  const key = searchOf(filters).toString();
  useEffect(() => void show(filters), [key, workspace.value?.id]);
  const shown = list.value;
  return (
    <section class="list" aria-label={t("tickets")}>
      <nav class="tabs" aria-label={t("tabs")}>
        {TABS.map((tab) => (
          <a href={href("tickets", searchOf({ ...cleared(filters), tab }))} aria-current={filters.tab === tab ? "page" : undefined}>
            {t(`tab.${tab}`)} <span class="count">{counts.value ? number(counts.value[tab]) : ""}</span>
          </a>
        ))}
      </nav>
      <Search q={filters.q} />
      {updates.value.size > 0 && <button class="chip" onClick={() => void reload()}>{n("updates", updates.value.size)}</button>}
      {shown.problem && <Failed text={said(shown.problem)} />}
      {shown.state === "loading" && <p role="status" class="quiet">{t("loading")}</p>}
      {shown.state === "ready" && visible.value.length === 0 && (
        <p class="quiet">{isNarrowed(filters) ? t("empty.filtered") : t("empty")}</p>
      )}
      {shown.from > 0 && <button class="plain" onClick={earlier}>{t("earlier")}</button>}
      <Sections />
      {hasMore.value && (
        <button class="plain" disabled={shown.loadingMore} onClick={() => void more().catch((failure: unknown) => toast(said(failure), { tone: "error" }))}>
          {t("more")}
        </button>
      )}
    </section>
  );
}

function Failed({ text }: { text: string }) {
  return <p role="alert" class="quiet">{text} <button onClick={() => void reload()}>{t("retry")}</button></p>;
}

function Search({ q }: { q: string }) {
  const search = (typed: string): void => {
    const ref = referenceIn(typed);
    if (ref) return go(href(`tickets/${ref}`));
    goQuery(searchOf({ ...filtersOf(query.value), q: typed.trim() }));
  };
  return (
    <form class="search" role="search" onSubmit={(event) => {
      event.preventDefault();
      search(String(new FormData(event.currentTarget).get("q") ?? ""));
    }}>
      <input key={q} name="q" type="search" maxLength={200} aria-label={t("search")} placeholder={t("search")} defaultValue={q} />
      {q && <a href={href("tickets", searchOf(cleared(filtersOf(query.value))))}>{t("clear")}</a>}
    </form>
  );
}

function Sections() {
  const drawn = new Set(visible.value);
  return (
    <>
      {list.value.sections.map((section) => {
        const refs = section.refs.filter((ref) => drawn.has(ref));
        if (refs.length === 0) return null;
        return (
          <div key={section.status ?? "only"}>
            {section.status && <h2 class={`status ${section.status}`}>{t(`status.${section.status}`)}</h2>}
            <ul>{refs.map((ref) => <Row key={ref} reference={ref} />)}</ul>
            {section.status && section.next && <All status={section.status} />}
          </div>
        );
      })}
    </>
  );
}

function All({ status }: { status: Status }) {
  const { values, sort } = list.value.filters;
  const mine = list.value.filters.tab === "mine" ? { ...values, assignee: ["me"] } : values;
  const search = searchOf({ tab: status, status: [], values: mine, q: "", sort });
  return <a class="plain" href={href("tickets", search)}>{t("show_all", { tab: t(`tab.${status}`) })}</a>;
}

function Row({ reference }: { reference: string }) {
  const row = ticketSignal(reference)?.value;
  if (!row) return null;
  const here = place.value.view === "ticket" && place.value.ref === reference;
  return (
    <li onPointerEnter={() => void prefetch(reference)} class={here ? "here" : ""}>
      <span class={`priority ${row.priority}`}>{t(`priority.${row.priority}`)}</span>
      <span class="ref">{row.ref}</span>
      <a href={ticketHref(row.ref)} aria-current={here ? "true" : undefined}>{row.title}</a>
      <span class="labels">{row.labels.map((label) => <span key={label.id} class="label">{label.name}</span>)}</span>
      <span class="who">{row.contact?.name || row.contact?.email}</span>
      <span class="who">{row.assignee?.name ?? t("unassigned")}</span>
      <time dateTime={row.updated_at}>{new Date(row.updated_at).toLocaleDateString(locale(), { month: "short", day: "numeric" })}</time>
    </li>
  );
}
