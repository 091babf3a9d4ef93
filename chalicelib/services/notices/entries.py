"""The entries of inboxes that an action leads to, and those that it takes away: all under the action's id, so that
twice is once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.events import WHY, Action, EventType, Place
from chalicelib.domain.notices.inbox import InboxEntry, preview_of
from chalicelib.domain.notices.notices import Notice, Shared, shared
from chalicelib.domain.notices.standing_in import heard
from chalicelib.domain.notices.ways import Scope
from chalicelib.domain.people.absence import Away, away
from chalicelib.domain.people.people import Member
from chalicelib.domain.tickets.ticket import DescribedTicket, Ticket
from chalicelib.domain.vocabulary import Status
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import find_ticket

_LOOKED_AT = 25
_INSTANT = 10
"""Letters of an id that say when it was made."""
_Team = Mapping[str, Member]


def put_into_inboxes(
    room: Room, action: Action, ticket: Ticket, told: Iterable[Notice], common: Iterable[Shared], now: datetime
) -> None:
    """Give each of those told an entry of their own, and each scope one for everybody who chose it, whatever their
    number: two of those at most. Nobody is told of work that waits for somebody once it no longer does."""
    own = [(notice.person.id, notice.event, notice.instead_of) for notice in told if notice.inbox]
    waits = _waits(ticket.place, room.workspace.members)
    scopes = [(one.scope.value, one.event, None) for one in common if waits or one.scope is not Scope.UNASSIGNED]
    if not own and not scopes:
        return
    preview = _preview(room, action)
    for whose, event, instead_of in [*own, *scopes]:
        entry = InboxEntry(
            id=action.id,
            member_id=whose,
            event=event.value,
            number=action.number,
            title=ticket.title,
            actor=action.actor.name,
            at=action.at,
            preview=preview,
            instead_of=instead_of,
            why=_why(action) if event is EventType.REPLY_UNSCHEDULED else "",
        )
        if entry.scope is Scope.MINE:
            room.inbox.add(entry)
        else:
            room.inbox.add(replace(entry, actor_id=action.actor.id, told_at=now))


def _why(action: Action) -> str:
    told = (event.changes[WHY].after for event in action.events if event.type is EventType.REPLY_UNSCHEDULED)
    return next(told, "")


def take_from_inboxes(desk: Desk, room: Room, action: Action, team: _Team) -> None:
    """Take out the entries of an action that was undone, and, for everybody, what waited for somebody to take it."""
    undone = room.timeline.action(action.number, action.undoes) if action.undoes else None
    if undone:
        _untell(room, undone, team)
    if action.was and _waits(action.was, team) and not _waits(action.now, team):
        ticket = find_ticket(room, action.number, Ticket)
        if ticket:
            since = desk.new_id(ticket.created_at)[:_INSTANT]
            room.inbox.remove_of(Scope.UNASSIGNED, action.number, since, action.id)


def put_back(room: Room, undoing: Action, team: _Team) -> None:
    """Let a ticket wait again that was taken and given back at once: for all that came since somebody had it last. Who
    had read it, or was done with it, still has and is."""
    if undoing.was is None or _waits(undoing.was, team) or not _waits(undoing.now, team):
        return
    ticket = find_ticket(room, undoing.number, Ticket)
    if ticket is None:
        return
    for action in _since_taken(room, undoing, team):
        common = [one for one in shared(action, team) if one.scope is Scope.UNASSIGNED]
        put_into_inboxes(room, action, ticket, [], common, action.at)


def _since_taken(room: Room, undoing: Action, team: _Team) -> Iterator[Action]:
    """The actions on a ticket of its newest entries, back to where somebody else had it, but for the one undone."""
    for entry in room.timeline.page(undoing.number, _LOOKED_AT, None, newest_first=True).items:
        action = entry if isinstance(entry, Action) else room.timeline.action_of(undoing.number, entry.id)
        if action is None or action.id in (undoing.id, undoing.undoes) or action.id > undoing.id:
            continue
        if not _waits(action.now, team):
            return
        yield action


def _untell(room: Room, undone: Action, team: _Team) -> None:
    """What was escalated was read at once."""
    told = heard(undone, team, away_at(room, team, undone.at))
    own = [(notice.person.id, notice.event) for notice in told if notice.inbox]
    scopes = [(one.scope.value, one.event) for one in shared(undone, team)]
    for whose, event in [*own, *scopes]:
        if event is not EventType.ESCALATED:
            room.inbox.remove(whose, undone.id)


def away_at(room: Room, team: _Team, at: datetime) -> Away:
    """Return who of a team was away when an action happened: whenever it is told, those are told the same."""
    return away(team, at, room.workspace.hours.zone)


def _waits(place: Place, team: _Team) -> bool:
    """Whether a ticket at that place is in the lists, and nobody's."""
    assignee = team.get(place.assignee_id or "")
    return place.bucket in set(Status) and not (assignee and assignee.may_be_assigned)


def _preview(room: Room, action: Action) -> str:
    """How the message begins that an action tells of, or a new ticket; nothing of a note, which stays where it is."""
    if EventType.CREATED in action.types():
        ticket = find_ticket(room, action.number, DescribedTicket)
        return preview_of(ticket.description) if ticket else ""
    if action.message_id is None:
        return ""
    message = room.timeline.public_message(action.message_number or action.number, action.message_id)
    return preview_of(message.body) if message else ""
