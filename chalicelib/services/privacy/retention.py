"""Putting into the trash what was kept for as long as the desk wants to: a piece of work each night on the work list.

Of every place that has an end it reads the oldest changes, up to the instant before which they are due, and nothing
behind it. What is on hold is passed over, and looked at again the next night.
"""

from __future__ import annotations

import contextvars
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import SYSTEM
from chalicelib.domain.settings.retention import KIND, cutoff, next_night
from chalicelib.domain.tickets import trash
from chalicelib.domain.tickets.decision import Decision, Moment
from chalicelib.domain.tickets.ticket import Ticket, TicketSummary
from chalicelib.domain.worklist import Work
from chalicelib.services.ports import Desk, Room
from chalicelib.services.privacy.holds import check_not_held, held_by
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.commands import carry_out

AT_ONCE = 8
COUNTED_MOST = 500
_PAGE = 100
_LEFT = frozenset({"held", "unknown_place", "not_found", "merged", "in_trash", "conflict"})
"""What keeps a single ticket from going this night."""


@dataclass(frozen=True, slots=True)
class DueTickets:
    """So many tickets of a place that would go now, held ones among them. Where there are `more`, the count ended at
    those last changed `until`; `oldest` is the oldest change."""

    count: int
    more: bool
    oldest: datetime | None
    until: datetime | None


def preview(desk: Desk, room: Room, days: Mapping[str, int]) -> Mapping[str, DueTickets]:
    """Return for each place what would be due by such a rule, counted as far as COUNTED_MOST."""
    now = desk.clock.now()
    return {place: _due_tickets(room, place, cutoff(number, now)) for place, number in days.items()}


def _due_tickets(room: Room, place: str, before: datetime) -> DueTickets:
    page = room.ticking.unchanged(place, before, COUNTED_MOST + 1, None)
    counted = page.items[:COUNTED_MOST]
    more = page.position is not None or len(page.items) > len(counted)
    oldest = counted[0].updated_at if counted else None
    return DueTickets(len(counted), more, oldest, counted[-1].updated_at if more else None)


def retain(desk: Desk, room: Room, work: Work) -> Work | None:
    """Go on by a page, place by place; then it waits for the next night. Over where everything is kept forever.

    While a workspace is suspended nobody could bring anything back, so nothing goes.
    """
    workspace, now = desk.settings.load(room.workspace.id, fresh=True) or room.workspace, desk.clock.now()
    days = workspace.retention.days
    if not days:
        return None
    places = [one for one in work.state.get("places", days) if one in days]
    tonight = replace(work, at=next_night(now, workspace.hours.zone), state={})
    if not places or workspace.is_suspended:
        return tonight
    place = places[0]
    before = cutoff(days[place], now)
    page = room.ticking.unchanged(place, before, _PAGE, work.state.get("position"))
    _put_away(desk, room, place, before, page.items)
    rest = places if page.position else places[1:]
    return replace(work, state={"places": rest, "position": page.position}) if rest else tonight


def _put_away(desk: Desk, room: Room, place: str, before: datetime, rows: Sequence[TicketSummary]) -> None:
    """Those of contacts on hold aren't even opened: of them there may be many, night after night."""
    people = room.contacts.several({row.contact.id for row in rows if row.contact})
    held = {person.id for person in people.values() if held_by(room, person)}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        running = [
            pool.submit(contextvars.copy_context().run, _put_one_away, desk, room, place, before, row.number)
            for row in rows
            if row.contact is None or row.contact.id not in held
        ]
        for future in running:
            future.result()


def _put_one_away(desk: Desk, room: Room, place: str, before: datetime, number: int) -> None:
    """What was changed since it was listed stays: that is asked once more at the moment of deciding."""

    def decide(ticket: Ticket, moment: Moment) -> Decision[Ticket]:
        if ticket.place.bucket != place or ticket.updated_at >= before:
            return Decision(ticket, ticket, None)
        check_not_held(room, ticket)
        return trash.delete(ticket, moment)

    try:
        carry_out(Seat(desk, room, SYSTEM, cause=KIND), number, Ticket, decide, silent=True)
    except DeskError as refusal:
        if refusal.code not in _LEFT:
            raise
