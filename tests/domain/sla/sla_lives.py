"""Any life of a ticket, for the laws: commands in any order, at any time, each followed by the ticket's status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import strategies as st

from chalicelib.domain.sla import clock as sla_clock
from chalicelib.domain.sla import state
from chalicelib.domain.sla.business_hours import ALWAYS, BusinessHours
from chalicelib.domain.sla.clock import SlaClock
from chalicelib.domain.sla.policies import SlaPolicy
from chalicelib.domain.sla.state import Crossing
from tests.domain.sla.business_samples import at, weekdays

STATUSES = ("open", "in_progress", "waiting", "resolved", "closed")
BERLIN = weekdays("Europe/Berlin", (9, 12), (13, 17))
BEGIN = at("2026-03-26T08:00Z")

policies = st.none() | st.builds(
    SlaPolicy,
    id=st.just("p_1"),
    priority=st.just("high"),
    first_response_minutes=st.integers(1, 600),
    resolution_minutes=st.integers(1, 3000),
    next_response_minutes=st.none() | st.integers(1, 300),
    pause_on_waiting=st.booleans(),
)
calendars = st.sampled_from([ALWAYS, BERLIN, BusinessHours(zone="Europe/Berlin")])


@dataclass(frozen=True)
class Command:
    """What happens after so many milliseconds."""

    name: str
    wait: int
    value: object = None


def _commands(name: str, values: st.SearchStrategy[object]) -> st.SearchStrategy[Command]:
    return st.builds(Command, st.just(name), st.integers(1, 2 * 24 * 3600 * 1000), values)


commands = st.lists(
    st.one_of(
        _commands("agent_replied", st.none()),
        _commands("customer_replied", st.none()),
        _commands("status", st.sampled_from(STATUSES)),
        _commands("away", st.booleans()),
        _commands("priority", policies),
        _commands("withdrawn", st.none()),
        _commands("tick", st.none()),
    ),
    max_size=12,
)


@dataclass
class Life:
    """A ticket's clock on its way. `ran` are the spans in which it should have run; `told` every notice."""

    hours: BusinessHours
    clock: SlaClock
    now: datetime = BEGIN
    status: str = "open"
    away: bool = False
    replied_at: datetime | None = None
    ran: list[tuple[datetime, datetime]] = field(default_factory=list)
    told: list[Crossing] = field(default_factory=list)

    @classmethod
    def of(cls, policy: SlaPolicy | None, hours: BusinessHours) -> Life:
        return cls(hours, sla_clock.started(policy, hours, BEGIN))

    def lives(self, happenings: Sequence[Command]) -> Life:
        for command in happenings:
            self.happens(command)
        return self

    def happens(self, command: Command) -> None:
        before, self.now = self.now, self.now + timedelta(milliseconds=command.wait)
        if self.should_run:
            self.ran.append((before, self.now))
        self._apply(command)
        self.clock = sla_clock.followed(self.clock, self.status, self.hours, self.now, away=self.away)

    @property
    def should_run(self) -> bool:
        pauses = self.clock.policy is None or self.clock.policy.pause_on_waiting
        stands = {"resolved", "closed", "waiting"} if pauses else {"resolved", "closed"}
        return not self.away and self.status not in stands

    def _apply(self, command: Command) -> None:
        match command.name:
            case "agent_replied":
                self.clock, self.replied_at = sla_clock.agent_replied(self.clock, self.hours, self.now), self.now
            case "customer_replied":
                self.clock = sla_clock.customer_replied(self.clock, self.hours, self.now)
            case "status":
                self.status = str(command.value)
            case "away":
                self.away = bool(command.value)
            case "priority":
                policy = command.value if isinstance(command.value, SlaPolicy) else None
                self.clock = sla_clock.priority_changed(self.clock, policy, self.hours, self.now)
            case "withdrawn" if self.replied_at:
                self.clock = sla_clock.reply_withdrawn(self.clock, self.replied_at, self.hours, self.now)
            case "tick":
                crossings = state.crossed(self.clock, self.now)
                self.clock = state.told(self.clock, crossings)
                self.told += crossings
