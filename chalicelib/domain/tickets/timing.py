"""Keeps the SLA clock of a ticket right: what a command made of the ticket is applied to its clock, in one place.

Every decision ends here, so a rule that changes a status or a priority need not know that there is a clock.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from chalicelib.domain.events import ActorKind
from chalicelib.domain.settings.workspace import Workspace
from chalicelib.domain.sla import clock as sla_clock
from chalicelib.domain.sla import state, undo
from chalicelib.domain.sla.business_hours import ALWAYS, BusinessHours
from chalicelib.domain.sla.clock import SlaClock
from chalicelib.domain.sla.policies import SlaPolicy, for_priority
from chalicelib.domain.tickets.message import MessageKind, PublicMessage, Said
from chalicelib.domain.tickets.ticket import TicketSummary
from chalicelib.domain.vocabulary import Status

T = TypeVar("T", bound=TicketSummary)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promises:
    """A workspace's promises, and its hours. `auto_close` is how long after it was resolved a ticket closes by itself,
    None for never."""

    policies: tuple[SlaPolicy, ...] = ()
    hours: BusinessHours = ALWAYS
    auto_close: timedelta | None = None

    @classmethod
    def of(cls, workspace: Workspace) -> Promises:
        days = workspace.auto_close_days
        return cls(
            policies=tuple(workspace.policies.values()),
            hours=workspace.hours,
            auto_close=None if days is None else timedelta(days=days),
        )

    def policy(self, priority: str) -> SlaPolicy | None:
        return for_priority(self.policies, priority)


NONE = Promises()


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A command's part in the conversation. `answered_at` is when the answer was given that counts once `withdrawn`
    is taken back."""

    said: Said | None = None
    withdrawn: PublicMessage | None = None
    answered_at: datetime | None = None


SILENCE = Talk()
TRASH_TIME = timedelta(days=30)
"""How long a deleted ticket can be brought back."""


def timed(before: TicketSummary | None, after: T, promises: Promises, talk: Talk) -> T:
    """`after` with its clock as it is once this happened. `before` is None for a new ticket.

    What a message does happens when it is said, a moment before the time line tells of the rest.
    """
    hours, at = promises.hours, talk.said.at if talk.said else after.last_at
    if before is None:
        clock = sla_clock.started(promises.policy(after.priority), hours, after.created_at)
    else:
        clock = sla_clock.hours_changed(before.clock, hours, at)
        if before.priority is not after.priority:
            clock = sla_clock.priority_changed(clock, promises.policy(after.priority), hours, at)
    clock = _heard(clock, talk, hours, at)
    clock = sla_clock.followed(clock, _stands_as(after), hours, at, away=is_away(after))
    return with_clock(after, clock, promises)


def untimed(
    ticket: T, former: SlaClock, since: datetime, promises: Promises, at: datetime, *, paused: bool, promised: bool
) -> T:
    """`ticket` with the clock that it would have if a change had not moved the `former` one at `since`. What else stops
    the watch by now goes on doing so."""
    clock = undo.undone(ticket.clock, former, since, promises.hours, at, paused=paused, promised=promised)
    clock = sla_clock.followed(clock, _stands_as(ticket), promises.hours, at, away=is_away(ticket))
    return with_clock(ticket, clock, promises)


def retimed(ticket: T, promises: Promises, at: datetime) -> T:
    """The ticket by promises that changed at about that time: its instants by the new hours, its closing by the new
    number of days."""
    return with_clock(ticket, sla_clock.hours_changed(ticket.clock, promises.hours, at), promises)


def with_clock(ticket: T, clock: SlaClock, promises: Promises) -> T:
    """The ticket with that clock, and with when somebody has to look at it next."""
    return replace(ticket, clock=clock, look_at=due(ticket, clock, promises))


def looked_at_later(ticket: T, earliest: datetime) -> T:
    """The same, but nobody has to look at it before that: what was just done to it may be undone."""
    return replace(ticket, look_at=max(ticket.look_at, earliest)) if ticket.look_at else ticket


def due(ticket: TicketSummary, clock: SlaClock, promises: Promises) -> datetime | None:
    """Return when the tick has to come: a target is crossed, a resolved ticket closes by itself, a snoozed one wakes,
    or a deleted one is gone for good; None for never."""
    if ticket.is_deleted and ticket.deleted_at:
        return ticket.deleted_at + TRASH_TIME
    if is_away(ticket):
        return None
    if ticket.status is Status.RESOLVED and ticket.resolved_at:
        return ticket.resolved_at + promises.auto_close if promises.auto_close else None
    crossing = state.next_due(clock)
    ahead = (crossing.at if crossing else None, ticket.snoozed_until if ticket.is_snoozed else None)
    return min((at for at in ahead if at), default=None)


def is_away(ticket: TicketSummary) -> bool:
    """Archived, spam, deleted, or merged into another, whose clock counts."""
    return ticket.archived_at is not None or ticket.merged_into is not None or ticket.is_hushed


def _stands_as(ticket: TicketSummary) -> str:
    """The status that the stopwatch goes by: what is snoozed waits."""
    return Status.WAITING if ticket.is_snoozed else ticket.status


def _heard(clock: SlaClock, talk: Talk, hours: BusinessHours, at: datetime) -> SlaClock:
    """Notes say nothing to the clock, and neither does what no person wrote."""
    if talk.withdrawn:
        return sla_clock.reply_withdrawn(clock, talk.withdrawn.at, hours, at, talk.answered_at)
    match talk.said:
        case PublicMessage(kind=MessageKind.AGENT_REPLY) as reply if reply.author.kind is ActorKind.AGENT:
            return sla_clock.agent_replied(clock, hours, reply.at)
        case PublicMessage(kind=MessageKind.CUSTOMER_MESSAGE) as message:
            return sla_clock.customer_replied(clock, hours, message.at)
        case _:
            return clock
