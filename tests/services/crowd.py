"""A crowded desk: every command there is, at random, by its members and customers on all of its tickets."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.idempotency import Once
from chalicelib.domain.people.people import Participant
from chalicelib.domain.settings.workspace import Label
from chalicelib.domain.tickets.create import NewTicket
from chalicelib.domain.tickets.links import everybody
from chalicelib.domain.tickets.message import PublicMessage
from chalicelib.domain.tickets.ticket import DescribedTicket, Ticket
from chalicelib.domain.vocabulary import Channel, Priority, Source, Status, TicketType
from chalicelib.services.people.contacts import WhoWrites
from chalicelib.services.ports import Desk as Ports
from chalicelib.services.ports import Room
from chalicelib.services.seat import Seat
from chalicelib.services.tickets import access
from tests.support.desk import Desk

LABELS = ("l_red", "l_blue", "l_green")
WORDS = (
    "invoice",
    "login",
    "export",
    "refund",
    "müller",
    "calendar",
    "token",
    "slow",
    "error",
    "page",
    "東京",
    "order",
)

PEOPLE = 150
ADVENTUROUS = 0.03
"""How often somebody takes any ticket that comes, whether or not the command makes sense there."""


class Watched:
    """A room's tickets, which note each time that something was stored."""

    def __init__(self, tickets: Any) -> None:
        self._tickets, self.stored = tickets, list[int]()

    def commit(self, decisions: Sequence[Any], **receipt: Any) -> None:
        self._tickets.commit(decisions, **receipt)
        self.stored.append(decisions[0].ticket.number)  # a bulk change stores from several threads

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tickets, name)


@dataclass
class Crowd:
    """Who does what on a desk, and what of it was carried out, came to nothing or was refused, by the command."""

    desk: Ports
    room: Room
    chance: random.Random
    actors: list[Actor]
    numbers: list[int] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    idle: Counter[str] = field(default_factory=Counter)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    asked: set[int] = field(default_factory=set)
    solved: set[int] = field(default_factory=set)
    archived: set[int] = field(default_factory=set)
    snoozed: set[int] = field(default_factory=set)
    kept: set[int] = field(default_factory=set)
    spam: set[int] = field(default_factory=set)
    merged: dict[int, int] = field(default_factory=dict)
    held: list[tuple[Seat, int, str]] = field(default_factory=list)
    noted: list[tuple[Seat, int, str]] = field(default_factory=list)
    waiting: list[tuple[Seat, int, str]] = field(default_factory=list)
    undoable: list[tuple[Seat, int, str]] = field(default_factory=list)
    batches: list[tuple[Seat, str]] = field(default_factory=list)
    replies: list[tuple[int, PublicMessage]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.enter(self.room)

    def enter(self, room: Room) -> None:
        """Go on in this room, which may be a copy of the one before."""
        self.watched = Watched(room.tickets)
        self.room = replace(room, tickets=self.watched)

    def do(self, name: str, command: Callable[[Crowd], None]) -> None:
        """Have somebody give a command. A refused one stores nothing."""
        before = len(self.watched.stored)
        try:
            command(self)
        except DeskError as refusal:
            self.refused[name, refusal.code] += 1
            assert len(self.watched.stored) == before
            return
        (self.done if len(self.watched.stored) > before else self.idle)[name] += 1

    # -- who, where and what ------------------------------------------------------------------------------------------

    def seat(self) -> Seat:
        return Seat(self.desk, self.room, self.chance.choice(self.actors))

    def somewhere(self, within: Any = None) -> int:
        """A ticket that one can go on with, or one of those within which it has to be."""
        if within and self.chance.random() > ADVENTUROUS:
            return self.chance.choice([*within])
        gone = self.merged.keys() | self.spam if self.chance.random() > ADVENTUROUS else set[int]()
        return next(number for number in iter(lambda: self.chance.choice(self.numbers), None) if number not in gone)

    def ticket(self, number: int) -> Ticket:
        found = self.room.tickets.get(number, DescribedTicket)
        assert found is not None
        return found

    def words(self, many: int = 4) -> str:
        return " ".join(self.chance.choices(WORDS, k=self.chance.randrange(1, many + 1)))

    def person(self) -> WhoWrites:
        one = self.chance.randrange(PEOPLE)
        return WhoWrites(email=f"c{one}@customer.example", name=f"Customer {one}")

    def new(self, channel: Channel, source: Source) -> NewTicket:
        chance = self.chance
        others = tuple(Participant(f"p{chance.randrange(40)}@other.example") for _ in range(chance.randrange(2)))
        return NewTicket(
            title=self.words(), channel=channel, source=source, description=self.words(9), participants=others
        )

    def fields(self) -> dict[str, Any]:
        chance = self.chance
        every = {
            "title": self.words(),
            "status": chance.choice([*Status]),
            "priority": chance.choice([*Priority]),
            "type": chance.choice([*TicketType]),
            "description": self.words(9),
            "assignee_id": chance.choice([None, *(actor.id for actor in self.actors)]),
            "label_ids": tuple(chance.sample(LABELS, chance.randrange(3))),
            "participants": tuple(Participant(f"p{chance.randrange(40)}@other.example") for _ in range(2)),
        }
        return dict(chance.sample(sorted(every.items()), chance.randrange(1, 4)))

    def visit(self, within: Any = None) -> access.Visit:
        """Mostly by whoever asked, at times by one who takes part."""
        ticket = self.ticket(self.somewhere(within or self.asked))
        people = everybody(ticket)
        if not people:
            raise DeskError("nobody", "The ticket is nobody's.")
        return access.Visit(ticket, people[0] if self.chance.random() < 0.8 else people[-1], proven=True)

    def once(self) -> Once:
        key = f"key-{self.chance.random()}"
        return Once(principal="p", route="r", key=key, body_digest="", expires_at=4_000_000_000)

    def note(self, seat: Seat, decision: Any) -> None:
        """What an agent did may be taken back."""
        if decision.action:
            self.undoable.append((seat, decision.ticket.number, decision.action.id))


@contextmanager
def crowded(desk: Desk, seed: int) -> Iterator[Crowd]:
    """A desk with four members and some labels, on which whatever `seed` brings is to happen."""
    for name in ("Bo Marsh", "Cy Dunn", "Di Okafor"):
        desk.add_member(name, f"{name[:2].lower()}@acme.example", "agent")
    with desk.ports.enter("acme"):
        for label in LABELS:
            desk.ports.settings.put("acme", Label(label, label.removeprefix("l_"), "#112233"))
    with desk.ports.open("acme") as room:
        members = room.workspace.members.values()
        actors = [Actor(ActorKind.AGENT, member.id, member.name) for member in members]
        yield Crowd(desk.ports, room, random.Random(seed), actors)
