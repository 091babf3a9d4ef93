"""The forty demo tickets as the assistant reads them, made without a desk: by their number, the oldest first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from chalicelib.assistant.case import Case, Inside
from chalicelib.assistant.suggestions import Around
from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.people.people import Member, Role
from chalicelib.domain.settings.workspace import CannedResponse
from chalicelib.domain.tickets.message import InternalNote, MessageKind, PublicMessage
from chalicelib.domain.vocabulary import Priority, Status, TicketType
from infra.local.demo import people
from infra.local.demo.model import DemoTicket, Step
from infra.local.demo.tickets import TICKETS

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
CANNED = tuple(
    CannedResponse(f"r_{number}", name, body) for number, (name, body) in enumerate(people.CANNED.items(), 1)
)
MEMBERS = tuple(
    Member(id=f"m_{key}", name=one.name, email=one.email, role=Role(one.role)) for key, one in people.MEMBERS.items()
)


@dataclass
class _Telling:
    """What became of a ticket so far."""

    written: DemoTicket
    status: Status = Status.OPEN
    priority: str = ""
    assignee: str | None = None
    resolution: str | None = None
    messages: list[PublicMessage] = field(default_factory=list)
    notes: list[InternalNote] = field(default_factory=list)

    def take(self, step: Step, at: datetime) -> None:
        entry = f"{at:%Y%m%d%H%M%S}"
        author = Actor(ActorKind.CUSTOMER if step.by == "customer" else ActorKind.AGENT, step.by, step.by)
        match step.kind:
            case "message":
                self._say(entry, at, MessageKind.CUSTOMER_MESSAGE, author, step.text)
                self.status = Status.OPEN if self.status in (Status.WAITING, Status.RESOLVED) else self.status
            case "reply":
                self._say(entry, at, MessageKind.AGENT_REPLY, author, step.text)
                self.status = Status.IN_PROGRESS if self.status is Status.OPEN else self.status
            case "note":
                self.notes.append(InternalNote(id=entry, at=at, author=author, body=step.text))
            case "resolve":
                self.status, self.resolution = Status.RESOLVED, step.text
            case "escalate":
                self.priority = "urgent"
        self.status = Status(step.status) if step.status else self.status
        self.priority = step.priority or self.priority
        self.assignee = step.assignee or self.assignee

    def _say(self, entry: str, at: datetime, kind: MessageKind, author: Actor, body: str) -> None:
        self.messages.append(PublicMessage(id=entry, at=at, kind=kind, author=author, body=body))


def _inside(number: int, written: DemoTicket) -> Inside:
    told = _Telling(written, priority=written.priority, assignee=written.assignee)
    at = NOW - written.ago
    for step in written.steps:
        at += step.after
        told.take(step, at)
    case = Case(
        ref=f"TKT-{number:04d}",
        title=written.title,
        description=written.text,
        status=told.status,
        priority=Priority(told.priority),
        type=TicketType(written.type),
        customer=people.CONTACTS[written.customer].name,
        customer_id=f"c_{written.customer}",
        assignee=people.MEMBERS[told.assignee].name if told.assignee else "",
        assignee_id=f"m_{told.assignee}" if told.assignee else None,
        created_at=NOW - written.ago,
        language="en",
        messages=tuple(told.messages),
        resolution=told.resolution,
    )
    return Inside(case=case, notes=tuple(told.notes))


DEMO = {number: _inside(number, written) for number, written in enumerate(TICKETS, 1)}


def around(inside: Inside | None = None) -> Around:
    """The demo desk, asked by Ana about a ticket, with nothing like it there: all of its matters are different ones."""
    me = next(one for one in MEMBERS if one.id == "m_ana")
    looked_into = inside is not None and bool(inside.notes)
    return Around(members=MEMBERS, me=me, canned=CANNED, similar=(), now=NOW, looked_into=looked_into)
