/** The list of tickets: tabs, filters, sections by status, and the bar for what is ticked. */
import { useEffect } from "preact/hooks";
import { place, query } from "../../router/router";
import { workspace } from "../../store/desk/session";
import { filtersOf, searchOf } from "../../store/tickets/filters";
import { list, show, visible } from "../../store/tickets/list";
import { t } from "../../words";
import { FilterBar } from "../filters/FilterBar";
import { BulkBar } from "./BulkBar";
import { useListCommands, useScrollKept } from "./commands";
import { Rows } from "./Rows";
import { Empty, Failed, FoundCount, Skeleton } from "./states";
import { Tabs } from "./Tabs";

export function TicketList() {
  const filters = filtersOf(query.value);
  const key = searchOf(filters).toString();
  useEffect(() => void show(filters), [key, workspace.value?.id]);
  useListCommands();
  useScrollKept();
  const { state, problem } = list.value;
  const beside = place.value.view === "ticket";
  const none = state === "ready" && visible.value.length === 0;
  return (
    <section class={beside ? "list beside" : "list"} aria-label={t("tickets")}>
      <div class="list-head">
        <Tabs filters={filters} beside={beside} />
        <FilterBar filters={filters} />
      </div>
      {problem && <Failed problem={problem} />}
      {state === "loading" && <Skeleton />}
      {none && !problem && <Empty filters={filters} />}
      <FoundCount />
      <Rows />
      <BulkBar />
    </section>
  );
}
