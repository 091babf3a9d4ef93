"""Contacts and notices as the API shows them."""

from __future__ import annotations

from typing import Any

from chalicelib.api.schemas.inbox import InboxEntryOut
from chalicelib.api.schemas.people import ContactDetailsOut, ContactOut
from chalicelib.domain.notices.inbox import InboxEntry
from chalicelib.domain.people.addresses import shown_address
from chalicelib.domain.people.people import Contact
from chalicelib.services.ports import Room
from chalicelib.services.tickets.access import reference_of


def contact(person: Contact) -> ContactOut:
    return ContactOut(**_shared(person))


def contact_details(person: Contact, *, notes: bool) -> ContactDetailsOut:
    """Everything about one contact; what members wrote of them with `notes` alone."""
    return ContactDetailsOut(**_shared(person), phones=list(person.phones), notes=person.notes if notes else None)


def _shared(person: Contact) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "email": shown_address(person.email) if person.email else None,
        "addresses": [shown_address(address) for address in person.addresses],
        "company": person.company,
        "blocked": person.blocked,
        "complained": [shown_address(one) for one in person.complained if one in person.addresses],
        "undeliverable": [shown_address(one) for one in person.undeliverable if one in person.addresses],
    }


def inbox_entry(room: Room, entry: InboxEntry) -> InboxEntryOut:
    return InboxEntryOut(
        id=entry.id,
        event=entry.event,
        ref=reference_of(room, entry.number),
        title=entry.title,
        actor=entry.actor,
        at=entry.at,
        read=entry.read,
    )
