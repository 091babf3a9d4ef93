import assert from "node:assert/strict";
import { test } from "node:test";
import { TICKETS_QUERY } from "../src/api/types";
import en from "../src/locales/en.json";
import { daysIn, spanOf } from "../src/store/tickets/days";
import {
  belongs,
  cleared,
  comesBefore,
  filtersOf,
  held,
  isTold,
  searchOf,
  sectionsOf,
  withValues,
} from "../src/store/tickets/filters";
import { FILTERS, type FilterName, filterNamed } from "../src/store/tickets/filterTable";
import { filtersOfView, filtersToKeep, isPassing } from "../src/store/tickets/savedViews";
import { toldFilter, toldFilters } from "../src/views/filters/told";
import { row } from "./desk";

process.env.TZ = "Europe/Berlin";
/** Of each filter, values that an address may hold. */
const VALUES: Record<FilterName, string> = {
  status: "open,waiting",
  priority: "urgent,high",
  type: "bug_report",
  channel: "email,phone",
  label: "l_1,l_2",
  assignee: "me,m_bo",
  contact: "c_1",
  mailbox: "support@acme.example",
  sla: "breached,met",
  csat: "1,2,none",
  delivery: "failed",
  created: "2026-11-01..2026-11-15",
  updated: "7d",
};
/** What narrows no list by what is in it. */
const APART = ["archived", "snoozed", "spam", "trash", "sort", "limit", "cursor", "q"];

const read = (search: string) => filtersOf(new URLSearchParams(search));
const asked = (search: string) => sectionsOf(read(search))[0]?.query ?? {};

test("every filter that the desk has is offered, and has a name", () => {
  const offered = FILTERS.flatMap((name) => Object.keys(filterNamed(name).asked(VALUES[name].split(","))));
  const spans = ["updated_before"]; // of a span that goes on
  assert.deepEqual(
    [...new Set([...offered, ...spans])].sort(),
    TICKETS_QUERY.filter((each) => !APART.includes(each)).sort(),
  );
  for (const name of FILTERS) assert.equal(`field.${name}` in en, true, name);
});

test("every filter survives the address and alone is asked for", () => {
  for (const name of FILTERS) {
    const search = new URLSearchParams({ tab: "archived", [name]: VALUES[name] });
    assert.equal(searchOf(filtersOf(search)).toString(), search.toString());
    const { archived, ...query } = asked(search.toString());
    assert.equal(archived, "true");
    assert.deepEqual(query, filterNamed(name).asked(VALUES[name].split(",")), name);
  }
});

test("what an address says wrongly of a filter is left out", () => {
  const wrong = "sla=late&csat=0,6&delivery=done&created=2026-02-30..&updated=yesterday&priority=huge";
  assert.deepEqual(read(wrong), read(""));
  assert.deepEqual(read("created=today,7d").values.created, ["today"]);
});

test("days are the reader's own, and the last of them belongs to the span", () => {
  assert.deepEqual(asked("tab=open&created=2026-11-01..2026-11-15"), {
    status: "open",
    created_after: "2026-10-31T23:00:00.000Z",
    created_before: "2026-11-15T23:00:00.000Z",
  });
  assert.deepEqual(spanOf("2026-10-25..2026-10-25"), {
    after: "2026-10-24T22:00:00.000Z",
    before: "2026-10-25T23:00:00.000Z", // an hour more, since the clocks were put back
  });
  assert.deepEqual(spanOf("2026-11-01.."), { after: "2026-10-31T23:00:00.000Z", before: null });
  assert.deepEqual(spanOf("..2026-11-01"), { after: null, before: "2026-11-01T23:00:00.000Z" });
});

test("days of a zone that is named begin there, whatever the reader's clock says", () => {
  assert.deepEqual(spanOf("2026-10-31..2026-11-01@America/New_York"), {
    after: "2026-10-31T04:00:00.000Z",
    before: "2026-11-02T05:00:00.000Z", // their clocks were put back a week later
  });
  assert.deepEqual(spanOf("..2026-11-01@Asia/Kolkata"), { after: null, before: "2026-11-01T18:30:00.000Z" });
  assert.equal(daysIn("2026-11-01..@Nowhere/Land"), null);
});

test("the last seven days are today and the six before, whenever one looks", () => {
  const evening = new Date("2026-11-28T23:30:00Z"); // the 29th here
  assert.deepEqual(daysIn("7d", evening), { from: "2026-11-23", to: "2026-11-29", zone: null });
  assert.deepEqual(daysIn("30d", evening), { from: "2026-10-31", to: "2026-11-29", zone: null });
  assert.deepEqual(daysIn("today", evening), { from: "2026-11-29", to: "2026-11-29", zone: null });
});

