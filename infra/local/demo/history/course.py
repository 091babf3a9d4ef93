"""The course of a ticket: commands at instants of the past, each decided by the desk's own rules.

Between two commands the tick comes as it would have come: every minute, when something is due.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.domain.events import SYSTEM, Actor, ActorKind
from chalicelib.domain.tickets import change, family, merge, tick
from chalicelib.domain.tickets.create import NewTicket, create
from chalicelib.domain.tickets.decision import Decision, Moment
from chalicelib.domain.tickets.ticket import DescribedTicket, Ticket
from chalicelib.domain.tickets.timing import Promises
from chalicelib.domain.vocabulary import Status

Rule = Callable[[DescribedTicket, Moment], Decision[Ticket]]
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Office:
    """All that tickets of the past have in common: the times that were promised, and a maker of ids."""

    promises: Promises
    new_id: Callable[[datetime], str]

    def moment(self, actor: Actor, at: datetime) -> Moment:
        """Return a moment of the past. Who answers what is nobody's takes it."""
        takes = actor.id if actor.kind is ActorKind.AGENT else None
        return Moment(actor, at, self.new_id, self.promises, takes=takes)


@dataclass(slots=True)
class Course:
    """One ticket, and everything that was decided about it so far. `joined` are those that were merged into it."""

    office: Office
    ticket: DescribedTicket
    decisions: list[Decision[Ticket]]
    joined: list[Course] = field(default_factory=list)

    @classmethod
    def opened(cls, office: Office, new: NewTicket, number: int, key: bytes, actor: Actor, at: datetime) -> Course:
        """Return the course of a ticket that is just being made."""
        made = create(new, number, key, office.moment(actor, at))
        return cls(office, made.ticket, [made])

    def take(self, at: datetime, actor: Actor, rule: Rule) -> None:
        """Carry out a command, which customers of merged tickets hear of as well."""
        self.wait(at)
        decision = rule(self.ticket, self.office.moment(actor, at))
        if self.joined:
            decision = family.told_to_family(decision, [one.ticket for one in self.joined])
        self._enter(decision)

    def absorb(self, at: datetime, actor: Actor, other: Course) -> None:
        """Merge another ticket into this one."""
        self.wait(at)
        other.wait(at)
        both = merge.merge(
            self.ticket,
            other.ticket,
            [one.ticket for one in self.joined],
            self.office.moment(actor, at),
            across_contacts=True,
        )
        self.joined.append(other)
        for course, decision in zip((self, other), both, strict=True):
            course._enter(decision)

    def wait(self, until: datetime) -> None:
        """Let the time go by."""
        while self.ticket.look_at is not None:
            at = _next_minute(self.ticket.look_at)
            if at >= until:
                return
            self._tick(self.office.moment(SYSTEM, at))

    def _tick(self, moment: Moment) -> None:
        if tick.closes(self.ticket, moment):
            self._enter(change.change(self.ticket, {"status": Status.CLOSED}, moment))
            return
        after, action = tick.crossed(self.ticket, moment)
        assert isinstance(after, DescribedTicket)
        self._enter(Decision(self.ticket, after, action))

    def _enter(self, decision: Decision[Ticket]) -> None:
        assert isinstance(decision.ticket, DescribedTicket)
        self.ticket = decision.ticket
        if decision.action:
            self.decisions.append(decision)


def _next_minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0) + _MINUTE
