"""What a report answers, beside what it must answer by the recount: every difference in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from tests.reports.recount import cells
from tests.reports.recount.facts import Fact, Rules, Told
from tests.reports.recount.times import day_of, instant

PAGES = ("overview", "speed", "satisfaction", "sla", "team", "topics", "hours")
NOT_COUNTED = "still being counted"
OF_CONTACTS = frozenset({"arrived", "solved"})
"""All that is counted by contact."""
HELD = 60_000
"""For how many milliseconds a reply can be withdrawn."""
Document = Mapping[str, Any]


@dataclass
class Recounted:
    """A desk's facts, however they are asked for."""

    told: Sequence[Told]
    rules: Rules
    by_day: dict[date, list[Fact]] = field(default_factory=dict)
    backlogs: dict[date, list[int]] = field(default_factory=dict)

    @cached_property
    def facts(self) -> list[Fact]:
        return [fact for one in self.told for fact in one.facts]

    @cached_property
    def first_day(self) -> date:
        return min(fact.day for fact in self.facts)

    @cached_property
    def last_day(self) -> date:
        return max(fact.day for fact in self.facts)

    def on(self, day: date) -> list[Fact]:
        if not self.by_day:
            for fact in self.facts:
                self.by_day.setdefault(fact.day, []).append(fact)
        return self.by_day.get(day, [])

    def within(self, first: date, last: date) -> list[Fact]:
        return [fact for day in cells.days(first, last) for fact in self.on(day)]

    def backlog(self, day: date) -> list[int]:
        if day not in self.backlogs:
            self.backlogs[day] = cells.open_at_the_end(self.told, day)
        return self.backlogs[day]


def differences(answer: Document, recounted: Recounted) -> list[str]:
    """Return what of a page's answer is otherwise than counted."""
    first, last = (date.fromisoformat(answer[name]) for name in ("first_day", "last_day"))
    facts = recounted.within(first, last)
    former = recounted.within(*(date.fromisoformat(answer["before"][name]) for name in ("first_day", "last_day")))
    found = [NOT_COUNTED] if answer["counting"] else []
    found += _block("total", answer["total"], facts)
    found += _block("former", answer["former"], former)
    found += _days(answer, recounted, cells.days(first, last))
    found += _rows(answer, facts)
    found += _further(answer, recounted, facts)
    return [f"{answer['name']} {first}…{last} by {answer['by']}: {one}" for one in found]


def _block(place: str, block: Document, facts: Sequence[Fact]) -> Iterator[str]:
    """Counts and spans of one period, or of one value in it."""
    counted = cells.counts(facts)
    for measure, many in block["counts"].items():
        if measure != "backlog" and many != counted[measure]:
            yield f"{place} {measure}: {many}, not {counted[measure]}"
    for kind, clocks in (block["spans"] or {}).items():
        for clock, told in clocks.items():
            span = cells.span(facts, kind, clock)
            if told["count"] != span["count"] or not all(
                _near(told[name], span[name]) for name in ("median_seconds", "p90_seconds")
            ):
                yield f"{place} {kind} {clock}: {told}, not {span}"


def _near(one: float | None, other: float | None) -> bool:
    """A quantile may be rounded to a whole second, up or down."""
    return one == other or (one is not None and other is not None and abs(one - other) <= 1)


def _days(answer: Document, recounted: Recounted, days: Sequence[date]) -> Iterator[str]:
    if not answer["days"]:
        return
    if [day["day"] for day in answer["days"]] != [day.isoformat() for day in days]:
        yield f"days: {[day['day'] for day in answer['days']]}"
    for told in answer["days"]:
        day = date.fromisoformat(told["day"])
        yield from _block(told["day"], {"counts": told["counts"], "spans": None}, recounted.on(day))
        backlog = cells.backlog(recounted.told, day)
        if told["counts"].get("backlog", backlog) != backlog:
            yield f"{day} backlog: {told['counts']['backlog']}, not {backlog}"


