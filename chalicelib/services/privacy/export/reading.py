"""Who somebody is to the desk, and what they may read of each ticket: by the same rules as the pages behind links."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import count

from chalicelib.domain.events import Recipient
from chalicelib.domain.privacy.exported import (
    ExportedFile,
    ExportedMessage,
    ExportedPerson,
    ExportedRole,
    ExportedTicket,
    LeftOut,
    file_path,
    heard,
    readable,
    told_once,
)
from chalicelib.domain.tickets import family as rules
from chalicelib.domain.tickets import links
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.message import PublicMessage
from chalicelib.domain.tickets.ticket import DescribedTicket, Ticket
from chalicelib.domain.vocabulary import Status
from chalicelib.services.files.links import file_key
from chalicelib.services.people.contacts import chain, contact
from chalicelib.services.people.merging import family
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import Visit, find_ticket, reference_of
from chalicelib.services.tickets.family import conversation, own_primary, primary_of, public_messages
from chalicelib.services.tickets.withdraw import status_outside

MESSAGES = 10_000
"""Messages of one ticket that an export has."""
_DONE = (Status.RESOLVED, Status.CLOSED)
_NOBODYS = "…"
"""In the place of the secret of a link: whoever is handed the export may be anybody's friend."""


def whole_person(room: Room, contact_id: str) -> ExportedPerson:
    """Return all contacts who are one person, whichever of them is asked for. Raise DeskError `not_found`."""
    return ExportedPerson(tuple(family(room, chain(room, contact(room, contact_id))[-1])))


def told(desk: Desk, room: Room, person: ExportedPerson, number: int) -> ExportedTicket | None:
    """Return a ticket as the person may read it; None where there is nothing for them, or it is read with another."""
    ticket = find_ticket(room, number, DescribedTicket)
    if ticket is None:
        return None
    return _own(desk, room, person, ticket) if person.owns(ticket) else _anothers(desk, room, person, ticket)


def _own(desk: Desk, room: Room, person: ExportedPerson, ticket: DescribedTicket) -> ExportedTicket | None:
    visit = _visit(person, ticket)
    top = own_primary(room, ticket)
    if top and top.number != ticket.number and not visit.apart and not _visit(person, top).apart:
        return None
    first = rules.opening(ticket) if visit.reads_opening else None
    said = [*([first] if first else []), *conversation(desk, room, visit, MESSAGES)]
    found = _ticket(desk, room, person, ticket, ExportedRole.REQUESTER, said)
    if visit.apart or not visit.answers_show:
        return replace(found, hidden=not visit.answers_show)
    status = status_outside(desk, room, top or primary_of(room, ticket))
    solved = ((top or ticket).resolution or "") if status in _DONE else ""
    return replace(
        found,
        status=status.value,
        resolution=_safe(desk, solved),
        score=ticket.csat_score,
        comment=readable(ticket.csat.comment or ""),
        rated_at=ticket.csat.rated_at,
    )


def _visit(person: ExportedPerson, ticket: Ticket) -> Visit:
    """The contact, as by a link that was mailed to them; where nobody knows whether it is them who asked for answers
    elsewhere, no such link was."""
    assert ticket.contact is not None, "it is theirs"
    own = Recipient(links.contact_recipient_id(ticket.contact.id), "", ticket.customer_name, is_contact=True)
    holder = next((one for one in links.everybody(ticket) if one.is_contact), own)
    elsewhere = ticket.answers_to is not None and ticket.answers_to not in person.addresses
    return Visit(ticket, holder, proven=ticket.requester_verified or not elsewhere)


def _anothers(desk: Desk, room: Room, person: ExportedPerson, ticket: DescribedTicket) -> ExportedTicket | None:
    """Of another's ticket what they said there themselves, also long ago, and while they take part, the replies."""
    held = [one for one in links.everybody(ticket) if not one.is_contact and one.address in person.addresses]
    heard_there = (
        message
        for one in held
        for message in heard(person, conversation(desk, room, Visit(ticket, one, proven=True), MESSAGES))
    )
    wrote = filter(person.wrote, public_messages(desk, room, ticket.number, MESSAGES))
    said = told_once([*heard_there, *wrote])
    if held:
        return _ticket(desk, room, person, ticket, ExportedRole.PARTICIPANT, said)
    return replace(_ticket(desk, room, person, ticket, ExportedRole.WRITER, said), title="") if said else None


def _ticket(
    desk: Desk, room: Room, person: ExportedPerson, ticket: Ticket, role: ExportedRole, said: Iterable[PublicMessage]
) -> ExportedTicket:
    ref, places = reference_of(room, ticket.number), count(1)

    def message(one: PublicMessage) -> ExportedMessage:
        own = person.wrote(one)
        quotes = own or role is ExportedRole.REQUESTER
        return ExportedMessage(
            at=one.at,
            own=own,
            author=readable(one.author.name_outside(room.workspace.name)),
            body=_safe(desk, one.body),
            body_format=one.body_format.value,
            quoted=_safe(desk, one.quoted) if quotes else "",
            files=tuple(_file(desk, room, file, file_path(ref, next(places), file.name)) for file in one.attachments),
        )

    messages = tuple(map(message, said))
    return ExportedTicket(
        ref=ref, title=readable(ticket.title), role=role, created_at=ticket.created_at, messages=messages
    )


def _file(desk: Desk, room: Room, file: Attachment, path: str) -> ExportedFile:
    size = None if file.withheld else desk.files.size(file_key(room.workspace.id, file.id))
    left_out = LeftOut.WITHHELD if file.withheld else LeftOut.GONE if size is None else None
    return ExportedFile(
        id=file.id,
        name=readable(file.name),
        type=file.type,
        size=file.size if size is None else size,
        path=None if left_out else path,
        left_out=left_out,
    )


def _safe(desk: Desk, text: str) -> str:
    return readable(links.with_own(text, _NOBODYS, desk.portal_url))
