/** What is behind a number of a report: as many rows as it says. */
import { useEffect, useRef } from "preact/hooks";
import { problemText } from "../../api/problemText";
import { DIMENSIONS, type ReportName } from "../../api/types";
import { query } from "../../router/router";
import { loadContactNames } from "../../store/desk/contactNames";
import { toast } from "../../store/desk/toasts";
import { askedOf, cellDays, factsQuery, reportHref } from "../../store/reports/address";
import { daysText, hourText, isDay, weekdayText } from "../../store/reports/calendar";
import { useFacts } from "../../store/reports/load";
import { t } from "../../words";
import { FactsTable } from "./FactsTable";
import { longText } from "./Speed";
import { measureName, valueName, w, wn } from "./words";

export function FactsOf({ name }: { name: ReportName }) {
  const search = query.value;
  const facts = useFacts(name, factsQuery(search));
  const title = measureName(search.get("cell") ?? "");
  const { found, loading, problem, load } = facts;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const more = (): void =>
    void facts.more().catch((failure: unknown) => toast(problemText(failure), { tone: "error" }));
  return (
    <section class="reports page" aria-labelledby="facts-title">
      <header class="page-head">
        <a class="button" href={reportHref(name, askedOf(name, search))}>
          {w("back", { report: w(`report.${name}`) })}
        </a>
        <h1 id="facts-title" ref={heading} tabIndex={-1}>
          {title}
        </h1>
      </header>
      <p class="quiet">{narrowedText(search)}</p>
      {problem.value && (
        <p role="alert" class="wrong">
          {problemText(problem.value)}{" "}
          <button type="button" onClick={() => void load()}>
            {t("retry")}
          </button>
        </p>
      )}
      {loading.value && !found.value && (
        <p role="status" class="quiet late">
          {t("loading")}
        </p>
      )}
      {found.value && <Rows facts={facts} title={title} more={more} />}
    </section>
  );
}

function Rows({ facts, title, more }: { facts: ReturnType<typeof useFacts>; title: string; more(): void }) {
  const rows = facts.rows.value;
  const count = facts.found.value?.count ?? null;
  if (rows.length === 0)
    return (
      <div class="empty">
        <h2>{w("no_facts")}</h2>
      </div>
    );
  return (
    <>
      {count !== null && <p role="status">{wn("facts", count)}</p>}
      <FactsTable rows={rows} label={title} />
      {facts.next.value !== null && (
        <button type="button" class="plain" onClick={more}>
          {t("more")}
        </button>
      )}
    </>
  );
}

/** Of which days, and of what else. */
function narrowedText(search: URLSearchParams): string {
  const { from, to } = cellDays(search);
  return [
    isDay(from) && isDay(to) ? daysText({ from, to }) : "",
    valueText(search),
    search.has("least") ? boundsText(search) : "",
    search.has("weekday") ? weekdayText(numberIn(search, "weekday"), "long") : "",
    search.has("hour") ? hourText(numberIn(search, "hour")) : "",
  ]
    .filter((each) => each !== "")
    .join(" · ");
}

function valueText(search: URLSearchParams): string {
  const by = DIMENSIONS.find((each) => each === search.get("by"));
  const value = search.get("value");
  if (!by || value === null) return "";
  if (by === "contact" && value !== "") void loadContactNames([value]);
  return `${w(`by.${by}`)}: ${valueName(by, value)}`;
}

function boundsText(search: URLSearchParams): string {
  const below = search.has("below") ? numberIn(search, "below") : null;
  const clock = w(search.get("clock") === "wall" ? "clock.wall" : "clock.business");
  return `${longText({ from_seconds: numberIn(search, "least"), below_seconds: below })} (${clock})`;
}

function numberIn(search: URLSearchParams, name: string): number {
  const value = Number(search.get(name));
  return Number.isFinite(value) ? value : 0;
}
