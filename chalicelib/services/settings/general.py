"""What a desk says of itself, and what a desk remembers of its changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.errors import invalid
from chalicelib.domain.events import Action, Change
from chalicelib.domain.paging import Page
from chalicelib.domain.people.permissions import Permission, check_given
from chalicelib.domain.settings import audit
from chalicelib.domain.settings.audit import AuditEntry, AuditWish
from chalicelib.domain.settings.workspace import General, Mailbox
from chalicelib.domain.tickets.ticket import reference
from chalicelib.locales import languages
from chalicelib.services.ports import Desk, Room
from chalicelib.services.seat import Seat
from chalicelib.services.settings import parts
from chalicelib.services.settings.mail_domains import check_not_anothers
from chalicelib.services.sla.retime import ask_for_retiming


def general(room: Room) -> General:
    """The desk's own settings as they are this moment, with the mailbox that mail really goes out from."""
    return _with_sender(room, parts.one(room, General, ""))


def change_general(seat: Seat, changes: Mapping[str, Any]) -> General:
    """Change what `changes` names. Raises DeskError at `language` or `sender` for what there isn't, at `sender` for a
    mailbox on another workspace's domain.

    In whose name the desk writes is chosen by those alone who may give rights.
    """
    if "language" in changes and changes["language"] not in languages():
        raise invalid("language", f"Choose from {', '.join(sorted(languages()))}.")
    witness = _sender(seat, changes["sender"]) if "sender" in changes else None
    wanted = {**changes, **({"sender": witness.address} if witness else {})}

    def decide(before: General) -> General:
        after = replace(before, **wanted)
        if after.sender != before.sender:
            check_given(seat.may, frozenset({Permission.RIGHTS_WRITE}))
        if after.confirmations_on and not before.confirmations_on:
            since = seat.desk.clock.now().isoformat()
            after = replace(after, confirmations_since=since, confirmations_stopped_at="")
        if after.auto_close_days != before.auto_close_days:
            ask_for_retiming(seat.desk, seat.room)
        return after

    changed = parts.change(
        seat,
        lambda: parts.one(seat.room, General, ""),
        decide,
        lambda _before, _after: (witness,) if witness else (),
    )
    return _with_sender(seat.room, changed)


def audit_log(desk: Desk, room: Room, wish: AuditWish, limit: int, after: str | None) -> Page[AuditEntry]:
    """Return who did what to the desk and its tickets, newest first, as far as `wish` asks for it."""
    now, created_on = desk.clock.now(), room.workspace.created_on
    since = max(created_on, wish.since.date().isoformat()) if wish.since else created_on
    until = min(now, wish.until) if wish.until else now
    return room.audit.page(since, until, limit, after, wish.keeps if wish != AuditWish() else None)


def keep_in_audit(_: Desk, room: Room, action: Action) -> None:
    """Enter what was done to a ticket in the audit log, if it belongs there. Twice is once."""
    for entry in audit.of_action(action, reference(room.workspace.prefix, action.number)):
        room.audit.add(entry)


def note_export(seat: Seat, format_: str, wish: AuditWish) -> None:
    """Enter in the audit log that somebody takes it out, and what of it."""
    now = seat.desk.clock.now()
    asked = {"format": format_, "kind": wish.action, "who": wish.member, "from": wish.since, "to": wish.until}
    told = {
        name: Change(None, value.date().isoformat() if isinstance(value, datetime) else value)
        for name, value in asked.items()
        if value is not None
    }
    seat.room.audit.add(
        AuditEntry(
            id=seat.desk.new_id(now),
            at=now,
            actor=seat.actor,
            action="audit.exported",
            subject="",
            name="",
            changes=told,
        )
    )


def _sender(seat: Seat, given: str) -> Mailbox:
    found = seat.room.parts.get(Mailbox, given.strip().lower())
    if found is None:
        raise invalid("sender", "This is not one of the workspace's mailboxes. Choose one of them.")
    check_not_anothers(seat.desk, seat.room.workspace.id, found.domain, "sender")
    return found


def _with_sender(room: Room, found: General) -> General:
    if found.sender and room.parts.get(Mailbox, found.sender):
        return found
    first = room.parts.page(Mailbox, 1, None).items[0]
    return replace(found, sender=first.address)
