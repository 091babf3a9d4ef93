"""The same change on many tickets: each by itself, so that one that fails changes nothing for the rest."""

from __future__ import annotations

import contextvars
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.domain.errors import DeskError, not_found
from chalicelib.domain.tickets import change as change_rules
from chalicelib.domain.tickets import lifecycle, snooze, trash
from chalicelib.domain.tickets.ahead import ahead
from chalicelib.domain.tickets.decision import Decision, Moment
from chalicelib.domain.tickets.fields import Changes
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.ports import Room
from chalicelib.services.seat import Seat
from chalicelib.services.tickets import spam
from chalicelib.services.tickets.access import number_of, reference_of
from chalicelib.services.tickets.checks import check_assignee, check_labels
from chalicelib.services.tickets.commands import carry_out
from chalicelib.services.tickets.lifecycle import delete
from chalicelib.services.tickets.undo import actions_of_batch
from chalicelib.services.tickets.undo import undo as undo_action

AT_ONCE = 8
SECONDS = 20
"""The time to begin in; the rest is not tried: the answer must be out before API Gateway gives up at 29 seconds."""


@dataclass(frozen=True, slots=True)
class Snooze:
    """That tickets are snoozed until an instant, or, without one, until their customers write."""

    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkChanges:
    """The changes to make: fields, each as it is named, and beside them what isn't set but added or taken away.
    `unsnoozed` ends a snooze. `macro` decides what a whole list of actions comes to, which stands by itself."""

    fields: Changes = field(default_factory=dict)
    add_labels: tuple[str, ...] = ()
    remove_labels: tuple[str, ...] = ()
    archived: bool | None = None
    spam: bool | None = None
    deleted: bool | None = None
    snoozed: Snooze | None = None
    unsnoozed: bool = False
    macro: Callable[[Ticket, Moment], Decision[Ticket]] | None = None


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """The outcome for one ticket; `code` and `detail` say why it failed, `fault` is our own, to be logged. What was
    done can be undone until `undo_until`; None where nothing was."""

    ref: str
    ok: bool
    code: str | None = None
    detail: str | None = None
    fault: Exception | None = None
    undo_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """A bulk change, with one outcome for each reference, in their order."""

    id: str
    outcomes: Sequence[BulkOutcome]

    @property
    def undo_until(self) -> datetime | None:
        """Return until when all of it can be undone; None where nothing was done."""
        return min((one.undo_until for one in self.outcomes if one.undo_until), default=None)


def apply(
    seat: Seat,
    refs: Sequence[str],
    wanted: BulkChanges,
    *,
    notify: bool,
    seconds: float = SECONDS,
) -> Batch:
    """Change each ticket that is referred to. Raises at once for a label or assignee that isn't there, and
    for a time that nothing can be snoozed until.

    What undoing begins with is stored first: being cut off leaves nothing that can't be undone.
    """
    check_labels(seat.desk, seat.room, wanted.add_labels)
    check_assignee(seat.desk, seat.room, wanted.fields.get("assignee_id"))
    if wanted.snoozed and wanted.snoozed.until:
        ahead(wanted.snoozed.until, seat.desk.clock.now(), "set.snooze.until")
    batch = seat.desk.new_id(seat.desk.clock.now())
    seat.room.batches.add(batch, seat.actor.id or "", [*_numbers(seat.room, refs)])
    of_batch = replace(seat, batch=batch)

    def one(ref: str) -> datetime | None:
        return _apply(of_batch, number_of(seat.room, ref), wanted, notify)

    return Batch(batch, each(refs, one, seconds))


def undo(seat: Seat, batch_id: str, *, seconds: float = SECONDS) -> list[BulkOutcome]:
    """Undo a bulk change, each ticket by itself, what came last first. One outcome for each.

    Raises DeskError `not_found` for what is no bulk change, `forbidden` for another's.
    """
    found, asked_at = seat.room.batches.get(batch_id), seat.desk.clock.now()
    if found is None:
        raise not_found("bulk change")
    by_id, numbers = found
    if by_id != seat.actor.id:
        raise DeskError("forbidden", "Only who did this can undo it.")

    def one(ref: str) -> None:
        number = number_of(seat.room, ref)
        for action in reversed(actions_of_batch(seat.room, number, batch_id)):
            undo_action(seat, number, action.id, asked_at)

    return each([reference_of(seat.room, number) for number in numbers], one, seconds)


def _numbers(room: Room, refs: Sequence[str]) -> Iterator[int]:
    """Of what is no reference there is nothing to undo."""
    for ref in dict.fromkeys(refs):
        with suppress(DeskError):
            yield number_of(room, ref)


def each(refs: Sequence[str], one: Callable[[str], datetime | None], seconds: float) -> list[BulkOutcome]:
    """Do something to each ticket, some at once, and return the outcomes in their order. `one` says until when it can
    be undone."""
    deadline = time.monotonic() + seconds

    def attempt(ref: str) -> BulkOutcome:
        if time.monotonic() > deadline:
            return BulkOutcome(ref, ok=False, code="not_tried", detail="There was no time left. Please try again.")
        try:
            return BulkOutcome(ref, ok=True, undo_until=one(ref))
        except DeskError as refusal:
            return BulkOutcome(ref, ok=False, code=refusal.code, detail=refusal.detail)
        except Exception as fault:  # noqa: BLE001 - it is this ticket's alone, and is logged with the answer
            return BulkOutcome(ref, ok=False, code="internal_error", detail="Something went wrong here.", fault=fault)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        running = [pool.submit(contextvars.copy_context().run, attempt, ref) for ref in dict.fromkeys(refs)]
        return [future.result() for future in running]


def _apply(seat: Seat, number: int, wanted: BulkChanges, notify: bool) -> datetime | None:
    """Out of the trash first, then the fields, then where it lies: actions, each stored whole. Return until when
    they can be undone."""

    if wanted.macro:
        ran = carry_out(seat, number, Ticket, wanted.macro, silent=not notify).action
        return (ran.undo_until or ran.visible_at) if ran else None

    def change(ticket: Ticket, moment: Moment) -> Decision[Ticket]:
        return change_rules.change(ticket, _changes(ticket, wanted), moment)

    done: list[Decision[Ticket]] = []
    if wanted.deleted is False:
        done.append(carry_out(seat, number, Ticket, trash.recover, on_deleted=True))
    done.append(carry_out(seat, number, Ticket, change, silent=not notify))
    if wanted.snoozed or wanted.unsnoozed:
        done.append(carry_out(seat, number, Ticket, _snoozing(wanted.snoozed), silent=True))
    if wanted.archived is not None:
        file_away = lifecycle.archive if wanted.archived else lifecycle.restore
        done.append(carry_out(seat, number, Ticket, file_away, silent=not notify))
    if wanted.spam is not None:
        done.append((spam.mark if wanted.spam else spam.unmark)(seat, number))
    if wanted.deleted:
        done.append(delete(seat, number))
    return min((one.action.undo_until for one in done if one.action and one.action.undo_until), default=None)


def _snoozing(wanted: Snooze | None) -> Callable[[Ticket, Moment], Decision[Ticket]]:
    if wanted is None:
        return snooze.unsnooze
    return lambda ticket, moment: snooze.snooze(ticket, wanted.until, moment)


def _changes(ticket: Ticket, wanted: BulkChanges) -> Changes:
    if not wanted.add_labels and not wanted.remove_labels:
        return wanted.fields
    kept = [label for label in ticket.label_ids if label not in wanted.remove_labels]
    return {**wanted.fields, "label_ids": (*kept, *wanted.add_labels)}
