"""Contacts and notices as the API shows them."""

from __future__ import annotations

from chalicelib.api.schemas.inbox import InboxEntryOut
from chalicelib.api.schemas.people import ContactOut
from chalicelib.domain.notices.inbox import InboxEntry
from chalicelib.domain.people.people import Contact
from chalicelib.services.ports import Room
from chalicelib.services.tickets.access import reference_of


def contact(person: Contact) -> ContactOut:
    return ContactOut(
        id=person.id,
        name=person.name,
        email=person.email,
        addresses=list(person.addresses),
        company=person.company,
        blocked=person.blocked,
        complained=[address for address in person.complained if address in person.addresses],
        undeliverable=[address for address in person.undeliverable if address in person.addresses],
    )


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
