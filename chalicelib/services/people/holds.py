"""Contacts on hold: what is kept of them stays, whatever is asked for, until somebody releases it."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.events import Change
from chalicelib.domain.holds import Hold, placed
from chalicelib.domain.people.people import Contact
from chalicelib.domain.settings.audit import AuditEntry
from chalicelib.services.conflicts import retry_on_conflict
from chalicelib.services.people.contacts import chain, contact
from chalicelib.services.people.merging import family
from chalicelib.services.ports import Room
from chalicelib.services.seat import Seat


def held_by(room: Room, person: Contact) -> Hold | None:
    """Return what a contact is held by: a hold of their own, or of anybody who was merged with them."""
    if person.held or not (person.merged or person.merged_into):
        return person.held
    others = family(room, chain(room, person)[-1])
    return next((one.held for one in others if one.held), None)


def hold_contact(seat: Seat, contact_id: str, reason: str) -> Contact:
    """Keep all that there is of a contact, their tickets included; another reason takes the place of the first.

    Raises DeskError `not_found`, or at `reason`.
    """

    def attempt() -> Contact:
        before = contact(seat.room, contact_id)
        held = placed(before.held, reason, seat.desk.clock.now(), seat.actor)
        return _write(seat, before, replace(before, held=held), "contact.held")

    return retry_on_conflict(attempt)


def release_contact(seat: Seat, contact_id: str) -> Contact:
    """Keep them no longer. Releasing twice is once."""

    def attempt() -> Contact:
        before = contact(seat.room, contact_id)
        return _write(seat, before, replace(before, held=None), "contact.released")

    return retry_on_conflict(attempt)


def _write(seat: Seat, before: Contact, after: Contact, done: str) -> Contact:
    """Of the reason the audit log says nothing: it can't be erased."""
    if after == before:
        return after
    now = seat.desk.clock.now()
    told = {"held": Change(before.held is not None, after.held is not None)}
    entry = AuditEntry(
        id=seat.desk.new_id(now), at=now, actor=seat.actor, action=done, subject=after.id, name="", changes=told
    )
    seat.room.contacts.change(before, after, entry)
    return after
