"""The same change on many tickets: each by itself, so that one that fails changes nothing for the rest."""

from __future__ import annotations

import contextvars
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from chalicelib.domain.errors import DeskError
from chalicelib.domain.tickets import change as change_rules
from chalicelib.domain.tickets import lifecycle
from chalicelib.domain.tickets.decision import Decision, Moment
from chalicelib.domain.tickets.fields import Changes
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.access import number_of
from chalicelib.services.tickets.checks import check_assignee, check_labels
from chalicelib.services.tickets.commands import carry_out

AT_ONCE = 8
SECONDS = 20
"""The time to begin in; the rest is not tried: the answer must be out before API Gateway gives up at 29 seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkChanges:
    """The changes to make: fields, each as it is named, and beside them what isn't set but added or taken away."""

    fields: Changes = field(default_factory=dict)
    add_labels: tuple[str, ...] = ()
    remove_labels: tuple[str, ...] = ()
    archived: bool | None = None


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """The outcome for one ticket; `code` and `detail` say why it failed, `fault` is our own, to be logged."""

    ref: str
    ok: bool
    code: str | None = None
    detail: str | None = None
    fault: Exception | None = None


def apply(
    seat: Seat,
    refs: Sequence[str],
    wanted: BulkChanges,
    *,
    notify: bool,
    seconds: float = SECONDS,
) -> list[BulkOutcome]:
    """One outcome for each reference, in their order. Raises at once for a label or assignee that isn't there."""
    check_labels(seat.desk, seat.room, wanted.add_labels)
    check_assignee(seat.desk, seat.room, wanted.fields.get("assignee_id"))
    deadline = time.monotonic() + seconds
    seat = replace(seat, batch=seat.desk.new_id(seat.desk.clock.now()))

    def one(ref: str) -> BulkOutcome:
        if time.monotonic() > deadline:
            return BulkOutcome(ref, ok=False, code="not_tried", detail="There was no time left. Please try again.")
        try:
            _apply(seat, number_of(seat.room, ref), wanted, notify)
        except DeskError as refusal:
            return BulkOutcome(ref, ok=False, code=refusal.code, detail=refusal.detail)
        except Exception as fault:  # noqa: BLE001 - it is this ticket's alone, and is logged with the answer
            return BulkOutcome(ref, ok=False, code="internal_error", detail="Something went wrong here.", fault=fault)
        return BulkOutcome(ref, ok=True)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        running = [pool.submit(contextvars.copy_context().run, one, ref) for ref in dict.fromkeys(refs)]
        return [future.result() for future in running]


def _apply(seat: Seat, number: int, wanted: BulkChanges, notify: bool) -> None:
    """The fields first, then the archive: two actions, each stored whole."""

    def change(ticket: Ticket, moment: Moment) -> Decision[Ticket]:
        return change_rules.change(ticket, _changes(ticket, wanted), moment)

    carry_out(seat, number, Ticket, change, silent=not notify)
    if wanted.archived is not None:
        file_away = lifecycle.archive if wanted.archived else lifecycle.restore
        carry_out(seat, number, Ticket, file_away, silent=not notify)


def _changes(ticket: Ticket, wanted: BulkChanges) -> Changes:
    if not wanted.add_labels and not wanted.remove_labels:
        return wanted.fields
    kept = [label for label in ticket.label_ids if label not in wanted.remove_labels]
    return {**wanted.fields, "label_ids": (*kept, *wanted.add_labels)}
