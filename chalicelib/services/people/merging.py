"""Merging contacts and parting them. Their tickets stay whose they were: nobody's link opens more than before."""

from __future__ import annotations

from chalicelib.domain.errors import DeskError, invalid
from chalicelib.domain.events import Change
from chalicelib.domain.people import merging as rules
from chalicelib.domain.people.people import Contact
from chalicelib.domain.settings.audit import AuditEntry
from chalicelib.services.conflicts import retry_on_conflict
from chalicelib.services.people.contacts import contact
from chalicelib.services.ports import Room
from chalicelib.services.seat import Seat


def merge(seat: Seat, survivor_id: str, other_id: str) -> Contact:
    """Have the other contact's addresses stand for the survivor in what comes in from now on; return the survivor.

    Merging twice is merging once. Raises DeskError `merged`, `too_many`, or at `other`.
    """

    def attempt() -> Contact:
        survivor, other = contact(seat.room, survivor_id), _named(seat.room, other_id)
        if other.merged_into == survivor.id:
            return survivor
        together = len(family(seat.room, survivor)) + len(family(seat.room, other))
        return _write(seat, (survivor, other), rules.merged(survivor, other, together), "contact.merged")

    return retry_on_conflict(attempt)


def unmerge(seat: Seat, survivor_id: str, other_id: str) -> Contact:
    """Undo it: what came in meanwhile stays the survivor's. Parting twice is parting once. Raises DeskError
    `not_merged`, or at `other`."""

    def attempt() -> Contact:
        survivor, other = contact(seat.room, survivor_id), _named(seat.room, other_id)
        if other.merged_into is None:
            return survivor
        return _write(seat, (survivor, other), rules.parted(survivor, other), "contact.unmerged")

    return retry_on_conflict(attempt)


def family(room: Room, survivor: Contact) -> list[Contact]:
    """Return the contact, and all who were merged into them, directly or not."""
    found = [survivor]
    waiting = list(survivor.merged)
    while waiting and len(found) < rules.HOPS:
        other = room.contacts.get(waiting.pop(0))
        if other is not None and other not in found:
            found.append(other)
            waiting += other.merged
    return found


def _named(room: Room, contact_id: str) -> Contact:
    try:
        return contact(room, contact_id)
    except DeskError as refusal:
        raise invalid("other", "Contact not found.") from refusal


def _write(seat: Seat, before: tuple[Contact, Contact], after: tuple[Contact, Contact], done: str) -> Contact:
    survivor, other = after
    now = seat.desk.clock.now()
    change = Change(None, other.id) if other.merged_into else Change(other.id, None)
    entry = AuditEntry(
        id=seat.desk.new_id(now),
        at=now,
        actor=seat.actor,
        action=done,
        subject=survivor.id,
        name="",
        changes={"contact": change},
    )
    seat.room.contacts.change_all(list(zip(before, after, strict=True)), entry)
    return survivor
