"""Taking a reply back."""

from __future__ import annotations

from chalicelib.domain.errors import not_found
from chalicelib.domain.events import Action
from chalicelib.domain.message import MessageKind, PublicMessage, SendState
from chalicelib.domain.people import Actor
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.undo import withdraw
from chalicelib.services.access import ticket_by_number
from chalicelib.services.deciding import decided
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets import moment

_LOOK_BACK = 50
_SPEAKER = {MessageKind.AGENT_REPLY: "agent", MessageKind.CUSTOMER_MESSAGE: "customer"}


def undo_reply(desk: Desk, room: Room, actor: Actor, number: int, message_id: str) -> Ticket:
    """Raises DeskError `already_sent` when it is too late, also when the first mail wins the race at this moment."""

    def attempt() -> Ticket:
        ticket = ticket_by_number(room, number, described=False)
        reply = room.timeline.public_message(number, message_id)
        if reply is None or reply.kind is not MessageKind.AGENT_REPLY or reply.send_state is SendState.WITHDRAWN:
            raise not_found("reply")
        sent, before = _around(room, number, reply)
        decision = withdraw(ticket, reply, sent, before, moment(desk, actor))
        room.tickets.commit([decision])
        return decision.ticket

    return decided(attempt)


def _around(room: Room, number: int, reply: PublicMessage) -> tuple[Action, str | None]:
    """The action that told of the reply, and who spoke last before it."""
    sent = room.timeline.action_of(number, reply.id)
    if sent is None:
        raise RuntimeError("a reply without an action that told of it")
    earlier = room.timeline.page(number, _LOOK_BACK, reply.id, newest_first=True, consistent=True).items
    spoken = (
        entry
        for entry in earlier
        if isinstance(entry, PublicMessage) and entry.id != reply.id and entry.send_state is not SendState.WITHDRAWN
    )
    last = next(spoken, None)
    return sent, _SPEAKER[last.kind] if last else None
