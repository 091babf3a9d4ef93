"""Tickets, people and moments to try the rules on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.people.people import ContactRef, Member, Participant, Role
from chalicelib.domain.tickets import change, create
from chalicelib.domain.tickets.create import NewTicket
from chalicelib.domain.tickets.decision import Decision, Moment
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.vocabulary import Channel, Source, Status

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KEY = bytes(range(32))

ANA = Member(id="m_ana", name="Ana K.", email="ana@acme.example", role=Role.AGENT)
BO = Member(id="m_bo", name="Bo L.", email="bo@acme.example", role=Role.AGENT)
CY = Member(id="m_cy", name="Cy M.", email="cy@acme.example", role=Role.ADMIN)
VI = Member(id="m_vi", name="Vi N.", email="vi@acme.example", role=Role.VIEWER)
TEAM = {member.id: member for member in (ANA, BO, CY, VI)}

MAYA = ContactRef("c_maya", "Maya Osei", "maya@example.com")
OPS = Participant("ops@example.com", "Ops")

BY_ANA = Actor(ActorKind.AGENT, "m_ana", "Ana K.")
BY_CY = Actor(ActorKind.AGENT, "m_cy", "Cy M.")
BY_MAYA = Actor(ActorKind.CUSTOMER, None, "Maya Osei")


def ids() -> Callable[[datetime], str]:
    """Ids that sort by their instant, as ULIDs do, and are told apart by a number."""
    numbers = count(1)
    return lambda at: f"{int(at.timestamp() * 1000):013d}-{next(numbers):06d}"


_new_id = ids()


def moment(actor: Actor = BY_ANA, after: timedelta = timedelta(0)) -> Moment:
    """`after` the morning that everything begins on."""
    return Moment(actor, MORNING + after, _new_id)


def opened(actor: Actor = BY_MAYA, **differing: Any) -> Decision:
    """A new ticket of Maya's, with `differing` fields of NewTicket."""
    new = NewTicket(title="Checkout", channel=Channel.PORTAL, source=Source.PORTAL, contact=MAYA)
    return create.create(replace(new, **differing), 7, KEY, moment(actor))


def ticket(status: Status = Status.OPEN, **fields: Any) -> Ticket:
    """A ticket in that status, with `fields` as they are to be."""
    made = opened().ticket
    if status is not Status.OPEN:
        made = change.change(made, {"status": status}, moment()).ticket
    return replace(made, **fields)