def _rows(answer: Document, facts: Sequence[Fact]) -> Iterator[str]:
    by = answer["by"]
    if by is None:
        if answer["rows"]:
            yield f"rows by nothing: {answer['rows']}"
        return
    rows = {row["value"]: row for row in answer["rows"]}
    if len(rows) < len(answer["rows"]):
        yield "a value has two rows"
    measures = answer["total"]["counts"].keys() - {"backlog"}
    measures = measures & OF_CONTACTS if by == "contact" else measures
    for value, row in rows.items():
        shown = {"counts": {name: row["counts"][name] for name in measures}}
        shown["spans"] = {} if by == "contact" else row["spans"]
        yield from _block(f"{by} {value or 'none'}", shown, cells.of_value(facts, by, value))
    for value in () if answer["cut"] else cells.values(facts, by) - rows.keys():
        there = {name: many for name, many in cells.counts(cells.of_value(facts, by, value)).items() if many}
        if there.keys() & measures:
            yield f"{by} {value or 'none'} has no row: {there}"


def _further(answer: Document, recounted: Recounted, facts: Sequence[Fact]) -> Iterator[str]:
    if answer["hours"] and answer["hours"] != cells.hours(facts):
        yield f"hours: {answer['hours']}"
    for kind, clocks in (answer["distribution"] or {}).items():
        for clock, buckets in clocks.items():
            yield from _distribution(kind, clock, buckets, facts)
    there = [one.story for one in recounted.told if one.story.states[-1].place == "open"]
    for age in answer["ages"] or ():
        begin, end = (age[name] or limit for name, limit in (("first_day", "0001-01-01"), ("last_day", "9999-12-31")))
        born = (day_of(story.created_at, recounted.rules.zones) for story in there)
        many = sum(begin <= day.isoformat() <= end for day in born)
        if age["tickets"] != many:
            yield f"open since {begin}…{end}: {age['tickets']}, not {many}"
    if answer["now"]:
        yield from _now(answer["now"], [story.ticket for story in there])


def _distribution(kind: str, clock: str, buckets: Sequence[Document], facts: Sequence[Fact]) -> Iterator[str]:
    taken = [cells.seconds(fact, clock) for fact in facts if fact.kind == kind]
    if taken and sum(bucket["count"] for bucket in buckets) != len(taken):
        yield f"{kind} {clock}: not all {len(taken)} in {buckets}"
    for bucket in buckets:
        below = bucket["below_seconds"]
        many = sum(bucket["from_seconds"] <= one and (below is None or one < below) for one in taken)
        if bucket["count"] != many:
            yield f"{kind} {clock}: {bucket}, not {many}"


def _now(told: Document, there: Sequence[Document]) -> Iterator[str]:
    states = [(ticket["sla"] or {}).get("status") for ticket in there]
    counted = {"open": len(there), "at_risk": states.count("warning"), "overdue": states.count("breached")}
    for name, many in counted.items():
        most = many if name == "open" else min(many, told["most"])
        if told[name] not in (None, most):
            yield f"now {name}: {told[name]}, not {many}"


def row_differences(items: Sequence[Document], facts: Sequence[Fact]) -> list[str]:
    """Return what of the rows behind a cell isn't one of the facts in it, or lacks."""
    told = sorted(map(_of_item, items), key=repr)
    counted = sorted(map(_of_fact, facts), key=repr)
    missing, more = list(counted), []
    for row in told:
        if row in missing:
            missing.remove(row)
        else:
            more.append(row)
    return [f"no fact: {row}" for row in more] + [f"no row: {row}" for row in missing]


def _of_item(item: Document) -> tuple[Any, ...]:
    number = item["ticket"] and item["ticket"]["number"]
    late = (item["kept"], item["score"], item["comment"])
    return item["day"], number, item["member_id"], item["seconds"], item["business_seconds"], *late


def _of_fact(fact: Fact) -> tuple[Any, ...]:
    late = (fact.kept, fact.score, fact.comment or None)
    return fact.day.isoformat(), fact.number, fact.member, fact.seconds, fact.business, *late


def near_in_time(items: Sequence[Document], facts: Sequence[Fact]) -> bool:
    """Whether the rows happened when the facts did: a reply's action comes a moment after its words, and what becomes
    the first reply, since the one before was withdrawn, may have the time of that."""
    times, ordered = sorted(instant(item["at"]) for item in items), sorted(facts, key=lambda fact: fact.at)
    return all(
        abs(at - fact.at) <= (HELD if fact.kind in ("first", "next") else 1)
        for at, fact in zip(times, ordered, strict=True)
    )
