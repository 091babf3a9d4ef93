/** The rows, section by section, and the ways to more of them. */

import { useEffect } from "preact/hooks";
import { problemText } from "../../api/problemText";
import type { Status } from "../../api/types";
import { ChoiceIcon } from "../../parts/icons";
import { href } from "../../router/router";
import { counts } from "../../store/desk/directory";
import { toast } from "../../store/desk/toasts";
import { isNarrowed, searchOf } from "../../store/tickets/filters";
import { earlier, hasMore, list, more, type Section, visible } from "../../store/tickets/list";
import { isAsking } from "../../store/tickets/searching";
import { isSelected, tickAll } from "../../store/tickets/selection";
import { number, t } from "../../words";
import { pickInCell } from "./cells";
import { keepFocus } from "./commands";
import { Row } from "./Row";

export function Rows() {
  const drawn = new Set(visible.value);
  const { sections, from, loadingMore } = list.value;
  useEffect(keepFocus, [list.value]); // after a dialog, too, has given the focus back
  return (
    <div class="rows" aria-busy={loadingMore || isAsking.value} onClick={pickInCell}>
      {from > 0 && (
        <button type="button" class="plain" onClick={earlier}>
          {t("earlier")}
        </button>
      )}
      {sections.map((section) => (
        <Group key={section.status ?? "only"} section={section} drawn={drawn} />
      ))}
      {hasMore.value && (
        <button type="button" class="plain" disabled={loadingMore} onClick={loadMore}>
          {t("more")}
        </button>
      )}
    </div>
  );
}

function Group({ section, drawn }: { section: Section; drawn: ReadonlySet<string> }) {
  const refs = section.refs.filter((ref) => drawn.has(ref));
  if (refs.length === 0) return null;
  return (
    <>
      {section.status && (
        <div class="group-head">
          <GroupTick refs={refs} name={t(`status.${section.status}`)} />
          <h2>
            <ChoiceIcon name="status" value={section.status} /> {t(`status.${section.status}`)}{" "}
            <span class="count">{countOf(section)}</span>
          </h2>
        </div>
      )}
      <ul>
        {refs.map((ref) => (
          <Row key={ref} reference={ref} />
        ))}
      </ul>
      {section.status && section.next && <All status={section.status} />}
    </>
  );
}

/** Ticks all rows of the group that are shown, or none of them. */
function GroupTick({ refs, name }: { refs: readonly string[]; name: string }) {
  const count = refs.filter(isSelected).length;
  return (
    <label class="tick-box">
      <input
        type="checkbox"
        checked={count === refs.length}
        indeterminate={count > 0 && count < refs.length}
        aria-label={t("select.group", { group: name })}
        onChange={(event) => tickAll(refs, event.currentTarget.checked)}
      />
    </label>
  );
}

/** How many there are in all, where that is known; else how many were fetched. */
function countOf({ status, refs, next }: Section): string {
  const { filters } = list.value;
  if (next === null) return number(refs.length);
  const all = filters.tab === "all" && !isNarrowed(filters) && status ? counts.value?.[status] : undefined;
  return all === undefined ? `${number(refs.length)}+` : number(all);
}

function All({ status }: { status: Status }) {
  const { values, sort, tab } = list.value.filters;
  const search = searchOf({
    tab: status,
    values: { ...values, status: [], ...(tab === "mine" && { assignee: ["me"] }) },
    q: "",
    sort,
  });
  return (
    <a class="plain" href={href("tickets", search)}>
      {t("show_all", { tab: t(`tab.${status}`) })}
    </a>
  );
}

function loadMore(): void {
  more().catch((failure: unknown) => toast(problemText(failure), { tone: "error" }));
}
