"""Filling the demo workspace: its newest tickets by way of the services, each step at its own moment in the past, and
before them, if that is wanted, a long past that is written at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from chalicelib.adapters.clock import SystemClock
from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.mail.jobs import JobState
from chalicelib.domain.people.people import Member, Role
from chalicelib.domain.people.permissions import SCOPES, Permission
from chalicelib.domain.settings.saved_views import View
from chalicelib.domain.settings.workspace import CannedResponse, Label
from chalicelib.domain.sla.policies import SlaPolicy
from chalicelib.domain.tickets.create import NewTicket
from chalicelib.domain.tickets.fields import Changes
from chalicelib.domain.tickets.message import PublicMessage, Said
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.vocabulary import Channel, Priority, Status, TicketType
from chalicelib.services.people.contacts import WhoWrites
from chalicelib.services.ports import Desk, Room
from chalicelib.services.seat import Seat
from chalicelib.services.settings import create_workspace, parts
from chalicelib.services.sla import tick
from chalicelib.services.tickets import agents, customers, lifecycle
from chalicelib.storage.check import Books
from chalicelib.storage.table.keys import Keys
from chalicelib.storage.table.long_texts import Texts
from infra.local.demo import people
from infra.local.demo.history.sent import Put
from infra.local.demo.model import SOURCES, DemoTicket, Step, label_id
from infra.local.demo.tickets import TICKETS

_TICK_SECONDS = 60

_KEY_MAY = tuple(sorted(SCOPES - {Permission.MEMBERS_WRITE}))
"""All but inviting people: a key with all rights would be told to every admin by mail."""


def seed(desk: Desk, put: Put | None = None) -> str:
    """Make the demo workspace with everything in it, and return the secret of an API key. `put` writes the items of its
    past; without, it has none but its newest tickets'."""
    create_workspace.create_workspace(desk, people.WORKSPACE, people.NAME, people.SUPPORT)
    members = {key: _member(desk, member) for key, member in people.MEMBERS.items()}
    with desk.open(people.WORKSPACE):
        desk.settings.put(people.WORKSPACE, *_labels(), *_policies(), *_canned_responses())
    books = Books(Keys(people.WORKSPACE), Texts(desk.files, people.WORKSPACE))
    with desk.open(people.WORKSPACE) as room, _moving(desk) as clock:
        _share_views(desk, room, members["ana"])
        today, numbers = clock.offset, _numbers(desk, room, put)
        for ticket, number in zip(TICKETS, numbers, strict=True):
            books.draw_beyond(number - 1)
            _Story(desk, room, clock, members, ticket, today).tell()
    tick.tick(desk, _TICK_SECONDS)  # what became due in the past, lest it rain mails a minute after the start
    return create_workspace.create_api_key(desk, people.WORKSPACE, people.API_KEY_NAME, _KEY_MAY)


def _numbers(desk: Desk, room: Room, put: Put | None) -> Sequence[int]:
    """Write the past, and return the numbers that it leaves to the newest tickets: they go by when each was made."""
    if put is None:
        return range(1, len(TICKETS) + 1)
    from infra.local.demo.history.write import write_history  # cold start: a desk without a past doesn't need it

    now = desk.clock.now()
    return write_history(desk, room, put, [now - ticket.ago for ticket in TICKETS])


def _member(desk: Desk, member: people.DemoMember) -> Member:
    made = create_workspace.add_member(
        desk,
        people.WORKSPACE,
        member.name,
        member.email,
        Role(member.role),
        can_delete=member.can_delete,
        invited_by=None,
    )
    desk.identity.set_password(member.email, people.PASSWORD)
    return made


def _labels() -> Iterator[Label]:
    return (Label(label_id(key), name, color) for key, (name, color) in people.LABELS.items())


def _policies() -> Iterator[SlaPolicy]:
    for priority, (first_response, resolution) in people.POLICIES.items():
        yield SlaPolicy(
            id=f"p_{priority}",
            priority=priority,
            first_response_minutes=first_response,
            resolution_minutes=resolution,
        )


def _share_views(desk: Desk, room: Room, by: Member) -> None:
    for name, filters in people.VIEWS.items():
        view = View(id=parts.new_id(desk, "v"), name=name, owner_id=by.id, shared=True, filters=filters)
        parts.add(Seat(desk, room, Actor(ActorKind.AGENT, by.id, by.name)), view, None)


