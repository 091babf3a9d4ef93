"""Do lists, counts, details and searches cost the same, however many tickets there are?"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.bench import data_sets
from tests.bench.desks import open_desk
from tests.bench.results import Section, say
from tests.bench.scenes import Day
from tests.bench.units import LAYOUT
from tests.support.meter import metering

TIMES, WARM_UP = 15, 5
"""Rounds of all requests, and those before them that aren't measured: together within a member's 600 a minute."""

TEXT = f"""Read units and milliseconds (median of {TIMES}; DynamoDB Local, so only good for comparing) of the same
requests on two desks. Each runs in a DynamoDB Local of its own, and is asked for all of them in turn, {WARM_UP} rounds
before the first that is measured: Java is slow at what it does for the first time. The newest 1,000 tickets
are the same on both, but for their numbers. The units may differ by {{tolerance:.0%}} at most."""

Request = Callable[[Day, int], object]

REQUESTS: dict[str, Request] = {
    "all": lambda day, _: day.list(),
    "open": lambda day, _: day.list("?status=open"),
    "closed": lambda day, _: day.list("?status=closed"),
    "of a member": lambda day, _: day.list(f"?assignee={data_sets.member_id(3)}"),
    "of a member, nearly all closed": lambda day, _: day.list(f"?assignee={data_sets.member_id(data_sets.VETERAN)}"),
    "unassigned and open": lambda day, _: day.list("?assignee=none&status=open"),
    "urgent": lambda day, _: day.list("?priority=urgent"),
    "urgent bugs by mail": lambda day, _: day.list("?priority=urgent&type=bug_report&channel=email"),
    "counts of the tabs": lambda day, _: day.counts(),
    "the newest ticket": lambda day, tickets: day.open(f"TKT-{tickets:04d}"),
    "an old ticket": lambda day, tickets: day.open(f"TKT-{tickets - 950:04d}"),
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sizes, and by how much the units of a request may differ between them."""

    title: str
    small: int
    large: int
    tolerance: float
    requests: Mapping[str, Request]

    def measure(self) -> Section:
        found = {tickets: _measured(tickets, self.requests) for tickets in (self.small, self.large)}
        rows = [(name, *found[self.small][name], *found[self.large][name]) for name in self.requests]
        broken = [
            f"{name}: {small:g} units at {self.small:,} tickets, {large:g} at {self.large:,}"
            for name, small, _, large, _ in rows
            if abs(large - small) > self.tolerance * small
        ]
        header = ("Request", f"units at {self.small:,}", "ms", f"units at {self.large:,}", "ms")
        return Section(self.title, TEXT.format(tolerance=self.tolerance), header, rows, broken)


def measure() -> Section:
    return Comparison("The same at any size", 1_000, 50_000, 0.10, REQUESTS).measure()


def _measured(tickets: int, requests: Mapping[str, Request]) -> dict[str, tuple[float, float]]:
    say(f"Lists, details and searches at {tickets:,} tickets …")
    with data_sets.running(tickets) as url, open_desk(url, data_sets.TABLE) as desk:
        day = Day(desk)
        units = {name: _units(day, request, tickets) for name, request in requests.items()}
        rounds = [_round(day, requests, tickets) for _ in range(WARM_UP + TIMES)][WARM_UP:]
        return {name: (units[name], round(statistics.median(one[name] for one in rounds), 1)) for name in requests}


def _units(day: Day, request: Request, tickets: int) -> float:
    day.list()
    with metering(LAYOUT) as meter:
        request(day, tickets)
    return meter.reads


def _round(day: Day, requests: Mapping[str, Request], tickets: int) -> dict[str, float]:
    """How many milliseconds each request takes, made one after the other."""
    taken = {}
    for name, request in requests.items():
        start = time.perf_counter()
        request(day, tickets)
        taken[name] = (time.perf_counter() - start) * 1000
    return taken
