"""What is done to a ticket beyond changing its fields. One function a verb; each is read, decided and stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from chalicelib.domain.tickets import change as change_rules
from chalicelib.domain.tickets import lifecycle, trash
from chalicelib.domain.tickets import snooze as snooze_rules
from chalicelib.domain.tickets.decision import Decision, Moment
from chalicelib.domain.tickets.ticket import DescribedTicket
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.checks import check_labels
from chalicelib.services.tickets.commands import ANY, NONE, Expected, Receipt, carry_out
from chalicelib.services.tickets.holds import check_not_held


def resolve(
    seat: Seat,
    number: int,
    resolution: str,
    estimate: int | None,
    *,
    notify: bool,
    expected: Expected = ANY,
    receipt: Receipt = NONE,
) -> Decision[DescribedTicket]:
    def decide(ticket: DescribedTicket, moment: Moment) -> Decision[DescribedTicket]:
        return lifecycle.resolve(ticket, resolution, estimate, moment)

    silent = not notify
    return carry_out(seat, number, DescribedTicket, decide, expected=expected, receipt=receipt, silent=silent)


def escalate(
    seat: Seat, number: int, reason: str, *, expected: Expected = ANY, receipt: Receipt = NONE
) -> Decision[DescribedTicket]:
    def decide(ticket: DescribedTicket, moment: Moment) -> Decision[DescribedTicket]:
        return lifecycle.escalate(ticket, reason, moment)

    return carry_out(seat, number, DescribedTicket, decide, expected=expected, receipt=receipt)


def archive(seat: Seat, number: int, *, expected: Expected = ANY, receipt: Receipt = NONE) -> Decision[DescribedTicket]:
    return carry_out(seat, number, DescribedTicket, lifecycle.archive, expected=expected, receipt=receipt)


def restore(seat: Seat, number: int, *, expected: Expected = ANY, receipt: Receipt = NONE) -> Decision[DescribedTicket]:
    """Bring a ticket back out of the trash, to where it was; one that isn't there, out of the archive."""

    def decide(ticket: DescribedTicket, moment: Moment) -> Decision[DescribedTicket]:
        return (trash.recover if ticket.is_deleted else lifecycle.restore)(ticket, moment)

    return carry_out(seat, number, DescribedTicket, decide, expected=expected, receipt=receipt, on_deleted=True)


def delete(seat: Seat, number: int, *, expected: Expected = ANY, receipt: Receipt = NONE) -> Decision[DescribedTicket]:
    """Put a ticket into the trash, with those that were merged into it. Raises DeskError `held`."""

    def decide(ticket: DescribedTicket, moment: Moment) -> Decision[DescribedTicket]:
        if not ticket.is_deleted:
            check_not_held(seat.room, ticket, telling=seat.reads_notes)
        return trash.delete(ticket, moment)

    return carry_out(
        seat, number, DescribedTicket, decide, expected=expected, receipt=receipt, silent=True, on_deleted=True
    )


def snooze(
    seat: Seat, number: int, until: datetime | None, *, expected: Expected = ANY, receipt: Receipt = NONE
) -> Decision[DescribedTicket]:
    """Have a ticket out of the lists until then; None for until its customer writes."""

    def decide(ticket: DescribedTicket, moment: Moment) -> Decision[DescribedTicket]:
        return snooze_rules.snooze(ticket, until, moment)

    return carry_out(seat, number, DescribedTicket, decide, expected=expected, receipt=receipt, silent=True)


def unsnooze(
    seat: Seat, number: int, *, expected: Expected = ANY, receipt: Receipt = NONE
) -> Decision[DescribedTicket]:
    return carry_out(
        seat, number, DescribedTicket, snooze_rules.unsnooze, expected=expected, receipt=receipt, silent=True
    )


def add_label(seat: Seat, number: int, label_id: str, expected: Expected = ANY) -> Decision[DescribedTicket]:
    check_labels(seat.desk, seat.room, [label_id])
    return _labelled(seat, number, lambda ids: (*ids, label_id), expected)


def remove_label(seat: Seat, number: int, label_id: str, expected: Expected = ANY) -> Decision[DescribedTicket]:
    """Taking off what isn't on changes nothing."""
    return _labelled(seat, number, lambda ids: tuple(one for one in ids if one != label_id), expected)


def _labelled(
    seat: Seat, number: int, change: Callable[[tuple[str, ...]], tuple[str, ...]], expected: Expected
) -> Decision[DescribedTicket]:
    """Made from the labels as they are at the moment of storing, so that two people adding two labels add both."""

    def decide(ticket: DescribedTicket, moment: Moment) -> Decision[DescribedTicket]:
        return change_rules.change(ticket, {"label_ids": change(ticket.label_ids)}, moment)

    return carry_out(seat, number, DescribedTicket, decide, expected=expected)
