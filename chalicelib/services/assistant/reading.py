"""Tickets as the assistant reads them."""

from __future__ import annotations

from chalicelib.assistant.case import Case, Inside
from chalicelib.domain.tickets.family import opening, same_contact
from chalicelib.domain.tickets.message import InternalNote, PublicMessage, was_taken_back
from chalicelib.domain.tickets.ticket import DescribedTicket
from chalicelib.services.ports import Room
from chalicelib.services.tickets.access import reference_of
from chalicelib.services.tickets.family import duplicates_of, lines

_NEWEST = 120
"""Entries of the time line that are read. Of a longer ticket the beginning is its description."""


def read(room: Room, ticket: DescribedTicket, *, notes: bool) -> Inside:
    """The ticket with all that was merged into it; with internal notes only if `notes`."""
    duplicates = duplicates_of(room, ticket, DescribedTicket)
    newest, _ = lines(room, ticket, duplicates, _NEWEST, None, newest_first=True)
    said = [
        line for line in reversed(newest) if not isinstance(line.entry, PublicMessage) or not was_taken_back(line.entry)
    ]
    public = [(line.entry, line.duplicate or ticket) for line in said if isinstance(line.entry, PublicMessage)]
    public += [(first, one) for one in duplicates if (first := opening(one))]
    own = sorted((one for one, where in public if same_contact(where, ticket)), key=lambda one: (one.at, one.id))
    return Inside(
        case=_case(room, ticket, tuple(own)),
        notes=tuple(line.entry for line in said if isinstance(line.entry, InternalNote)) if notes else (),
        others=tuple(one for one, where in public if not same_contact(where, ticket)),
    )


def _case(room: Room, ticket: DescribedTicket, messages: tuple[PublicMessage, ...]) -> Case:
    contact, member = ticket.contact, room.workspace.members.get(ticket.assignee_id or "")
    return Case(
        ref=reference_of(room, ticket.number),
        title=ticket.title,
        description=ticket.description,
        status=ticket.status,
        priority=ticket.priority,
        type=ticket.type,
        customer=ticket.customer_name or (contact.email or "" if contact else ""),
        customer_id=contact.id if contact else None,
        assignee=member.name if member else "",
        assignee_id=ticket.assignee_id,
        created_at=ticket.created_at,
        language=room.workspace.language,
        reads=ticket.language,
        messages=messages,
        resolution=ticket.resolution,
    )
