import assert from "node:assert/strict";
import { test } from "node:test";
import { asLocal, instantOf, presets, wrongIn } from "../src/parts/times";

/** What is offered at a local time somewhere, as its clocks show it. */
function offered(zone: string, now: string): Record<string, string> {
  process.env.TZ = zone;
  return Object.fromEntries(presets(new Date(now)).map(({ id, at }) => [id, asLocal(at)]));
}

test("a few hours, tomorrow, Monday and a week are offered", () => {
  assert.deepEqual(offered("Europe/Berlin", "2027-03-03T14:07:30"), {
    hours: "2027-03-03T17:07",
    tomorrow: "2027-03-04T09:00",
    monday: "2027-03-08T09:00",
    week: "2027-03-10T09:00",
  });
});

test("no instant is offered twice", () => {
  const sunday = offered("Europe/Berlin", "2027-03-07T14:00:00");
  assert.deepEqual(Object.keys(sunday), ["hours", "tomorrow", "week"]);
  const monday = offered("Europe/Berlin", "2027-03-08T08:00:00");
  assert.deepEqual([monday.monday, monday.week], [undefined, "2027-03-15T09:00"]);
});

test("nine stays nine when the clocks change, and three hours stay three hours", () => {
  const spring = offered("Europe/Berlin", "2027-03-27T23:30:00");
  assert.deepEqual([spring.hours, spring.tomorrow], ["2027-03-28T03:30", "2027-03-28T09:00"]);
  const autumn = offered("America/New_York", "2027-11-07T00:30:00");
  assert.deepEqual([autumn.hours, autumn.week], ["2027-11-07T02:30", "2027-11-14T09:00"]);
  assert.equal(offered("Pacific/Apia", "2027-12-31T22:00:00").tomorrow, "2028-01-01T09:00");
});

test("an hour that is skipped is no time to choose", () => {
  process.env.TZ = "Europe/Berlin";
  assert.equal(instantOf("2027-03-28T02:30"), null);
  assert.equal(instantOf("2027-03-28T03:00")?.toISOString(), "2027-03-28T01:00:00.000Z");
  assert.equal(instantOf("2027-03-28T01:59:30")?.toISOString(), "2027-03-28T00:59:30.000Z");
  process.env.TZ = "Australia/Lord_Howe"; // by half an hour
  assert.equal(instantOf("2027-10-03T02:15"), null);
  assert.equal(asLocal(instantOf("2027-10-03T02:30") ?? new Date(0)), "2027-10-03T02:30");
});

test("an hour that there is twice is the first of the two", () => {
  process.env.TZ = "Europe/Berlin";
  assert.equal(instantOf("2027-10-31T02:30")?.toISOString(), "2027-10-31T00:30:00.000Z");
});

test("what is no time is none", () => {
  for (const text of ["", "tomorrow", "2027-02-30T10:00", "2027-03-01"]) assert.equal(instantOf(text), null, text);
});

test("what is past, more than a year ahead, or skipped is wrong", () => {
  process.env.TZ = "Europe/Berlin";
  const now = new Date("2027-03-01T12:00:30");
  const wrong = { "2027-03-01T12:00": "past", "2027-03-01T12:01": null, "2028-03-01T12:00": null };
  assert.deepEqual(
    Object.keys(wrong).map((local) => wrongIn(local, now)),
    Object.values(wrong),
  );
  assert.deepEqual(
    ["2028-03-01T12:01", "2027-03-28T02:30", ""].map((local) => wrongIn(local, now)),
    ["far", "skipped", "skipped"],
  );
});
