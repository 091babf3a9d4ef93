/** Reports: what came in, how soon it was dealt with, how content customers were. Each is an address of its own. */
import type { ComponentType } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { problemText } from "../../api/problemText";
import { REPORTS, type Report, type ReportName, type Summed } from "../../api/types";
import { query } from "../../router/router";
import { can } from "../../store/desk/session";
import { type Asked, askedOf, reportHref } from "../../store/reports/address";
import { daysText } from "../../store/reports/calendar";
import { useReport } from "../../store/reports/load";
import { t } from "../../words";
import { Asking } from "./Asking";
import { Export } from "./Export";
import { FactsOf } from "./FactsOf";
import { Hours } from "./Hours";
import { Overview } from "./Overview";
import { Satisfaction } from "./Satisfaction";
import { Sla } from "./Sla";
import { Speed } from "./Speed";
import { seesAll, Team } from "./Team";
import { Topics } from "./Topics";
import { w } from "./words";

export interface PageProps {
  report: Report;
  asked: Asked;
}

const PAGES: Record<ReportName, ComponentType<PageProps>> = {
  overview: Overview,
  speed: Speed,
  sla: Sla,
  satisfaction: Satisfaction,
  team: Team,
  topics: Topics,
  hours: Hours,
};
/** What is asked for at one of these is not the address's fault alone: it is told there. */
const FIELDS = ["from", "to"];

export default function Reports({ name, facts }: { name: string; facts: boolean }) {
  const known = REPORTS.find((each) => each === name);
  if (!known || !can.value("tickets:read"))
    return (
      <div class="empty">
        <h1>{t(known ? "problem.forbidden" : "not_found")}</h1>
      </div>
    );
  return facts ? <FactsOf key={String(query.value)} name={known} /> : <Shown name={known} />;
}

function Shown({ name }: { name: ReportName }) {
  const asked = askedOf(name, query.value);
  const { found, stale, loading, problem, load } = useReport(name, asked);
  const trouble = problem.value;
  const atField = trouble !== null && FIELDS.some((field) => trouble.at(field) !== null);
  const report = trouble !== null && stale ? null : found.value;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), [name]);
  return (
    <section class="reports page" aria-labelledby="reports-title">
      <header class="page-head">
        <h1 id="reports-title" ref={heading} tabIndex={-1}>
          {w("title.report", { report: w(`report.${name}`) })}
        </h1>
        <span class="spring" />
        {report && !stale && (name !== "team" || seesAll()) && (
          <Export key={`${name} ${report.first_day} ${report.last_day}`} report={report} />
        )}
      </header>
      <Names here={name} asked={asked} />
      <Asking name={name} asked={asked} report={stale ? null : report} problem={trouble} />
      {trouble && !atField && (
        <p role="alert" class="wrong">
          {problemText(trouble)}{" "}
          <button type="button" onClick={() => void load()}>
            {t("retry")}
          </button>
        </p>
      )}
      {!report && loading.value && <Coming />}
      {report && <Body report={report} asked={asked} stale={stale} />}
    </section>
  );
}

/** The other reports are of the same days. */
function Names({ here, asked }: { here: ReportName; asked: Asked }) {
  const nav = useRef<HTMLElement>(null);
  useEffect(
    () => nav.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" }),
    [here],
  );
  return (
    <nav ref={nav} class="tabs" aria-label={w("title")}>
      {REPORTS.map((name) => (
        <a key={name} href={reportHref(name, asked)} aria-current={name === here ? "page" : undefined}>
          {w(`report.${name}`)}
        </a>
      ))}
    </nav>
  );
}

function Body({ report, asked, stale }: PageProps & { stale: boolean }) {
  const Page = PAGES[report.name];
  const { first_day: from, last_day: to, before, zone } = report;
  return (
    <div class="report-body" aria-busy={stale}>
      <p class="quiet">
        {w("days_of", { days: daysText({ from, to }), zone })}{" "}
        {w("compared", { days: daysText({ from: before.first_day, to: before.last_day }) })}
      </p>
      {report.counting && (
        <p role="status" class="report-note">
          {w("counting")}
        </p>
      )}
      {isEmpty(report.total, report) && (
        <div class="report-nothing">
          <h2>{w("nothing")}</h2>
          <p>{w("nothing.next")}</p>
        </div>
      )}
      {!(isEmpty(report.total, report) && isEmpty(report.former, report)) && <Page report={report} asked={asked} />}
    </div>
  );
}

function isEmpty({ counts }: Summed, { now }: Report): boolean {
  return (now?.open ?? 0) === 0 && Object.values(counts).every((count) => count === 0);
}

function Coming() {
  return (
    <div class="report-coming late">
      <p role="status" class="unseen">
        {t("loading")}
      </p>
      {[1, 2, 3, 4].map((tile) => (
        <span key={tile} aria-hidden="true" />
      ))}
      <span class="wide" aria-hidden="true" />
    </div>
  );
}
