"""Contacts found or made, and the checks that what a ticket names exists in its workspace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chalicelib.domain.errors import DeskError, invalid, not_found
from chalicelib.domain.idempotency import ConflictError, Once
from chalicelib.domain.people.addresses import NAME_LENGTH, address, known_as
from chalicelib.domain.people.merging import HOPS, is_blocked, is_parked
from chalicelib.domain.people.people import Contact, ContactRef
from chalicelib.domain.people.phones import phone
from chalicelib.domain.privacy.decisions import masked_contact
from chalicelib.domain.text import one_line
from chalicelib.services.conflicts import retry_on_conflict
from chalicelib.services.ports import Desk, Room


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoWrites:
    """A customer as a form, a mail or the API names them: by address, or by the id of a contact.

    One who is known by their name or phone alone is made anew. `company` and `phone` are noted of a new contact.
    """

    email: str | None = None
    name: str = ""
    id: str | None = None
    company: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A contact for a ticket. `new` is to be stored with the ticket when the contact wasn't there before. `blocked`
    and `parked` are also those who were merged into somebody who is."""

    ref: ContactRef
    new: Contact | None = None
    blocked: bool = False
    parked: bool = False


def find_or_make(desk: Desk, room: Room, who: WhoWrites, field: str = "contact") -> Found:
    if who.id is not None:
        contact = room.contacts.get(who.id)
        if contact is None:
            raise invalid(f"{field}.id", "Contact not found.")
        return _found(*chain(room, contact))
    number = phone(who.phone, f"{field}.phone") if who.phone else None
    if who.email is None and number is None and not who.name.strip():
        raise invalid(f"{field}.email", "An email address is needed.")
    email = address(who.email, f"{field}.email") if who.email is not None else None
    contact = room.contacts.by_address(email) if email else None
    if contact is not None:
        return _found(*chain(room, contact))
    new = replace(_new_contact(desk, email, who.name, *([number] if number else [])), company=who.company)
    return replace(_found(new), new=new)


def create_contact(
    desk: Desk,
    room: Room,
    email: str | None,
    name: str,
    company: str | None,
    once: Once | None,
    phones: Sequence[str] = (),
) -> Contact:
    """Raises DeskError `address_taken` when the address is another contact's."""
    numbers = [phone(number, f"phones.{index}") for index, number in enumerate(phones)]
    made = _new_contact(desk, address(email) if email else None, name, *numbers)
    contact = masked_contact(replace(made, company=one_line(company or "") or None), room.workspace.masking)
    check_named(contact)
    try:
        _check_not_stored_otherwise(room, contact)
        room.contacts.create(contact, replace(once, result=contact.id) if once else None)
    except ConflictError as refusal:
        raise DeskError(
            "address_taken", "Another contact has this address.", invalid("email", "Another contact has it.").errors
        ) from refusal
    return contact


def _check_not_stored_otherwise(room: Room, contact: Contact) -> None:
    """Raises ConflictError when an earlier release stored its address in other letters, as somebody's."""
    email = contact.email
    if email and len(known_as(email)) > 1 and room.contacts.by_address(email):
        raise ConflictError


def contact(room: Room, contact_id: str) -> Contact:
    found = room.contacts.get(contact_id)
    if found is None:
        raise not_found("contact")
    return found


def mark_address(room: Room, address: str, *, undeliverable: bool) -> None:
    """Note on the contact of that address, if there is one, whether mail to it bounces."""

    def attempt() -> None:
        before = room.contacts.by_address(address)
        if before is None or (address in before.undeliverable) == undeliverable:
            return
        marked = {one for one in before.undeliverable if one != address} | ({address} if undeliverable else set())
        room.contacts.change(before, replace(before, undeliverable=tuple(sorted(marked))))

    retry_on_conflict(attempt)


def mark_complaint(room: Room, address: str) -> None:
    """Note on the contact of that address, if there is one, that they called a mail of the desk spam."""

    def attempt() -> None:
        before = room.contacts.by_address(address)
        if before and address not in before.complained:
            room.contacts.change(before, replace(before, complained=(*before.complained, address)))

    retry_on_conflict(attempt)


def check_named(contact: Contact) -> None:
    """Raise DeskError at `name` for a contact of whom there is nothing to call them by."""
    if not contact.name and not contact.addresses and not contact.phones:
        raise invalid("name", "A contact needs a name, an email address or a telephone number.")


def chain(room: Room, contact: Contact) -> list[Contact]:
    """Return the contact, followed by those they were merged into: new tickets are the last one's."""
    found = [contact]
    while found[-1].merged_into is not None and len(found) <= HOPS:
        following = room.contacts.get(found[-1].merged_into)
        if following is None:
            break
        found.append(following)
    return found


def takes_nothing_from(room: Room, contact: Contact | None) -> bool:
    """Return whether the contact is blocked, or somebody they were merged into."""
    return contact is not None and is_blocked(chain(room, contact))


def puts_aside_from(room: Room, contact: Contact | None) -> bool:
    """Return whether what the contact sends is put aside as spam, or that of somebody they were merged into."""
    return contact is not None and is_parked(chain(room, contact))


def _found(*chained: Contact) -> Found:
    return Found(ContactRef.of(chained[-1]), blocked=is_blocked(chained), parked=is_parked(chained))


def _new_contact(desk: Desk, email: str | None, name: str, *phones: str) -> Contact:
    """Who is known by a telephone number alone is called by it."""
    contact_id = f"c_{desk.new_id(desk.clock.now())}"
    called = one_line(name)[:NAME_LENGTH] or (phones[0] if phones and not email else "")
    return Contact(id=contact_id, name=called, addresses=(email,) if email else (), phones=tuple(dict.fromkeys(phones)))
