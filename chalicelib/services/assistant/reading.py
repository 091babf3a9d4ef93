"""Tickets as the assistant reads them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.assistant.case import Case, Earlier, Inside
from chalicelib.domain.sla.state import SlaStatus, state
from chalicelib.domain.tickets.family import opening, same_contact
from chalicelib.domain.tickets.filter import PUT_AWAY
from chalicelib.domain.tickets.message import InternalNote, PublicMessage, was_taken_back
from chalicelib.domain.tickets.ticket import DescribedTicket
from chalicelib.services.ports import Room
from chalicelib.services.tickets.access import reference_of
from chalicelib.services.tickets.family import duplicates_of, lines

_OTHERS = 6
_NEWEST = 120
"""Entries of the time line that are read. Of a longer ticket the beginning is its description."""


def read(
    room: Room, ticket: DescribedTicket, now: datetime, *, notes: bool, language: str | None = None, past: bool = False
) -> Inside:
    """Read the ticket with all that was merged into it, for somebody who reads `language`, else the desk's.

    Internal notes are read only if `notes`, the customer's other tickets only if `past`.
    """
    duplicates = duplicates_of(room, ticket, DescribedTicket)
    newest, _ = lines(room, ticket, duplicates, _NEWEST, None, newest_first=True)
    said = [
        line for line in reversed(newest) if not isinstance(line.entry, PublicMessage) or not was_taken_back(line.entry)
    ]
    public = [(line.entry, line.duplicate or ticket) for line in said if isinstance(line.entry, PublicMessage)]
    public += [(first, one) for one in duplicates if (first := opening(one))]
    own = sorted((one for one, where in public if same_contact(where, ticket)), key=lambda one: (one.at, one.id))
    return Inside(
        case=_case(room, ticket, tuple(own), now, language),
        notes=tuple(line.entry for line in said if isinstance(line.entry, InternalNote)) if notes else (),
        others=tuple(one for one, where in public if not same_contact(where, ticket)),
        before=_before(room, ticket) if past else None,
    )


def _before(room: Room, ticket: DescribedTicket) -> tuple[Earlier, ...]:
    """The newest other tickets of its customer, without those that are put away or part of another one."""
    if ticket.contact is None:
        return ()
    rows = room.tickets.of_contact(ticket.contact.id, _OTHERS)
    own = {ticket.number, *ticket.duplicates}
    return tuple(
        Earlier(ref=reference_of(room, row.number), title=row.title, status=row.status, created_at=row.created_at)
        for row in rows
        if row.number not in own and not row.merged_into and row.place.bucket not in PUT_AWAY
    )


def _case(
    room: Room,
    ticket: DescribedTicket,
    messages: tuple[PublicMessage, ...],
    now: datetime,
    language: str | None,
) -> Case:
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
        language=language or room.workspace.language,
        reads=ticket.language,
        messages=messages,
        resolution=ticket.resolution,
        resolved_at=ticket.resolved_at,
        channel=ticket.channel,
        email=contact.email or "" if contact else "",
        labels=tuple(label.name for one in ticket.label_ids if (label := room.workspace.labels.get(one))),
        **_due(room, ticket, now),
    )


def _due(room: Room, ticket: DescribedTicket, now: datetime) -> dict[str, Any]:
    """When answers and the solution are due: nothing while the clock stands, or of what is done."""
    sla = state(ticket.clock, room.workspace.hours, now)
    if sla is None or sla.status is SlaStatus.PAUSED:
        return {}
    first, resolution = sla.first_response, sla.resolution
    return {
        "due_at": sla.due_at,
        "late": sla.status in (SlaStatus.WARNING, SlaStatus.BREACHED),
        "first_due": first.due_at if first and first.at is None else None,
        "resolve_due": resolution.due_at if resolution and resolution.at is None else None,
    }
