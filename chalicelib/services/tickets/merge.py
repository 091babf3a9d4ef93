"""Merging two tickets, and undoing it: one transaction each, whatever the size of the tickets."""

from __future__ import annotations

from chalicelib.domain.tickets import merge as merge_rules
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.commands import ANY, NONE, Expected, Plan, Receipt, carry_out_plan, read
from chalicelib.services.tickets.family import duplicates_of


def merge(
    seat: Seat,
    primary_number: int,
    duplicate_number: int,
    *,
    across_contacts: bool,
    expected: Expected = ANY,
    receipt: Receipt = NONE,
) -> Ticket:
    """Merge the duplicate into the primary, and return the primary, of which `expected` speaks."""

    def plan() -> Plan:
        primary, duplicate = _both(seat, primary_number, duplicate_number, expected)
        family = [*duplicates_of(seat.room, primary), *duplicates_of(seat.room, duplicate)]
        return Plan(merge_rules.merge(primary, duplicate, family, seat.moment(), across_contacts=across_contacts))

    return carry_out_plan(seat, plan, receipt=receipt)[0].ticket


def unmerge(
    seat: Seat, primary_number: int, duplicate_number: int, *, expected: Expected = ANY, receipt: Receipt = NONE
) -> Ticket:
    """Part them again, and return the primary."""

    def plan() -> Plan:
        primary, duplicate = _both(seat, primary_number, duplicate_number, expected)
        return Plan(merge_rules.unmerge(primary, duplicate, duplicates_of(seat.room, primary), seat.moment()))

    return carry_out_plan(seat, plan, receipt=receipt)[0].ticket


def _both(seat: Seat, primary: int, duplicate: int, expected: Expected) -> tuple[Ticket, Ticket]:
    """Read both: whether they may be merged or parted is for the rules to say."""
    return read(seat.room, primary, expected, on_merged=True), read(seat.room, duplicate, on_merged=True)
