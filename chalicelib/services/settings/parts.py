"""The one way a part of the settings is made, changed or deleted: with its audit entry, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from chalicelib.domain.errors import DeskError, invalid, not_found
from chalicelib.domain.events import Actor
from chalicelib.domain.idempotency import Once, TakenError
from chalicelib.domain.settings import audit
from chalicelib.domain.settings.audit import AuditEntry
from chalicelib.domain.settings.mail_domains import ClaimedDomain, of_another
from chalicelib.domain.settings.parts import MOST, NAMES, Part
from chalicelib.domain.settings.workspace import Mailbox
from chalicelib.domain.sla.policies import SlaPolicy
from chalicelib.services.conflicts import retry_on_conflict
from chalicelib.services.mail.outgoing.alarms import work_of
from chalicelib.services.ports import Desk, Room
from chalicelib.services.seat import Seat

P = TypeVar("P", bound=Part)

Guard = Callable[[P, P | None], tuple[Part, ...]]
"""Looks at a part before and after (None when it is to be deleted) and raises for what mustn't be. The parts that it
gives back have to be there, unchanged, at the moment of writing."""


def one(room: Room, kind: type[P], part_id: str, scope: str = "") -> P:
    found = room.parts.get(kind, part_id, scope)
    if found is None:
        raise not_found(NAMES[kind])
    return found


def new_id(desk: Desk, prefix: str) -> str:
    return f"{prefix}_{desk.new_id(desk.clock.now())}"


def this_moment(desk: Desk) -> str:
    """Return the desk's time as settings keep it: as RFC 3339 writes it, to the second."""
    return desk.clock.now().isoformat(timespec="seconds").replace("+00:00", "Z")


def entry(desk: Desk, actor: Actor, before: Part | None, after: Part | None) -> AuditEntry:
    now = desk.clock.now()
    return audit.of_change(desk.new_id(now), now, actor, before, after)


def check_room_for(room: Room, part: Part) -> None:
    """Raises DeskError `too_many` when a desk, or a member, has as many parts like this one as may be."""
    most = MOST[type(part)]
    if room.parts.count(type(part), getattr(part, "scope", "")) >= most:
        raise DeskError("too_many", f"There are {most} of them already. Delete one first.")


def add(seat: Seat, part: P, once: Once | None) -> P:
    """Store a new part. Raises DeskError `taken`, or `too_many`. An idempotency key remembers its id."""
    check_room_for(seat.room, part)
    remembered = _remembered(once, part)

    def attempt() -> None:
        told = entry(seat.desk, seat.actor, None, part)
        seat.room.parts.write(None, part, told, once=remembered, work=work_of(seat, told, None, part))

    try:
        retry_on_conflict(attempt)
    except TakenError as refusal:
        raise _taken(part) from refusal
    return part


def change(
    seat: Seat,
    find: Callable[[], P],
    decide: Callable[[P], P],
    guard: Guard[P] | None = None,
    once: Once | None = None,
) -> P:
    """Store what `decide` makes of the part that `find` reads; of two changes at once, both happen.

    What stays as it was is neither written nor logged, what only its member sees isn't logged. An idempotency key
    remembers the part's id.
    """

    def attempt() -> P:
        before = find()
        after = decide(before)
        witnesses = guard(before, after) if guard else ()
        if after != before:
            try:
                told = entry(seat.desk, seat.actor, before, after)
                remembered, work = _remembered(once, after), work_of(seat, told, before, after)
                logged = None if audit.is_untold(before, after) else told
                seat.room.parts.write(before, after, logged, witnesses=witnesses, once=remembered, work=work)
            except TakenError as refusal:
                raise _taken(after) from refusal
        return after

    return retry_on_conflict(attempt)


def remove(seat: Seat, find: Callable[[], P], guard: Guard[P] | None = None) -> None:
    def attempt() -> None:
        before = find()
        witnesses = guard(before, None) if guard else ()
        seat.room.parts.write(before, None, entry(seat.desk, seat.actor, before, None), witnesses=witnesses)

    retry_on_conflict(attempt)


def _remembered(once: Once | None, part: Part) -> Once | None:
    return replace(once, result=getattr(part, "id", "")) if once else None


def _taken(part: Part) -> DeskError:
    if isinstance(part, SlaPolicy):
        message = "There is a policy for this priority already; change that one."
        return DeskError("taken", message, invalid("priority", message).errors)
    if isinstance(part, ClaimedDomain):
        if part.shown_at:
            return of_another("domain")
        message = "This domain is in the list already."
        return DeskError("taken", message, invalid("domain", message).errors)
    field = "address" if isinstance(part, Mailbox) else "name"
    message = f"This {field} is taken by another {NAMES[type(part)]}."
    return DeskError("taken", message, invalid(field, message).errors)
