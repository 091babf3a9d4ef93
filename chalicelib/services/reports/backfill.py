"""Reports on what happened before there were any.

Whatever is done from this release on carries its facts. All tickets there are, are gone through when asked for, on the
work list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

from chalicelib.domain.events import Action
from chalicelib.domain.idempotency import RepeatedError
from chalicelib.domain.reports.history import facts_of_history
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.worklist import Work
from chalicelib.services.conflicts import retry_on_conflict
from chalicelib.services.ports import Desk, Room
from chalicelib.services.reports.filing import see_to_days
from chalicelib.services.tickets.access import find_ticket

KIND = "report_history"
_PAGE = 25
_LATER = timedelta(minutes=30)
"""Until the days of that are summed up: others of them may come with the next page."""


def ask_for_history(desk: Desk, room: Room) -> None:
    """Have what happened before counted. Asked again, it begins anew, which does no harm."""
    desk.work.ask(Work(workspace=room.workspace.id, kind=KIND, at=desk.clock.now(), state={"next": 1}))


def fill_on(desk: Desk, room: Room, work: Work) -> Work | None:
    """Go on by a page of tickets, in the order of their numbers."""
    first, last = work.state["next"], room.tickets.last_number()
    numbers = range(first, min(first + _PAGE, last + 1))
    tickets = (find_ticket(room, number, Ticket) for number in numbers)
    actions = [action for ticket in tickets if ticket for action in _uncounted(room, ticket)]
    see_to_days(desk, room, actions, _LATER)  # first: once they are counted, nothing would ask for it
    for action in actions:
        _add(room, action)
    further = first + _PAGE
    return work.further(len(numbers), next=further) if further <= last else None


def _uncounted(room: Room, ticket: Ticket) -> Iterator[Action]:
    """The actions that know of no facts, with those that they must have had."""
    actions = room.timeline.actions(ticket.number)
    for action, facts in facts_of_history(ticket, actions, room.workspace.hours):
        if action.facts is None:
            yield replace(action, facts=facts)


def _add(room: Room, action: Action) -> None:
    try:
        retry_on_conflict(partial(room.reports.add, action, late=True), patient=True)
    except RepeatedError:
        return
