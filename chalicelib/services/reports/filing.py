"""Counting what an action says to the reports, once, and having its day summed up when that is over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from chalicelib.domain.events import Action
from chalicelib.domain.idempotency import RepeatedError
from chalicelib.domain.reports.days import Zones
from chalicelib.domain.worklist import Work
from chalicelib.services.conflicts import retry_on_conflict
from chalicelib.services.ports import Desk, Room

KIND = "report"
"""The work of summing up a day. Its id is the day."""
LATE = timedelta(minutes=30)
"""After a day is over, what came last has been counted."""
SOON = timedelta(minutes=5)


def file_action(desk: Desk, room: Room, action: Action) -> None:
    """Add an action's facts to their days, unless it was counted."""
    if not action.facts:
        return
    see_to_days(desk, room, [action])
    try:
        retry_on_conflict(partial(room.reports.add, action), patient=True)
    except RepeatedError:
        return


def see_to_days(desk: Desk, room: Room, actions: Iterable[Action], soon: timedelta = SOON) -> None:
    """Have the days of some actions' facts summed up once they are over; those that are over by now, `soon`."""
    zones, now = Zones.of(room.workspace.hours), desk.clock.now()
    for day in sorted({fact.day for action in actions for fact in action.facts or ()}):
        over = day < zones.day(now)
        at = now + soon if over else zones.end_of(day) + LATE
        ask = desk.work.remind if over else desk.work.see_to
        ask(Work(workspace=room.workspace.id, kind=KIND, id=day.isoformat(), at=at))
