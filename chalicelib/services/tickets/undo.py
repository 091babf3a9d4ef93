"""Undoing an action, or all those of a bulk change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from chalicelib.domain.errors import not_found
from chalicelib.domain.events import Action, EventType
from chalicelib.domain.ids import INSTANT
from chalicelib.domain.tickets import merge as merge_rules
from chalicelib.domain.tickets import spam as spam_rules
from chalicelib.domain.tickets import trash
from chalicelib.domain.tickets import undo as rules
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.message import MessageKind, PublicMessage, Said
from chalicelib.domain.tickets.split import splits_in
from chalicelib.domain.tickets.ticket import DescribedTicket, Ticket
from chalicelib.domain.tickets.trash import check_not_deleted
from chalicelib.services.ports import Room
from chalicelib.services.seat import Seat
from chalicelib.services.tickets import spam
from chalicelib.services.tickets.access import ticket_by_number
from chalicelib.services.tickets.commands import Plan, carry_out_plan, read
from chalicelib.services.tickets.family import duplicates_of
from chalicelib.services.tickets.holds import check_not_held
from chalicelib.services.tickets.withdraw import undo_reply

_PAGE = 50


def undo(seat: Seat, number: int, action_id: str, asked_at: datetime | None = None) -> Decision[DescribedTicket]:
    """Undo what the one who acts did to a ticket; undoing twice is undoing once. `asked_at` is when they wanted it.

    Raises DeskError `not_found`, `forbidden`, `nothing_to_undo`, `too_late`, `changed_since`, `held` for what would
    be in the trash again; `already_sent` for a reply, which goes by its own rule.
    """
    asked_at = asked_at or seat.desk.clock.now()
    action = _action(seat.room, number, action_id)
    if EventType.AGENT_REPLIED in action.types() and action.message_id:
        undo_reply(seat, number, action.message_id)
        ticket = ticket_by_number(seat.room, number, DescribedTicket)
        return Decision(ticket, ticket, None)
    if EventType.MERGED in action.types():
        return _unmerge(seat, number, action_id, asked_at)
    if EventType.SPLIT_FROM in action.types():
        return _join(seat, number, action_id, asked_at)
    if EventType.SPLIT in action.types():
        _, made = next(splits_in([action]))
        _join(seat, made, seat.room.timeline.actions(made)[0].id, asked_at)
        ticket = ticket_by_number(seat.room, number, DescribedTicket)
        return Decision(ticket, ticket, None)

    def plan() -> Plan[DescribedTicket]:
        ticket = read(seat.room, number, DescribedTicket, on_merged=True, on_deleted=True)
        moment, action = seat.moment(), _action(seat.room, number, action_id)
        if EventType.DELETED not in action.types():
            check_not_deleted(ticket)
        if action.undone_by and action.actor.id == moment.actor.id:
            return Plan(Decision(ticket, ticket, None))
        rules.check_undoable(action, moment, asked_at)
        undone = rules.undo(ticket, action, list(_since(seat.room, action)), moment)
        if undone.ticket.is_deleted:
            check_not_held(seat.room, ticket, telling=seat.reads_notes)
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
        kept, freed = rules.undoing_half(kept, merging, moment), rules.undoing_half(freed, merged_into, moment)
        return Plan(kept, freed)

    return carry_out_plan(seat, plan)


def _join(seat: Seat, number: int, action_id: str, asked_at: datetime) -> Decision[DescribedTicket]:
    """What was split off goes into the trash, as long as nobody went on with it, and the message says no more of it."""
    room = seat.room

    def plan() -> Plan[DescribedTicket]:
        made, moment = read(room, number, DescribedTicket, on_merged=True, on_deleted=True), seat.moment()
        making = _action(room, number, action_id)
        if making.undone_by and making.actor.id == moment.actor.id:
            return Plan(Decision(made, made, None))
        rules.check_undoable(making, moment, asked_at)
        rules.check_untouched(_since(room, making))
        check_not_held(room, made, telling=seat.reads_notes)
        source = read(room, made.split_from or 0, Ticket, on_merged=True, on_deleted=True)
        splitting, message_id = _split_into(room, source, number)
        gone = rules.undoing_half(trash.delete(made, moment), making, moment)
        return Plan(gone, rules.undoing_split(source, splitting, message_id, number, moment))

    return carry_out_plan(seat, plan)


def _split_into(room: Room, source: Ticket, number: int) -> tuple[Action, str]:
    """What the ticket that it was split from tells of that, and the message."""
    splits = ((one, split) for one in room.timeline.actions(source.number) for split in splits_in([one]))
    found = next(((one, message_id) for one, (message_id, into) in splits if into == number), None)
    if found is None:
        raise rules.too_late()
    return found


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
    entries = room.timeline.page(number, _PAGE, batch_id[:INSTANT], newest_first=False, consistent=True).items
    replies = (one for one in entries if isinstance(one, PublicMessage) and one.kind is MessageKind.AGENT_REPLY)
    silent = [room.timeline.action_of(number, one.id) for one in replies]
    found = {one.id: one for one in (*entries, *silent) if isinstance(one, Action) and one.batch == batch_id}
    return [found[action_id] for action_id in sorted(found)]


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
