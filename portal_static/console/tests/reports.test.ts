import assert from "node:assert/strict";
import { test } from "node:test";
import type { Report } from "../src/api/types";
import { placeOf } from "../src/router/router";
import { askedOf, cellDays, cellHref, factsQuery, openHref, queryOf, reportHref } from "../src/store/reports/address";
import { daysText, isDay, length, presetDays, presetOf, shifted, weekday } from "../src/store/reports/calendar";
import { changeOf, judged } from "../src/store/reports/change";
import { type CsvPage, daysIn as csvDays, type Gathered, gather, NOTHING } from "../src/store/reports/csv";
import { pointsOf } from "../src/store/reports/points";
import { averageRating, contentShare } from "../src/store/reports/ratings";
import { namedPlaces, ticksFor } from "../src/store/reports/scale";
import { duration, percent } from "../src/store/reports/shown";

const NOVEMBER = { name: "speed", first_day: "2026-11-01", last_day: "2026-11-30", by: null } satisfies Partial<Report>;
const searchOf = (address: string): URLSearchParams => new URLSearchParams(address.split("?")[1]);

test("beside a plot stand round whole numbers, the last one no lower than its highest", () => {
  assert.deepEqual(ticksFor(0), [0, 1]);
  assert.deepEqual(ticksFor(3), [0, 1, 2, 3]);
  assert.deepEqual(ticksFor(17), [0, 5, 10, 15, 20]);
  assert.deepEqual(ticksFor(10_000), [0, 2_500, 5_000, 7_500, 10_000]);
  for (const highest of [1, 7, 99, 101, 9_999, 123_456]) assert.equal((ticksFor(highest).at(-1) ?? 0) >= highest, true);
});

test("as many places are named as there is room for, from the first one on", () => {
  assert.deepEqual(namedPlaces(3, 600, 50), [0, 1, 2]);
  assert.deepEqual(namedPlaces(10, 200, 50), [0, 3, 6, 9]);
  assert.deepEqual(namedPlaces(0, 600, 50), []);
});

const many = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    day: shifted("2026-01-01", index), // a Thursday
    counts: { arrived: 1, backlog: index },
  }));

test("days are points of their own until there are too many, then weeks from Monday on are", () => {
  assert.equal(pointsOf(many(120)).length, 120);
  const weeks = pointsOf(many(366));
  assert.deepEqual(weeks[0], { from: "2026-01-01", to: "2026-01-04", counts: { arrived: 4, backlog: 3 } });
  assert.deepEqual(weeks[1], { from: "2026-01-05", to: "2026-01-11", counts: { arrived: 7, backlog: 10 } });
  assert.equal(weeks.at(-1)?.to, "2027-01-01");
  assert.equal(
    weeks.reduce((sum, { counts }) => sum + (counts.arrived ?? 0), 0),
    366,
  );
});

test("days are counted by the calendar alone", () => {
  assert.equal(shifted("2024-02-28", 1), "2024-02-29");
  assert.equal(shifted("2026-03-30", -1), "2026-03-29"); // 23 hours of it in Berlin
  assert.equal(length({ from: "2026-10-24", to: "2026-10-26" }), 3);
  assert.deepEqual([weekday("2026-11-30"), weekday("2026-11-29")], [0, 6]);
  assert.deepEqual(["2026-02-30", "2026-1-1", "", null].map(isDay), [false, false, false, false]);
});

test("a preset means days up to the desk's today, and days are known as a preset", () => {
  assert.deepEqual(presetDays("7d", "2026-11-30"), { from: "2026-11-24", to: "2026-11-30" });
  assert.deepEqual(presetDays("month", "2026-11-30"), { from: "2026-11-01", to: "2026-11-30" });
  assert.deepEqual(presetDays("last_month", "2027-01-05"), { from: "2026-12-01", to: "2026-12-31" });
  assert.equal(presetOf({ from: "2026-12-01", to: "2026-12-31" }, "2027-01-05"), "last_month");
  assert.equal(presetOf({ from: "2026-12-02", to: "2026-12-31" }, "2027-01-05"), null);
});

test("days are written in the page's language, whatever the reader's zone", () => {
  const november = daysText({ from: "2026-11-01", to: "2026-11-30" });
  assert.equal(november.replaceAll(/\s/g, " "), "Nov 1 – 30, 2026");
  assert.equal(daysText({ from: "2026-11-01", to: "2026-11-01" }), "Sun, Nov 1, 2026");
});

test("a report is asked for as its address says, also for days that the desk will refuse", () => {
  const asked = askedOf("speed", new URLSearchParams("from=2026-12-01&to=2026-11-01&by=label&clock=wall"));
  assert.deepEqual(queryOf(asked), { from: "2026-12-01", to: "2026-11-01", by: "label" });
  assert.equal(reportHref("speed", asked), "/console/reports/speed?from=2026-12-01&to=2026-11-01&by=label&clock=wall");
  assert.equal(askedOf("speed", new URLSearchParams("by=mood&clock=sun")).by, null);
});

test("what a report can't be told by is left behind on the way to it", () => {
  const asked = askedOf("overview", new URLSearchParams("by=priority"));
  assert.equal(reportHref("topics", asked), "/console/reports/topics");
  assert.equal(askedOf("topics", new URLSearchParams()).by, "label");
  assert.equal(askedOf("team", new URLSearchParams("by=priority")).by, "member");
});

