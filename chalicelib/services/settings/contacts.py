"""Contacts as a desk keeps them: finding, changing and blocking them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.domain.errors import DeskError, invalid
from chalicelib.domain.events import Actor, Change
from chalicelib.domain.idempotency import TakenError
from chalicelib.domain.mail.jobs import MailBusyError
from chalicelib.domain.people.addresses import address
from chalicelib.domain.people.merging import check_whole
from chalicelib.domain.people.people import Contact
from chalicelib.domain.people.phones import phone
from chalicelib.domain.privacy.masking import masked
from chalicelib.domain.settings.audit import AuditEntry
from chalicelib.domain.settings.masking import Masking
from chalicelib.domain.text import one_line
from chalicelib.services.conflicts import retry_on_conflict
from chalicelib.services.people.contacts import check_named, contact
from chalicelib.services.ports import Desk
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.follow import ask_to_follow


def change_contact(seat: Seat, contact_id: str, changes: Mapping[str, Any]) -> Contact:
    """Change what `changes` names: `name`, `company`, `blocked`, `parked`, `phones`, `notes`, and `email` (the first
    address) or all `addresses`. Those in `try_again` are no longer taken for undeliverable.

    The carrier is asked to send there again before that is stored: cut off in between, it is asked once more.
    Open tickets follow by themselves, within a minute or so. Blocking and parking are in the audit log, and so is every
    change of addresses, since mail goes there. Raises DeskError `address_taken`, `merged` for who is part of another
    contact, or `mail_service_failed`.
    """
    checked = _checked(_masked(changes, seat.room.workspace.masking))

    def attempt() -> Contact:
        before = contact(seat.room, contact_id)
        check_whole(before)
        after = _changed(before, checked)
        if after == before:
            return after
        _forgive(seat.desk, set(before.undeliverable) - set(after.undeliverable))
        follows = (after.name, after.email) != (before.name, before.email)
        if follows:
            ask_to_follow(seat.desk, seat.room, contact_id, changed=False)
        _write(seat, before, after)
        if follows:
            ask_to_follow(seat.desk, seat.room, contact_id, changed=True)
        return after

    return retry_on_conflict(attempt)


def _forgive(desk: Desk, addresses: Iterable[str]) -> None:
    try:
        for one in addresses:
            desk.post.forgive(one)
    except MailBusyError as failure:
        message = "Amazon SES could not be asked to send there again. Nothing was changed; try it once more."
        raise DeskError("mail_service_failed", message) from failure


def _write(seat: Seat, before: Contact, after: Contact) -> None:
    logged = _entry(seat.desk, seat.actor, before, after)
    try:
        seat.room.contacts.change(before, after, logged)
    except TakenError as refusal:
        message = "Another contact has this address."
        raise DeskError("address_taken", message, invalid("email", message).errors) from refusal


def _entry(desk: Desk, actor: Actor, before: Contact, after: Contact) -> AuditEntry | None:
    """Blocking, or parking, gives the entry its name, whatever else was changed with it; of a name or company there is
    none."""
    done, changes = "readdressed", {}
    for name in ("parked", "blocked"):
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            done, changes[name] = name if now else f"un{name}", Change(was, now)
    if after.addresses != before.addresses:
        changes["addresses"] = Change(list(before.addresses), list(after.addresses))
    if not changes:
        return None
    now = desk.clock.now()
    return AuditEntry(
        id=desk.new_id(now),
        at=now,
        actor=actor,
        action=f"contact.{done}",
        subject=after.id,
        name="",
        changes=changes,
    )


def _masked(changes: Mapping[str, Any], what: Masking) -> Mapping[str, Any]:
    given = {name: changes[name] for name in ("name", "company", "notes") if changes.get(name)}
    return {**changes, **{name: masked(text, what) for name, text in given.items()}}


def _checked(changes: Mapping[str, Any]) -> Mapping[str, Any]:
    if "email" in changes and "addresses" in changes:
        raise invalid("email", "Give the first address or all of them, not both.")
    checked = dict(changes)
    if "name" in checked:
        checked["name"] = one_line(checked["name"])
    if checked.get("email") is not None:
        checked["email"] = address(checked["email"])
    if "addresses" in checked:
        given: Sequence[str] = checked["addresses"]
        checked["addresses"] = tuple(
            dict.fromkeys(address(one, f"addresses.{index}") for index, one in enumerate(given))
        )
    if "phones" in checked:
        numbers = (phone(one, f"phones.{index}") for index, one in enumerate(checked["phones"]))
        checked["phones"] = tuple(dict.fromkeys(numbers))
    if "try_again" in checked:
        again = (address(one, f"try_again.{index}") for index, one in enumerate(checked["try_again"]))
        checked["try_again"] = frozenset(again)
    return checked


def _changed(before: Contact, changes: Mapping[str, Any]) -> Contact:
    plain = {name: value for name, value in changes.items() if name not in ("email", "try_again")}
    after = replace(before, **plain)
    again = changes.get("try_again", frozenset())
    after = replace(after, undeliverable=tuple(one for one in after.undeliverable if one not in again))
    if "email" in changes:
        first = [changes["email"]] if changes["email"] else []
        after = replace(after, addresses=tuple(dict.fromkeys([*first, *before.addresses[1:]])))
    check_named(after)
    return after
