"""Merging two tickets, and undoing it: one transaction each, whatever the size of the tickets."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.events import Actor
from chalicelib.domain.idempotency import Once
from chalicelib.domain.tickets import merge as merge_rules
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.conflicts import decided
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import ticket_by_number
from chalicelib.services.tickets.commands import Expected, check_expected, moment
from chalicelib.services.tickets.family import duplicates_of


def merge(
    desk: Desk,
    room: Room,
    actor: Actor,
    primary_number: int,
    duplicate_number: int,
    *,
    across_contacts: bool,
    expected: Expected,
    once: Once | None,
) -> Ticket:
    """Returns the primary. `expected` speaks of the primary."""

    def attempt() -> Ticket:
        primary = ticket_by_number(room, primary_number)
        duplicate = ticket_by_number(room, duplicate_number)
        check_expected(primary, expected)
        family = [*duplicates_of(room, primary), *duplicates_of(room, duplicate)]
        decisions = merge_rules.merge(
            primary, duplicate, family, moment(desk, room, actor), across_contacts=across_contacts
        )
        room.tickets.commit(decisions, once=replace(once, result=str(primary_number)) if once else None)
        return decisions[0].ticket

    return decided(attempt)


def unmerge(
    desk: Desk,
    room: Room,
    actor: Actor,
    primary_number: int,
    duplicate_number: int,
    *,
    expected: Expected,
    once: Once | None,
) -> Ticket:
    """Returns the primary."""

    def attempt() -> Ticket:
        primary = ticket_by_number(room, primary_number)
        duplicate = ticket_by_number(room, duplicate_number)
        check_expected(primary, expected)
        decisions = merge_rules.unmerge(primary, duplicate, duplicates_of(room, primary), moment(desk, room, actor))
        room.tickets.commit(decisions, once=replace(once, result=str(primary_number)) if once else None)
        return decisions[0].ticket

    return decided(attempt)