test("days that aren't there, are the wrong way round or none at all are no span", () => {
  for (const text of ["..", "", "2026-11-31..", "2026-11-02..2026-11-01", "0001-01-01..", "26-1-1..", "8d"])
    assert.equal(daysIn(text), null, text);
});

test("a row belongs to a list of its days", () => {
  const fits = (at: string): boolean =>
    belongs(row(1, { created_at: at }), read("created=2026-11-01..2026-11-15"), null, "m_me");
  const instants = ["2026-10-31T22:59:59Z", "2026-10-31T23:00:00Z", "2026-11-15T22:59:59Z", "2026-11-15T23:00:00Z"];
  assert.deepEqual(instants.map(fits), [false, true, true, false]);
});

test("where rows don't tell whether they belong, the desk is left to say so", () => {
  assert.deepEqual(
    ["priority=high", "created=today", "csat=1", "q=card"].map((search) => isTold(read(search))),
    [true, true, false, false],
  );
});

test("what a tab decides is no filter beside it", () => {
  const names = (search: string): string[] => held(read(search)).map(([name]) => name);
  assert.deepEqual(names("tab=mine&assignee=none&priority=low"), ["priority"]);
  assert.deepEqual(names("tab=open&status=closed&assignee=me"), ["assignee"]);
  assert.deepEqual(names("status=open,waiting"), ["status"]);
});

test("what is due comes with the soonest on top unless another order is chosen, and goes back with the filter", () => {
  assert.equal(read("sla=breached,warning").sort, "sla_due");
  assert.equal(read("sla=breached,paused").sort, "-updated_at");
  assert.equal(asked("tab=open&sla=breached").sort, undefined);
  assert.equal(asked("tab=open&sla=breached&sort=-updated_at").sort, "-updated_at");
  const pressing = withValues(read("tab=open"), "sla", ["breached"]);
  assert.equal(searchOf(pressing).toString(), "tab=open&sla=breached");
  assert.equal(pressing.sort, "sla_due");
  assert.equal(withValues(pressing, "sla", []).sort, "-updated_at");
  assert.equal(cleared(pressing).sort, "-updated_at");
  assert.equal(withValues(read("sort=priority"), "sla", ["breached"]).sort, "priority");
});

test("in the order of what is due, a ticket that nothing is due for comes last", () => {
  const due = (due_at: string | null, at: string | null = null) =>
    row(1, {
      sla: {
        status: "on_track",
        by: "resolution",
        due_at: at === null ? due_at : null,
        policy_id: null,
        first_response: null,
        next_response: null,
        resolution: { status: "on_track", target_minutes: 60, due_at, elapsed_percent: 0, at, never_due: false },
      },
    });
  const [soon, later, met] = [
    due("2026-11-01T00:00:00Z"),
    due("2026-11-02T00:00:00Z"),
    due("2026-11-01T00:00:00Z", "x"),
  ];
  assert.deepEqual(
    [comesBefore(soon, later, "sla_due"), comesBefore(later, soon, "sla_due"), comesBefore(later, met, "sla_due")],
    [true, false, true],
  );
  assert.equal(comesBefore(row(2), soon, "sla_due"), false);
});

test("a view keeps the desk's own filters; words and days pass, and it is said", () => {
  for (const name of FILTERS) {
    const kept = filtersToKeep(read(`tab=archived&${new URLSearchParams({ [name]: VALUES[name] })}&q=card`));
    const isKept = filterNamed(name).kept;
    assert.deepEqual(kept, isKept ? { archived: true, [name]: VALUES[name] } : { archived: true });
    assert.equal(isPassing(read(`${name}=${VALUES[name]}`)), !isKept);
  }
  const due = read("tab=archived&sla=breached");
  assert.deepEqual(filtersOfView({ filters: filtersToKeep(due) }), due);
});

test("a chip says what is filtered", () => {
  const told = (name: FilterName, text: string): string => toldFilter(name, text.split(","));
  assert.equal(told("priority", "urgent,high"), "Priority: Urgent, High");
  assert.equal(told("type", "support_ticket,bug_report,feature_request"), "Type: Support ticket, Bug report, 1 more");
  assert.equal(told("csat", "1,2"), "CSAT: 1–2");
  assert.equal(told("csat", "none,5,1"), "CSAT: 1, 5, not rated");
  assert.equal(told("sla", "warning"), "SLA: at risk");
  assert.equal(told("delivery", "failed"), "Delivery: not delivered");
  assert.equal(told("updated", "7d"), "Updated: last 7 days");
  assert.equal(told("created", "2020-11-01.."), "Created: since Nov 1, 2020");
  assert.equal(told("created", "..2020-11-01"), "Created: until Nov 1, 2020");
  assert.match(told("created", "2020-11-01..2020-11-15"), /^Created: Nov 1\s–\s15, 2020$/);
  assert.equal(toldFilters(read("tab=open&priority=low&updated=today&q=card")), "Priority: Low · Updated: today");
});
