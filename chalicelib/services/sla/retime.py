"""Timing a desk's tickets anew, because its hours changed, or the number of days after which tickets close.

It may be many tickets, so it is on the work list: page by page, each tick going on where the last one stopped.
"""

from __future__ import annotations

import contextvars
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.events import SNOOZED
from chalicelib.domain.tickets.ticket import TicketSummary
from chalicelib.domain.tickets.timing import Promises, retimed
from chalicelib.domain.vocabulary import Status
from chalicelib.domain.worklist import Work
from chalicelib.services.conflicts import retry_on_conflict
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.commands import cross

KIND = "retime"
AT_ONCE = 8
SETTLED = timedelta(seconds=60)
"""Until then some process may still go by the settings as they were, which it remembers for half a minute."""

_PAGE = 100
_STATUSES = [Status.OPEN.value, Status.IN_PROGRESS.value, Status.WAITING.value, Status.RESOLVED.value, SNOOZED]


def ask_for_retiming(desk: Desk, room: Room, at: datetime | None = None) -> None:
    """To be called before the settings are changed: asked for in vain it changes nothing, forgotten it would."""
    state = {"statuses": _STATUSES, "position": None}
    desk.work.ask(Work(workspace=room.workspace.id, kind=KIND, at=at or desk.clock.now() + SETTLED, state=state))


def retime(desk: Desk, room: Room, work: Work) -> Work | None:
    """Go on with it by a page: `statuses` are those still to do, `position` where in the first of them.

    Tickets that are changed meanwhile go by the new settings already; they move to the end, and are looked at again.
    """
    statuses = work.state["statuses"]
    page = room.ticking.page(statuses[0], _PAGE, work.state["position"])
    _retime_all(desk, room, page.items)
    rest = statuses if page.position else statuses[1:]
    return replace(work, state={**work.state, "statuses": rest, "position": page.position}) if rest else None


def _retime_all(desk: Desk, room: Room, rows: list[TicketSummary]) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        running = [pool.submit(contextvars.copy_context().run, _retime, desk, room, row) for row in rows]
        for future in running:
            future.result()


def _retime(desk: Desk, room: Room, row: TicketSummary) -> None:
    promises, now = Promises.of(room.workspace), desk.clock.now()
    fresh: TicketSummary | None = row

    def attempt() -> None:
        nonlocal fresh
        ticket, fresh = fresh or next(iter(room.ticking.rows([row.number], consistent=True)), None), None
        after = retimed(ticket, promises, now) if ticket else None
        if ticket and after and after != ticket:
            cross(room, ticket, after, None)

    retry_on_conflict(attempt)
