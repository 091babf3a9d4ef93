"""Timing a desk's tickets anew, because its hours changed, or the number of days after which tickets close.

It may be many tickets, so it is work for the tick: page by page, each run going on where the last one stopped.
"""

from __future__ import annotations

import contextvars
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from chalicelib.domain.idempotency import ConflictError
from chalicelib.domain.sla.due import Retiming
from chalicelib.domain.tickets.ticket import TicketSummary
from chalicelib.domain.tickets.timing import Promises, retimed
from chalicelib.domain.vocabulary import Status
from chalicelib.services.conflicts import retry_on_conflict
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.commands import cross

AT_ONCE = 8
SETTLED = timedelta(seconds=60)
"""Until then some process may still go by the settings as they were, which it remembers for half a minute."""

_PAGE = 100
_STATUSES = (Status.OPEN.value, Status.IN_PROGRESS.value, Status.WAITING.value, Status.RESOLVED.value)


def ask_for_retiming(desk: Desk, room: Room) -> None:
    """To be called before the settings are changed: asked for in vain it changes nothing, forgotten it would."""
    now = desk.clock.now()
    room.ticking.ask_for_retiming(Retiming(id=desk.new_id(now), statuses=_STATUSES), now + SETTLED)


def retime(desk: Desk, room: Room, deadline: float) -> bool:
    """Go on with it until `deadline`, an instant of the monotonic clock. Whether it is done.

    Tickets that are changed meanwhile go by the new settings already; they move to the end, and are looked at again.
    """
    work = room.ticking.retiming()
    try:
        while work and work.statuses:
            if _is_over(deadline):
                return False
            page = room.ticking.page(work.statuses[0], _PAGE, work.position)
            _retime_all(desk, room, page.items)
            rest = work.statuses if page.position else work.statuses[1:]
            further = replace(work, statuses=rest, position=page.position)
            room.ticking.move_on(work, further)
            work = further
        if work:
            room.ticking.move_on(work, None)
    except ConflictError:
        return False  # another one was asked for, or another tick is at it
    return True


def _is_over(deadline: float) -> bool:
    return time.monotonic() > deadline


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
