"""Reports on a desk's tickets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from chalicelib.domain.errors import DeskError
from chalicelib.domain.tickets import sla_report
from chalicelib.domain.tickets.sla_report import Period, SlaReport
from chalicelib.domain.tickets.ticket import TicketSummary
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.feed import instant

MOST_READ = 20_000
"""Tickets that one report reads: a few seconds' worth."""
_PAGE = 1000


def sla_report_of(desk: Desk, room: Room, first: date | None, last: date | None) -> tuple[Period, SlaReport]:
    """Return how the tickets did that came in from `first` to `last`: days of the desk's zone, both included. Without
    them, the last thirty.

    Raises DeskError `too_many` when more tickets than MOST_READ changed since the first day.
    """
    now, zone = desk.clock.now(), room.workspace.hours.zone
    days = sla_report.period(first, last, now.astimezone(ZoneInfo(zone)).date(), zone)
    return days, sla_report.report(_changed_since(room, days.start), days, now)


def _changed_since(room: Room, start: datetime) -> Iterator[TicketSummary]:
    """What came in since then, changed since then."""
    position: str | None = instant(start)
    for _ in range(MOST_READ // _PAGE):
        page = room.tickets.changed(_PAGE, position or "")
        yield from page.items
        position = page.position
        if position is None:
            return
    raise DeskError("too_many", "Too many tickets changed since that day for one report. Choose a later first day.")
