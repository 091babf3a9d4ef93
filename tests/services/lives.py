"""Whatever may be done to three tickets of two customers, by the services. What is refused changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import Action, Actor, ActorKind
from chalicelib.domain.people.people import Participant
from chalicelib.domain.sla.clock import STOPPED
from chalicelib.domain.tickets.create import NewTicket
from chalicelib.domain.tickets.fields import Changes
from chalicelib.domain.tickets.links import contact_recipient_id, everybody
from chalicelib.domain.tickets.message import Said
from chalicelib.domain.tickets.ticket import DescribedTicket, Ticket
from chalicelib.domain.vocabulary import Channel, Source, Status
from chalicelib.services.people.contacts import WhoWrites
from chalicelib.services.ports import Desk, Room
from chalicelib.services.seat import Seat
from chalicelib.services.tickets import access, agents, customers, lifecycle
from chalicelib.services.tickets import merge as merging
from chalicelib.services.tickets.withdraw import undo_reply

CUSTOMERS = ("maya@example.com", "noor@example.com")
AGENTS = (Actor(ActorKind.AGENT, "m_ana", "Ana K."), Actor(ActorKind.AGENT, "m_bo", "Bo Marsh"))
SECRET = "for members alone"


@dataclass
class Life:
    """A desk with three tickets: two of one customer, and one of another.

    `entries` gives all that is stored of a ticket's time line, actions it doesn't show included, in their order.
    """

    desk: Desk
    room: Room
    entries: Callable[[int], list[Said | Action]]
    numbers: list[int] = field(default_factory=list)
    replies: list[tuple[int, int, str]] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    said: int = 0

    def begin(self) -> None:
        for owner, participants in ((0, ("ops@example.com",)), (0, ("boss@example.com",)), (1, ("kim@example.com",))):
            self._create(CUSTOMERS[owner], participants)

    def _create(self, email: str, participants: tuple[str, ...]) -> None:
        new = NewTicket(
            title=f"Matter of {email}",
            channel=Channel.PORTAL,
            source=Source.PORTAL,
            description=f"opened by {email}",
            participants=tuple(map(Participant, participants)),
        )
        actor = Actor(ActorKind.CUSTOMER, None, email)
        made = agents.create_ticket(Seat(self.desk, self.room, actor), new, WhoWrites(email=email, name=email))
        self.numbers.append(made.number)

    def seat(self, actor: Actor) -> Seat:
        return Seat(self.desk, self.room, actor)

    def ticket(self, number: int) -> Ticket:
        found = self.room.tickets.get(number, DescribedTicket)
        assert found is not None
        return found

    def try_to(self, name: str, act: Callable[[], Any]) -> Any:
        """Carry out a command. A refused one leaves every ticket as it was."""
        before = [self.ticket(number) for number in self.numbers]
        try:
            done = act()
        except DeskError as refusal:
            self.refused[refusal.code] += 1
            assert before == [self.ticket(number) for number in self.numbers]
            return None
        self.done[name] += 1
        return done

    def reply(self, which: int, who: int, hold: int, status: Status | None) -> str | None:
        self.said += 1
        number = self.numbers[which]
        act = partial(agents.reply, hold=timedelta(seconds=hold), status=status)
        said = self.try_to("reply", lambda: act(self.seat(AGENTS[who]), number, f"answer {self.said}").said)
        if said:
            self.replies.append((number, who, said.id))
        return said.id if said else None

    def note(self, which: int, who: int) -> None:
        number = self.numbers[which]
        self.try_to("note", lambda: agents.add_note(self.seat(AGENTS[who]), number, SECRET))

    def hear(self, which: int) -> None:
        """The customer writes. A closed ticket opens another one, which isn't followed any further."""
        self.said += 1
        ticket = self.ticket(self.numbers[which])
        assert ticket.contact is not None
        author = Actor(ActorKind.CUSTOMER, contact_recipient_id(ticket.contact.id), str(ticket.contact.email))
        message = customers.CustomerMessage(body=f"words {self.said}", channel=Channel.EMAIL, source=Source.EMAIL)
        self.try_to("hear", lambda: customers.say(self.seat(author), ticket.number, message))

    def change(self, which: int, who: int, changes: Changes) -> None:
        number = self.numbers[which]
        self.try_to("change", lambda: agents.change_ticket(self.seat(AGENTS[who]), number, changes))

    def act(self, name: str, which: int, who: int) -> None:
        calls: dict[str, Callable[..., Ticket]] = {
            "resolve": partial(lifecycle.resolve, resolution="Restarted it", estimate=4, notify=True),
            "escalate": partial(lifecycle.escalate, reason="They lose orders"),
            "archive": lifecycle.archive,
            "restore": lifecycle.restore,
        }
        number = self.numbers[which]
        self.try_to(name, lambda: calls[name](self.seat(AGENTS[who]), number=number))

    def merge(self, primary: int, duplicate: int, *, across: bool = True) -> bool:
        numbers = self.numbers[primary], self.numbers[duplicate]
        call = partial(merging.merge, across_contacts=across)
        return bool(self.try_to("merge", lambda: call(self.seat(AGENTS[0]), *numbers)))

    def unmerge(self, primary: int, duplicate: int) -> bool:
        numbers = self.numbers[primary], self.numbers[duplicate]
        return bool(self.try_to("unmerge", lambda: merging.unmerge(self.seat(AGENTS[0]), *numbers)))

    def undo(self, which: int, who: int) -> None:
        if self.replies:
            number, _, reply = self.replies[which % len(self.replies)]
            self.try_to("undo", lambda: undo_reply(self.seat(AGENTS[who]), number, reply))

    def rate(self, which: int, score: int) -> None:
        ticket = self.ticket(self.numbers[which])
        visit = access.Visit(ticket, everybody(ticket)[0], proven=True)
        self.try_to("rate", lambda: customers.rate(self.desk, self.room, visit, score, ""))

    def every_number(self) -> list[int]:
        """The three, and those that messages on closed ones opened."""
        return [*self.numbers, *(one for number in self.numbers for one in self.ticket(number).follow_ups)]


def forgetting_when(ticket: Ticket) -> Ticket:
    """The ticket without what every change leaves behind, nor the instants that a moment of standing moves."""
    still = replace(ticket, clock=STOPPED, look_at=None)
    return replace(still, version=0, updated_at=ticket.created_at, last_at=ticket.created_at)
