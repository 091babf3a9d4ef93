"""Merged time lines as one: every entry exactly once, in the order of time, in pages of any size."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.events import Action, Actor, ActorKind
from chalicelib.domain.tickets.create import NewTicket
from chalicelib.domain.tickets.ticket import DescribedTicket, Ticket
from chalicelib.domain.vocabulary import Channel, Source
from chalicelib.services.people.contacts import WhoWrites
from chalicelib.services.ports import Desk, Room
from chalicelib.services.seat import Seat
from chalicelib.services.tickets import agents, merge
from chalicelib.services.tickets.family import duplicates_of, lines
from tests.services.memory import Clock, make

ANA = Actor(ActorKind.AGENT, "m_ana", "Ana K.")


def opened(desk: Desk, room: Room) -> int:
    new = NewTicket(title="Checkout", channel=Channel.API, source=Source.API)
    return agents.create_ticket(Seat(desk, room, ANA), new, WhoWrites(email="maya@example.com")).number


def talk(desk: Desk, room: Room, clock: Clock, numbers: list[int], rounds: int) -> None:
    for step in range(rounds):
        for number in numbers:
            agents.add_note(Seat(desk, room, ANA), number, f"note {step} on {number}")
        clock.advance(timedelta(seconds=1))


def merged(rounds: int, family: int = 2) -> tuple[Room, list[int]]:
    """A primary with its duplicates, each with so many notes, said in turns."""
    desk, room, _, clock = make()
    numbers = [opened(desk, room) for _ in range(family)]
    talk(desk, room, clock, numbers, rounds)
    for duplicate in numbers[1:]:
        merge.merge(Seat(desk, room, ANA), numbers[0], duplicate, across_contacts=False)
    talk(desk, room, clock, numbers[:1], 3)
    return room, numbers


def walked(room: Room, number: int, limit: int, newest_first: bool) -> list[str]:
    """Ids in the order of the pages, read as the API reads them: one more than is shown, the first shown before."""
    ticket = room.tickets.get(number, DescribedTicket)
    assert ticket is not None
    found: list[str] = []
    after: str | None = None
    while True:
        page, after = lines(room, ticket, duplicates_of(room, ticket, Ticket), limit + 1, after, newest_first)
        fresh = [line.entry.id for line in page if line.entry.id not in found[-1:]]
        assert after is None or fresh, "no page may stand still"
        found += fresh
        if after is None:
            return found


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("limit", [1, 7, 100])
def test_three_hundred_messages_on_both_sides_come_exactly_once_in_order(limit: int, newest_first: bool) -> None:
    room, numbers = merged(300)
    every = sorted(
        entry.id for number in numbers for entry in room.timeline.page(number, 10_000, None, newest_first=False).items
    )
    assert len(every) >= 606
    found = walked(room, numbers[0], limit, newest_first)
    assert found == (every[::-1] if newest_first else every)


def test_a_family_of_twenty_reads_as_one() -> None:
    room, numbers = merged(5, family=20)
    ticket = room.tickets.get(numbers[0], DescribedTicket)
    assert ticket is not None
    page, position = lines(room, ticket, duplicates_of(room, ticket, Ticket), 1_000, None, newest_first=False)
    notes = [line for line in page if not isinstance(line.entry, Action)]
    assert (len(notes), position) == (5 * 20 + 3, None)
    assert {(line.duplicate or ticket).number for line in notes} == set(numbers)


def test_a_duplicate_by_itself_shows_its_own_entries_alone() -> None:
    room, numbers = merged(3)
    ticket = room.tickets.get(numbers[1], DescribedTicket)
    assert ticket is not None
    page, _ = lines(room, ticket, duplicates_of(room, ticket, Ticket), 100, None, newest_first=False)
    assert {line.duplicate for line in page} == {None}
