"""Undoing an action, or all those of a bulk change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from chalicelib.domain.errors import not_found
from chalicelib.domain.events import Action, EventType
from chalicelib.domain.tickets import merge as merge_rules
from chalicelib.domain.tickets import spam as spam_rules
from chalicelib.domain.tickets import undo as rules
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.message import Said
from chalicelib.domain.tickets.ticket import DescribedTicket, Ticket
from chalicelib.services.ports import Room
from chalicelib.services.seat import Seat
from chalicelib.services.tickets import spam
from chalicelib.services.tickets.access import ticket_by_number
from chalicelib.services.tickets.commands import Plan, carry_out_plan, read
from chalicelib.services.tickets.family import duplicates_of
from chalicelib.services.tickets.withdraw import undo_reply

_PAGE = 50
_INSTANT = 10
"""Characters of an id that tell its instant: it is a ULID."""


def undo(seat: Seat, number: int, action_id: str, asked_at: datetime | None = None) -> Decision[DescribedTicket]:
    """Undo what the one who acts did to a ticket; undoing twice is undoing once. `asked_at` is when they wanted it.

    Raises DeskError `not_found`, `forbidden`, `nothing_to_undo`, `too_late`, `changed_since`; `already_sent` for a
    reply, which goes by its own rule.
    """
    asked_at = asked_at or seat.desk.clock.now()
    action = _action(seat.room, number, action_id)
    if EventType.AGENT_REPLIED in action.types() and action.message_id:
        undo_reply(seat, number, action.message_id)
        ticket = ticket_by_number(seat.room, number, DescribedTicket)
        return Decision(ticket, ticket, None)
    if EventType.MERGED in action.types():
        return _unmerge(seat, number, action_id, asked_at)

    def plan() -> Plan[DescribedTicket]:
        ticket, moment = read(seat.room, number, DescribedTicket, on_merged=True), seat.moment()
        action = _action(seat.room, number, action_id)
        if action.undone_by and action.actor.id == moment.actor.id:
            return Plan(Decision(ticket, ticket, None))
        rules.check_undoable(action, moment, asked_at)
        undone = rules.undo(ticket, action, list(_since(seat.room, action)), moment)
        parked = spam_rules.contact_parked(undone.action) if undone.action else None
        return Plan(undone, contact=spam.contact_to_be(seat.room, ticket, parked))

    return carry_out_plan(seat, plan)


def _unmerge(seat: Seat, number: int, action_id: str, asked_at: datetime) -> Decision[DescribedTicket]:
    """Both sides tell of the merge, and both are taken back: the duplicate's customer hears of neither."""

    def plan() -> Plan[DescribedTicket]:
        primary, moment = read(seat.room, number, DescribedTicket, on_merged=True), seat.moment()
        merging = _action(seat.room, number, action_id)
        if merging.undone_by and merging.actor.id == moment.actor.id:
            return Plan(Decision(primary, primary, None))
        merged = next(event.changes["duplicate"].after for event in merging.events if "duplicate" in event.changes)
        duplicate = read(seat.room, merged, Ticket, on_merged=True)
        merged_into = _merged_into(seat.room, duplicate)
        for one in (merging, merged_into):
            rules.check_undoable(one, moment, asked_at)
        kept, freed = merge_rules.unmerge(primary, duplicate, duplicates_of(seat.room, primary, Ticket), moment)
        kept, freed = rules.undoing_merge(kept, merging, moment), rules.undoing_merge(freed, merged_into, moment)
        return Plan(kept, freed)

    return carry_out_plan(seat, plan)


def _merged_into(room: Room, duplicate: Ticket) -> Action:
    """What the duplicate's own time line has of the merge that holds: the newest of that kind."""
    newest = room.timeline.page(duplicate.number, _PAGE, None, newest_first=True, consistent=True).items
    of_merge = (one for one in newest if isinstance(one, Action) and EventType.MERGED_INTO in one.types())
    found = next(of_merge, None)
    if found is None:
        raise rules.too_late()
    return found


def actions_of_batch(room: Room, number: int, batch_id: str) -> list[Action]:
    """Return what a bulk change did to a ticket, the earliest first. Ids begin with their instant, and no action of
    the change is older than its own id."""
    entries = room.timeline.page(number, _PAGE, batch_id[:_INSTANT], newest_first=False, consistent=True).items
    return [one for one in entries if isinstance(one, Action) and one.batch == batch_id]


def _action(room: Room, number: int, action_id: str) -> Action:
    found = room.timeline.action(number, action_id)
    if found is None:
        raise not_found("action")
    return found


def _since(room: Room, action: Action) -> Iterator[Said | Action]:
    """What the time line has after it: the few seconds that it can be undone in hold little."""
    after: str | None = action.id
    while after is not None:
        page = room.timeline.page(action.number, _PAGE, after, newest_first=False, consistent=True)
        yield from (entry for entry in page.items if entry.id > (after or ""))
        after = page.position if page.position != after else None
