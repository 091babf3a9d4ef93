"""What the API tells of a desk, fetched whole: what the recount goes by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from tests.reports.acting import Actors, T, ref
from tests.reports.compared import PAGES, Recounted
from tests.reports.recount import cells
from tests.reports.recount.facts import Rules, told_of
from tests.reports.recount.stopwatch import Promise
from tests.reports.recount.story import Story, read
from tests.reports.recount.times import Hours, Zones

PATIENCE = 300
"""Seconds that the reactors may take, on a machine that does much else."""
AHEAD = 20
"""Numbers that may have been drawn and come to nothing."""


def pages(actors: Actors, path: str) -> Iterator[Any]:
    """Yield every page of a list."""
    cursor, joint = "", "&" if "?" in path else "?"
    while True:
        page = actors.admin("GET", f"{path}{joint}limit=100" + (f"&cursor={quote(cursor)}" if cursor else ""))
        yield page
        cursor = page["next_cursor"]
        if not cursor:
            return


def items(actors: Actors, path: str) -> list[Any]:
    return [item for page in pages(actors, path) for item in page["items"]]


def stories(actors: Actors, newest: int) -> list[Story]:
    """Return the stories of all tickets there are, up to about that number."""
    found = []
    for number in range(1, newest + AHEAD):
        answer = actors.ask(actors.desk.admin.id, "GET", f"{T}/{ref(number)}")
        if answer.status == 200:
            found.append(read(answer.json(), items(actors, f"{T}/{ref(number)}/timeline")))
    return found


def rules(actors: Actors, zones: Zones = ()) -> Rules:
    """Return what the desk goes by; `zones` are those of its days where they weren't always what they are."""
    hours = actors.admin("GET", "/v1/acme/business-hours")
    promises = Promise.told(items(actors, "/v1/acme/sla-policies"))
    return Rules(Hours.told(hours), promises, zones or [(0, hours["zone"])])


def recounted(actors: Actors, newest: int, zones: Zones = ()) -> Recounted:
    """Return what a desk must have counted, once everything is done that follows from what happened."""
    actors.desk.settle(PATIENCE)
    known = rules(actors, zones)
    return Recounted(told_of(stories(actors, newest), known), known)


def report(actors: Actors, name: str, first: date, last: date, by: str | None = None) -> Any:
    apart = f"&by={by}" if by else ""
    return actors.admin("GET", f"/v1/acme/reports/{name}?from={first}&to={last}{apart}")


def reports(actors: Actors, days: Sequence[date]) -> Iterator[Any]:
    """Yield every page by everything: over all of the days, and a part of them."""
    for first, last in ((days[0], days[-1]), (days[len(days) // 3], days[len(days) // 2])):
        for name in PAGES:
            for by in (None, *cells.DIMENSIONS):
                yield report(actors, name, first, last, by)


def today(actors: Actors) -> date:
    answer = actors.admin("GET", "/v1/acme/reports/hours")
    return date.fromisoformat(answer["today"])
