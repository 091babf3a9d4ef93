"""The requests that a visitor of the widget may follow: those they have links of, and their own once their site
vouches for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.errors import DeskError
from chalicelib.domain.tickets import links
from chalicelib.domain.tickets.message import MessageKind, PublicMessage
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.vocabulary import Status
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import Visit, is_shown, link_token, reference_of, ticket_by_number, visit
from chalicelib.services.tickets.family import conversation, primary_of
from chalicelib.services.tickets.withdraw import status_outside

MOST = 10
_LOOKED_AT = 30
_AGENT = "agent"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRequest:
    """A request as its customer finds it again. `token` is that of their link; `replied_at` is the moment of the team's
    last word, None when the customer had the last one. Both that and `status` are None for a link that leads no further
    since its request was merged, and for one whose answers are mailed alone (`by_mail`)."""

    token: str
    ref: str
    title: str
    status: Status | None
    created_at: datetime
    replied_at: datetime | None
    by_mail: bool


def by_links(desk: Desk, room: Room, tokens: Sequence[str]) -> list[OpenRequest]:
    """Those that the tokens open, each once; what opens nothing any more is left out."""
    found: dict[int, OpenRequest] = {}
    for token in tokens[:MOST]:
        try:
            seen = visit(room, token, framed=True)
        except DeskError:
            continue
        found.setdefault(seen.ticket.number, _request(desk, room, seen))
    return list(found.values())


def of_person(desk: Desk, room: Room, email: str) -> list[OpenRequest]:
    """The newest requests of the contact with that address, which somebody trusted vouches for.

    A ticket that its customer is told nothing of isn't among them, nor one that was archived or merged into another.
    """
    contact = room.contacts.by_address(email)
    rows = room.tickets.of_contact(contact.id, _LOOKED_AT) if contact else ()
    shown = [row.number for row in rows if is_shown(row)][:MOST]
    return [_own(desk, room, ticket_by_number(room, number, Ticket)) for number in shown]


def _own(desk: Desk, room: Room, ticket: Ticket) -> OpenRequest:
    """As the ticket's contact, who is the first of everybody."""
    return _request(desk, room, Visit(ticket, links.everybody(ticket)[0], proven=True))


def _request(desk: Desk, room: Room, seen: Visit) -> OpenRequest:
    ticket = seen.ticket
    primary = primary_of(room, ticket)
    told = seen.answers_show and not seen.apart
    return OpenRequest(
        token=link_token(room, ticket, seen.recipient.id, proven=seen.proven),
        ref=reference_of(room, ticket.number),
        title=ticket.title,
        status=status_outside(desk, room, primary) if told else None,
        created_at=ticket.created_at,
        replied_at=_replied_at(desk, room, seen) if told and primary.last_speaker == _AGENT else None,
        by_mail=not seen.answers_show and not seen.apart,
    )


def _replied_at(desk: Desk, room: Room, seen: Visit) -> datetime | None:
    """When the team spoke last, of what this visitor may read."""
    ticket = seen.ticket
    alone = ticket.merged_into is None and not ticket.duplicates
    said = (
        room.timeline.newest_public(ticket.number, _LOOKED_AT, desk.clock.now())
        if alone
        else conversation(desk, room, seen)
    )
    return max((message.at for message in said if _is_reply(message)), default=None)


def _is_reply(message: PublicMessage) -> bool:
    return message.kind is MessageKind.AGENT_REPLY