test("a number's address says the days it was made of, and leads back to the report", () => {
  const to = cellHref(NOVEMBER, { cell: "solved", on: { from: "2026-11-03", to: "2026-11-03" } });
  assert.equal(to, "/console/reports/speed/tickets?from=2026-11-01&to=2026-11-30&cell=solved&on=2026-11-03");
  assert.deepEqual(cellDays(searchOf(to)), { from: "2026-11-03", to: "2026-11-03" });
  assert.equal(
    reportHref("speed", askedOf("speed", searchOf(to))),
    "/console/reports/speed?from=2026-11-01&to=2026-11-30",
  );
  const whole = cellHref(NOVEMBER, { cell: "solved", on: { from: "2026-11-01", to: "2026-11-30" } });
  assert.equal(searchOf(whole).has("on"), false);
});

test("behind a number is asked for what it counts and nothing else", () => {
  const asked = (cell: Parameters<typeof cellHref>[1], by: Report["by"] = null): string =>
    String(factsQuery(searchOf(cellHref({ ...NOVEMBER, by }, cell))));
  const days = "from=2026-11-01&to=2026-11-30";
  assert.equal(asked({ cell: "arrived", value: "" }, "label"), `${days}&by=label&value=&cell=arrived`);
  assert.equal(asked({ cell: "arrived" }, "label"), `${days}&cell=arrived`);
  assert.equal(
    asked({ cell: "first", clock: "wall", least: 900, below: null }),
    `${days}&cell=first&clock=wall&least=900`,
  );
  assert.equal(asked({ cell: "arrived", weekday: 0, hour: 0 }), `${days}&cell=arrived&weekday=0&hour=0`);
  assert.equal(
    asked({ cell: "arrived", on: { from: "2026-11-02", to: "2026-11-08" } }),
    "from=2026-11-02&to=2026-11-08&cell=arrived",
  );
});

test("what is open is a list of tickets, of days as the desk's zone has them", () => {
  assert.equal(openHref("Europe/Berlin"), "/console/tickets?status=open,in_progress,waiting");
  const away = searchOf(openHref("Asia/Kolkata", { from: null, to: "2026-11-01" }));
  assert.equal(away.get("created"), "..2026-11-01@Asia/Kolkata");
});

test("reports are places of their own, and so is what is behind their numbers", () => {
  assert.deepEqual(placeOf("/console/reports"), { view: "report", name: "overview", facts: false });
  assert.deepEqual(placeOf("/console/reports/sla/tickets"), { view: "report", name: "sla", facts: true });
  assert.deepEqual(placeOf("/console/reports/sla/members"), { view: "unknown" });
});

test("a change is told by its way and its part, and nothing is no part of nothing", () => {
  assert.deepEqual(changeOf(110, 100), { way: "more", by: 10, share: 0.1 });
  assert.deepEqual(changeOf(50, 100), { way: "less", by: 50, share: 0.5 });
  assert.deepEqual(changeOf(1000, 1001), { way: "same", by: 0, share: 0 });
  assert.deepEqual(changeOf(3, 0), { way: "more", by: 3, share: null });
  assert.equal(changeOf(null, 3), null);
  assert.equal(judged({ way: "more", by: 1, share: 1 }, "less"), "bad");
  assert.equal(judged({ way: "less", by: 1, share: 1 }, "less"), "good");
  assert.equal(judged({ way: "more", by: 1, share: 1 }, "none"), "plain");
});

test("ratings come to an average and a share, and without any to neither", () => {
  const counts = { rated: 4, rated_1: 1, rated_4: 1, rated_5: 2 };
  assert.deepEqual([averageRating(counts), contentShare(counts)], [3.75, 0.75]);
  assert.deepEqual([averageRating({}), contentShare({ rated: 0 })], [null, null]);
});

test("times take two units at most", () => {
  const shown = [42, 725, 3600, 11_400, 187_200, 1_000_000].map(duration);
  assert.deepEqual(shown, ["42s", "12m", "1h", "3h 10m", "2d 4h", "12d"]);
  assert.deepEqual([percent(0.5), percent(0.997), percent(1)], ["50%", "99.7%", "100%"]);
});

const page = (text: string, cursor: string | null, daysDone: number): CsvPage => ({ text, cursor, daysDone, days: 2 });

test("the pages of a file are glued as they come, and each is told of", async () => {
  const pages: Record<string, CsvPage> = { first: page("day,title\r\n1,a\r\n", "c1", 1), c1: page("2,b\r\n", null, 2) };
  const told: number[] = [];
  const ask = async (cursor: string | null): Promise<CsvPage> => pages[cursor ?? "first"] as CsvPage;
  const whole = await gather(NOTHING, ask, ({ daysDone }) => told.push(daysDone));
  assert.deepEqual([whole.text, whole.whole, told], ["day,title\r\n1,a\r\n2,b\r\n", true, [1, 2]]);
  assert.deepEqual(
    [csvDays("12/90"), csvDays(null)],
    [
      { daysDone: 12, days: 90 },
      { daysDone: 0, days: 0 },
    ],
  );
});

test("a file that broke off goes on where it stopped", async () => {
  let so: Gathered = NOTHING;
  const broken = async (cursor: string | null): Promise<CsvPage> => {
    if (cursor === null) return page("day\r\n1\r\n", "c1", 1);
    throw new Error("offline");
  };
  await assert.rejects(gather(so, broken, (gathered) => (so = gathered)));
  assert.deepEqual([so.cursor, so.whole], ["c1", false]);
  const asked: (string | null)[] = [];
  const rest = async (cursor: string | null): Promise<CsvPage> => (asked.push(cursor), page("2\r\n", null, 2));
  const whole = await gather(so, rest, () => undefined);
  assert.deepEqual([whole.text, asked], ["day\r\n1\r\n2\r\n", ["c1"]]);
});