def _canned_responses() -> Iterator[CannedResponse]:
    return (CannedResponse(f"r_{number}", name, body) for number, (name, body) in enumerate(people.CANNED.items(), 1))


@contextmanager
def _moving(desk: Desk) -> Iterator[SystemClock]:
    """The desk's clock to be moved about; afterwards it shows again what it showed."""
    clock = desk.clock
    assert isinstance(clock, SystemClock)
    before = clock.offset
    try:
        yield clock
    finally:
        clock.offset = before


@dataclass(slots=True)
class _Story:
    """One demo ticket, told step by step."""

    desk: Desk
    room: Room
    clock: SystemClock
    members: dict[str, Member]
    written: DemoTicket
    today: timedelta
    """The time that the clock is moved by when nothing is told."""

    def tell(self) -> None:
        then = self.written.ago
        self._go_back(then)
        ticket = self._create()
        for step in self.written.steps:
            then -= step.after
            self._go_back(then)
            self._take(step, ticket)

    def _go_back(self, span: timedelta) -> None:
        self.clock.offset = self.today - span

    def _create(self) -> Ticket:
        written, contact = self.written, people.CONTACTS[self.written.customer]
        new = NewTicket(
            title=written.title,
            description=written.text,
            type=TicketType(written.type),
            priority=Priority(written.priority),
            channel=Channel(written.channel),
            source=SOURCES[written.channel],
            assignee_id=self._member_id(written.assignee),
            label_ids=tuple(map(label_id, written.labels)),
        )
        by_phone = written.channel == "phone"
        actor = self._agent(written.assignee or "ana") if by_phone else Actor(ActorKind.CUSTOMER, None, contact.name)
        return agents.create_ticket(
            Seat(self.desk, self.room, actor), new, WhoWrites(email=contact.email, name=contact.name)
        )

    def _take(self, step: Step, ticket: Ticket) -> None:
        desk, room, number = self.desk, self.room, ticket.number
        match step.kind:
            case "message":
                customers.say(self._customers_seat(ticket), number, self._words(step.text, ticket))
            case "reply":
                status = Status(step.status) if step.status else None
                replied = agents.reply(Seat(desk, room, self._agent(step.by)), number, step.text, status=status)
                self._delivered(number, replied.said)
            case "note":
                agents.add_note(Seat(desk, room, self._agent(step.by)), number, step.text)
            case "resolve":
                lifecycle.resolve(Seat(desk, room, self._agent(step.by)), number, step.text, None, notify=True)
            case "escalate":
                lifecycle.escalate(Seat(desk, room, self._agent(step.by)), number, step.text)
            case "change":
                agents.change_ticket(Seat(desk, room, self._agent(step.by)), number, self._changes(step))

    def _delivered(self, number: int, said: Said | None) -> None:
        """No mail of the past is sent, so no event will tell that it arrived."""
        assert isinstance(said, PublicMessage)
        for recipient in said.delivery:
            self.room.timeline.set_delivery(number, said.id, recipient, JobState.DELIVERED, at=said.at)

    def _customers_seat(self, ticket: Ticket) -> Seat:
        assert ticket.contact is not None
        return Seat(self.desk, self.room, Actor(ActorKind.CUSTOMER, ticket.contact.id, ticket.contact.name))

    def _words(self, text: str, ticket: Ticket) -> customers.CustomerMessage:
        return customers.CustomerMessage(body=text, channel=ticket.channel, source=ticket.source)

    def _changes(self, step: Step) -> Changes:
        changes: dict[str, Any] = {}
        if step.status:
            changes["status"] = Status(step.status)
        if step.priority:
            changes["priority"] = Priority(step.priority)
        if step.assignee:
            changes["assignee_id"] = self._member_id(step.assignee)
        if step.labels is not None:
            changes["label_ids"] = tuple(map(label_id, step.labels))
        return changes

    def _agent(self, key: str) -> Actor:
        member = self.members[key]
        return Actor(ActorKind.AGENT, member.id, member.name)

    def _member_id(self, key: str | None) -> str | None:
        return self.members[key].id if key else None
