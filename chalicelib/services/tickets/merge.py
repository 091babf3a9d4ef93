"""Merging two tickets and undoing it: one transaction each, whatever their size. Rules judge what was merged before."""

from __future__ import annotations

from collections.abc import Collection

from chalicelib.domain.tickets import merge as merge_rules
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.ticket import DescribedTicket, Ticket
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.commands import ANY, NONE, Expected, Plan, Receipt, carry_out_plan, read
from chalicelib.services.tickets.family import duplicates_of


def merge(
    seat: Seat,
    primary_number: int,
    duplicate_number: int,
    *,
    across_contacts: bool,
    readers: Collection[str] | None = None,
    expected: Expected = ANY,
    receipt: Receipt = NONE,
) -> Decision[DescribedTicket]:
    """Merge the duplicate into the primary, and return the primary, of which `expected` speaks. `readers` are whom of
    the duplicate's participants a member lets in; without, those whose right to it is beyond doubt."""

    def plan() -> Plan[DescribedTicket]:
        primary = read(seat.room, primary_number, DescribedTicket, expected, on_merged=True)
        duplicate = read(seat.room, duplicate_number, Ticket, on_merged=True)
        family = [*duplicates_of(seat.room, primary, Ticket), *duplicates_of(seat.room, duplicate, Ticket)]
        return Plan(
            *merge_rules.merge(
                primary, duplicate, family, seat.moment(), across_contacts=across_contacts, readers=readers
            )
        )

    return carry_out_plan(seat, plan, receipt=receipt)


def unmerge(
    seat: Seat, primary_number: int, duplicate_number: int, *, expected: Expected = ANY, receipt: Receipt = NONE
) -> Decision[DescribedTicket]:
    """Part them again, and return the primary."""

    def plan() -> Plan[DescribedTicket]:
        primary = read(seat.room, primary_number, DescribedTicket, expected, on_merged=True)
        duplicate = read(seat.room, duplicate_number, Ticket, on_merged=True)
        family = duplicates_of(seat.room, primary, Ticket)
        return Plan(*merge_rules.unmerge(primary, duplicate, family, seat.moment()))

    return carry_out_plan(seat, plan, receipt=receipt)
