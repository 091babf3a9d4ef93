"""A desk in memory: the services' own ports over dictionaries, to try thousands of commands in seconds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from chalicelib.domain.events import Action
from chalicelib.domain.idempotency import ConflictError, Once, SeenMail
from chalicelib.domain.paging import Page
from chalicelib.domain.people.people import Contact, Member, Role
from chalicelib.domain.settings.workspace import Label, Mailbox, Workspace
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.message import PublicMessage, Said, SendState
from chalicelib.domain.tickets.planned import ScheduledReply
from chalicelib.domain.tickets.ticket import DescribedTicket, Opening, T, Ticket
from chalicelib.services.ports import Desk, Room

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
ANA = Member(id="m_ana", name="Ana K.", email="ana@acme.example", role=Role.ADMIN, can_delete=True)
BO = Member(id="m_bo", name="Bo Marsh", email="bo@acme.example", role=Role.AGENT)
LABELS = ("l_red", "l_blue", "l_green")


def workspace() -> Workspace:
    return Workspace(
        id="acme",
        name="Acme Support",
        mailboxes=(Mailbox("support@acme.example", "Acme Support"),),
        members={member.id: member for member in (ANA, BO)},
        labels={label: Label(label, label, "#112233") for label in LABELS},
    )


@dataclass
class Clock:
    at: datetime = START

    def now(self) -> datetime:
        return self.at

    def advance(self, span: timedelta) -> None:
        self.at += span


@dataclass
class Tickets:
    """Tickets and their time lines. `decided` is everything that was ever stored, in its order."""

    stored: dict[int, DescribedTicket] = field(default_factory=dict)
    lines: dict[int, dict[str, Said | Action]] = field(default_factory=lambda: defaultdict(dict))
    former: dict[tuple[int, str], tuple[str, ...]] = field(default_factory=lambda: defaultdict(tuple))
    waiting: dict[tuple[int, str], ScheduledReply] = field(default_factory=dict)
    decided: list[Decision[Ticket]] = field(default_factory=list)
    numbers: Any = field(default_factory=lambda: count(1))

    def next_number(self) -> int:
        number: int = next(self.numbers)
        return number

    def get(self, number: int, kind: type[T], *, consistent: bool = True) -> T | None:
        ticket = self.stored.get(number)
        return kind(**{one.name: getattr(ticket, one.name) for one in fields(kind)}) if ticket else None

    def opening(self, number: int) -> Opening:
        return self.stored[number].opening

    def commit(
        self,
        decisions: Sequence[Decision[Ticket]],
        *,
        new_contact: object = None,
        contact: object = None,
        once: Once | None = None,
        seen: SeenMail | None = None,
    ) -> None:
        for decision in decisions:
            now = self.stored.get(decision.ticket.number)
            if (now.version if now else None) != (decision.before.version if decision.before else None):
                raise ConflictError
            if decision.withdrawn and self._held(decision.withdrawn, decision.ticket.number) is not SendState.HELD:
                raise ConflictError
        for decision in decisions:
            self._store(decision)

    def entries(self, number: int) -> list[Said | Action]:
        return [entry for _, entry in sorted(self.lines[number].items())]

    def _held(self, reply: PublicMessage, number: int) -> SendState:
        entry = self.lines[number][reply.id]
        assert isinstance(entry, PublicMessage)
        return entry.send_state

    def _store(self, decision: Decision[Ticket]) -> None:
        number, kept = decision.ticket.number, decision.ticket
        if not isinstance(kept, DescribedTicket):
            read = {one.name: getattr(kept, one.name) for one in fields(Ticket)}
            kept = DescribedTicket(**read, description=self.stored[number].description)
        self.stored[number] = kept
        for entry in (decision.said, decision.action):
            if entry:
                assert entry.id not in self.lines[number]
                self.lines[number][entry.id] = entry
        if decision.undone and decision.action:
            undone = replace(decision.undone, undone_by=decision.action.id)
            self.lines[number][undone.id] = undone
        if decision.edited:
            was, edited = decision.edited
            self.former[number, was.id] = (*self.former[number, was.id], was.body)
            self.lines[number][edited.id] = edited
        if decision.planning and decision.planning.reply:
            self.waiting[number, decision.planning.id] = decision.planning.reply
        if decision.planning and decision.planning.sent:
            del self.waiting[number, decision.planning.id]
        if decision.withdrawn:
            gone = replace(decision.withdrawn, send_state=SendState.WITHDRAWN)
            self.lines[number][gone.id] = gone
        if decision.split:
            message_id, into = decision.split
            message = self.lines[number][message_id]
            assert isinstance(message, PublicMessage)
            self.lines[number][message_id] = replace(message, split_into=into)
        if decision.joined:
            message_id, _ = decision.joined
            message = self.lines[number][message_id]
            assert isinstance(message, PublicMessage)
            self.lines[number][message_id] = replace(message, split_into=None)
        self.decided.append(decision)


@dataclass(frozen=True)
class Later:
    tickets: Tickets

    def several(self, number: int, reply_ids: Sequence[str]) -> dict[str, ScheduledReply]:
        kept = self.tickets.waiting
        return {one: kept[number, one] for one in reply_ids if (number, one) in kept}


@dataclass(frozen=True)
class Timeline:
    tickets: Tickets

    def page(
        self, number: int, limit: int, after: str | None, newest_first: bool, *, consistent: bool = False
    ) -> Page[Said | Action]:
        shown = [entry for entry in self._all(number) if not (isinstance(entry, Action) and entry.silent)]
        if newest_first:
            shown = [entry for entry in reversed(shown) if after is None or entry.id <= after]
        else:
            shown = [entry for entry in shown if after is None or entry.id >= after]
        return Page(shown[:limit], shown[limit - 1].id if len(shown) > limit else None)

    def public_page(self, number: int, limit: int, after: str | None, now: datetime) -> Page[PublicMessage]:
        said = [entry for entry in self._all(number) if isinstance(entry, PublicMessage)]
        page = [entry for entry in said if after is None or entry.id > after]
        readable = [entry for entry in page[:limit] if entry.may_be_read(now)]
        return Page(readable, page[limit - 1].id if len(page) > limit else None)

    def public_message(self, number: int, message_id: str) -> PublicMessage | None:
        entry = self.tickets.lines[number].get(message_id)
        return entry if isinstance(entry, PublicMessage) else None

    def action(self, number: int, action_id: str) -> Action | None:
        entry = self.tickets.lines[number].get(action_id)
        return entry if isinstance(entry, Action) else None

    def action_of(self, number: int, message_id: str) -> Action | None:
        actions = (entry for entry in self._all(number) if isinstance(entry, Action))
        return next((action for action in actions if action.message_id == message_id), None)

    def release(self, number: int, message_id: str) -> bool:
        entry = self.public_message(number, message_id)
        if entry is None or entry.send_state is SendState.WITHDRAWN:
            return False
        self.tickets.lines[number][message_id] = replace(entry, send_state=SendState.RELEASED)
        return True

    def _all(self, number: int) -> list[Said | Action]:
        return self.tickets.entries(number)


@dataclass(frozen=True)
class Contacts:
    """Everybody has one, called as their address is."""

    def by_address(self, address: str) -> Contact:
        return Contact(id=f"c_{address.partition('@')[0]}", name=address, addresses=(address,))


@dataclass(frozen=True)
class Batches:
    kept: dict[str, tuple[str, Sequence[int]]] = field(default_factory=dict)

    def add(self, batch_id: str, actor_id: str, numbers: Sequence[int]) -> None:
        self.kept[batch_id] = (actor_id, numbers)

    def get(self, batch_id: str) -> tuple[str, Sequence[int]] | None:
        return self.kept.get(batch_id)


def _unused(*_: Any, **__: Any) -> Any:
    raise AssertionError("nothing here should ask for that")


def make() -> tuple[Desk, Room, Tickets, Clock]:
    """A desk, its one room, what is stored in it, and its clock."""
    clock, tickets, numbers = Clock(), Tickets(), count(1)

    def new_id(at: datetime) -> str:
        return f"{int(at.timestamp() * 1000):013d}-{next(numbers):06d}"

    ports: dict[str, Any] = dict.fromkeys(Desk.__dataclass_fields__, _unused)
    desk = Desk(**{**ports, "clock": clock, "new_id": new_id, "random_bytes": lambda size: b"k" * size})
    parts: dict[str, Any] = dict.fromkeys(Room.__dataclass_fields__, _unused)
    made = {"workspace": workspace(), "tickets": tickets, "timeline": Timeline(tickets), "contacts": Contacts()}
    made["batches"], made["later"] = Batches(), Later(tickets)
    room = Room(**{**parts, **made})
    return desk, room, tickets, clock
