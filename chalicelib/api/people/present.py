"""Contacts and notices as the API shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chalicelib.api.schemas.inbox import InboxEntryOut
from chalicelib.api.schemas.people import ContactDetailsOut, ContactOut, ContactRefOut, PersonOut
from chalicelib.api.tickets.present_parts import hold
from chalicelib.domain.notices.inbox import InboxEntry
from chalicelib.domain.people.addresses import shown_address
from chalicelib.domain.people.people import Contact
from chalicelib.domain.tickets.ticket import TicketSummary
from chalicelib.services.ports import Room
from chalicelib.services.tickets.access import reference_of


def contact(person: Contact, *, notes: bool) -> ContactOut:
    """Return a contact; why they are on hold with `notes` alone."""
    return ContactOut(**_shared(person, notes=notes))


def contact_details(person: Contact, merged: Sequence[Contact], *, notes: bool) -> ContactDetailsOut:
    """Everything about one contact, with those merged into them; what members wrote of them with `notes` alone."""
    return ContactDetailsOut(
        **_shared(person, notes=notes),
        phones=list(person.phones),
        notes=person.notes if notes else None,
        merged=[_ref(one) for one in merged],
    )


def _ref(person: Contact) -> ContactRefOut:
    email = shown_address(person.email) if person.email else None
    return ContactRefOut(id=person.id, name=person.name, email=email)


def _shared(person: Contact, *, notes: bool) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "email": shown_address(person.email) if person.email else None,
        "addresses": [shown_address(address) for address in person.addresses],
        "company": person.company,
        "blocked": person.blocked,
        "parked": person.parked,
        "merged_into": person.merged_into,
        "held": hold(person.held) if notes else None,
        "complained": [shown_address(one) for one in person.complained if one in person.addresses],
        "undeliverable": [shown_address(one) for one in person.undeliverable if one in person.addresses],
    }


def _member(room: Room, member_id: str) -> PersonOut:
    person = room.workspace.members.get(member_id)
    return PersonOut(id=member_id, name=person.name if person else "")


def inbox_entry(room: Room, entry: InboxEntry, ticket: TicketSummary | None) -> InboxEntryOut:
    """Return a notice, with its ticket as it is now."""
    return InboxEntryOut(
        id=entry.id,
        event=entry.event,
        ref=reference_of(room, entry.number),
        title=ticket.title if ticket else entry.title,
        actor=entry.actor,
        at=entry.at,
        read=entry.read,
        scope=entry.scope.value,
        status=ticket.status if ticket else None,
        preview=entry.preview,
        instead_of=_member(room, entry.instead_of) if entry.instead_of else None,
        why=entry.why or None,
    )
