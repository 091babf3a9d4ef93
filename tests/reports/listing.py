"""The rows behind the numbers of reports, beside the facts that those are made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain

from tests.reports import asking, compared
from tests.reports.acting import Actors
from tests.reports.compared import OF_CONTACTS, PAGES, Recounted
from tests.reports.recount import cells
from tests.reports.recount.facts import Fact

Place = tuple[str, date, str, str]
"""A cell: measure, day, dimension and value. The last two are empty for all."""


def all_cells(counted: Recounted) -> list[Place]:
    """Return every cell of a day that isn't none."""
    return [
        (measure, day, by, value)
        for day in cells.days(counted.first_day, counted.last_day)
        for measure in cells.MEASURES
        for by, value in _ways(cells.cell(counted.on(day), measure))
        if by != "contact" or measure in OF_CONTACTS
    ]


def _ways(facts: Sequence[Fact]) -> Iterator[tuple[str, str]]:
    if facts:
        yield "", ""
        yield from ((by, value) for by in cells.DIMENSIONS for value in sorted(cells.values(facts, by)))


def wrong_lists(actors: Actors, counted: Recounted, places: Sequence[Place]) -> list[str]:
    """Return what is wrong about the rows behind these cells: as many as the number says, and each a fact in it."""
    answers = {name: actors.admin("GET", f"/v1/acme/reports/{name}") for name in PAGES if name != "team"}
    page_of = {measure: name for name, answer in answers.items() for measure in answer["total"]["counts"]}
    return [wrong for place in places for wrong in _wrong_list(actors, counted, page_of[place[0]], place)]


def _wrong_list(actors: Actors, counted: Recounted, name: str, place: Place) -> list[str]:
    measure, day, by, value = place
    where = f"/v1/acme/reports/{name}/tickets?cell={measure}&from={day}&to={day}"
    where += f"&by={by}&value={value}" if by else ""
    pages = list(asking.pages(actors, where))
    items = list(chain.from_iterable(page["items"] for page in pages))
    facts = cells.cell(counted.on(day), measure)
    facts = cells.of_value(facts, by, value) if by else facts
    wrong = compared.row_differences(items, facts)
    if pages[0]["count"] not in (None, len(facts)):
        wrong.append(f"count {pages[0]['count']}, not {len(facts)}")
    if not wrong and not compared.near_in_time(items, facts):
        wrong.append(f"at {[item['at'] for item in items]}, not {[fact.at for fact in facts]}")
    return [f"{where}: {one}" for one in wrong]


def wrong_backlogs(actors: Actors, counted: Recounted, days: Sequence[date]) -> list[str]:
    """Return of which days the tickets that were open at their end are others."""
    found = []
    for day in days:
        where = f"/v1/acme/reports/overview/tickets?cell=backlog&from={day}&to={day}"
        numbers = sorted(item["ticket"]["number"] for item in asking.items(actors, where))
        if numbers != counted.backlog(day):
            found.append(f"{where}: {numbers}, not {counted.backlog(day)}")
    return found
