"""Taking a reply back."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.domain.errors import not_found
from chalicelib.domain.events import Action, ActorKind, EventType
from chalicelib.domain.tickets.decision import Decision, Moment
from chalicelib.domain.tickets.message import MessageKind, PublicMessage, SendState, was_taken_back
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.tickets.withdraw import LONGEST_HOLD, WithoutIt, status_before, withdraw
from chalicelib.domain.vocabulary import Status
from chalicelib.services.ports import Desk, Room
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.commands import carry_out
from chalicelib.services.tickets.family import FamilyEntry, pages

_PAGE = 50
_AGENT, _CUSTOMER = "agent", "customer"
_SPEAKER = {MessageKind.AGENT_REPLY: _AGENT, MessageKind.CUSTOMER_MESSAGE: _CUSTOMER}


def undo_reply(seat: Seat, number: int, message_id: str) -> Ticket:
    """Taking back twice is taking back once.

    Raises DeskError `already_sent` when it is too late, also when the first mail wins the race at this moment.
    """

    def decide(ticket: Ticket, moment: Moment) -> Decision[Ticket]:
        reply = seat.room.timeline.public_message(number, message_id)
        if reply is None or reply.kind is not MessageKind.AGENT_REPLY:
            raise not_found("reply")
        if was_taken_back(reply) and reply.author.id == seat.actor.id:
            return Decision(ticket, ticket, None)
        answer = _next_answer(seat.room, ticket, reply)
        left = WithoutIt(
            last_speaker=_last_speaker(seat.room, ticket, reply),
            next_answer_at=answer.at if answer else None,
            next_answer=_telling_of(seat.room, number, answer) if answer else None,
        )
        return withdraw(ticket, reply, _telling_of(seat.room, number, reply), left, moment)

    return carry_out(seat, number, Ticket, decide, silent=True, on_merged=True).ticket


def status_outside(desk: Desk, room: Room, ticket: Ticket) -> Status:
    """The status that customers may know of: what a held reply made of it waits until the reply is out."""
    now = desk.clock.now()
    if now - ticket.updated_at > LONGEST_HOLD:
        return ticket.status
    newest = room.timeline.page(ticket.number, _PAGE, None, newest_first=True, consistent=True).items
    status = ticket.status
    for entry in newest:
        if isinstance(entry, PublicMessage) and entry.send_state is SendState.HELD and not entry.may_be_read(now):
            status = status_before(status, _telling_of(room, ticket.number, entry))
    return status


def _telling_of(room: Room, number: int, reply: PublicMessage) -> Action:
    sent = room.timeline.action_of(number, reply.id)
    if sent is None:
        raise RuntimeError("a reply without an action that told of it")
    return sent


def _last_speaker(room: Room, ticket: Ticket, reply: PublicMessage) -> str | None:
    """Who spoke last, the reply left out. The first word is the description, if a customer wrote it."""
    for line in _newest(room, ticket):
        entry = line.entry
        if isinstance(entry, PublicMessage) and entry.id != reply.id and not was_taken_back(entry):
            speaker = _SPEAKER.get(entry.kind)
            if speaker:
                return speaker
        if isinstance(entry, Action) and EventType.CREATED in entry.types():
            customers = entry.actor.kind is ActorKind.CUSTOMER or EventType.SPLIT_FROM in entry.types()
            return _CUSTOMER if customers else None
    return None


def _newest(room: Room, ticket: Ticket) -> Iterator[FamilyEntry[Ticket]]:
    """All lines, backwards. Of a duplicate only what was said since the merge: that was said to this ticket."""
    for page in pages(room, ticket, _PAGE, None, newest_first=True, consistent=True):
        for line in page:
            merger = line.duplicate.merger if line.duplicate else None
            if line.duplicate is None or (merger and line.entry.at > merger.at):
                yield line


def _next_answer(room: Room, ticket: Ticket, reply: PublicMessage) -> PublicMessage | None:
    """Return the first of the answers after this one; there are no more than fit in the time of a hold."""
    later = room.timeline.page(ticket.number, _PAGE, reply.id, newest_first=False, consistent=True).items
    answers = (
        entry
        for entry in later
        if isinstance(entry, PublicMessage)
        and entry.kind is MessageKind.AGENT_REPLY
        and entry.id != reply.id
        and not was_taken_back(entry)
    )
    return next(answers, None)
