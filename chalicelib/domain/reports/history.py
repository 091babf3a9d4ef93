"""What happened to a ticket before there were reports, worked out from its actions.

Those say what changed, and the ticket what it came to: going backwards gives where it stood before each. How long
answers and solutions took is known of those that its clock still tells of; of others, by the hours and the
promises of today.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.events import Action, ActorKind, Event, EventType
from chalicelib.domain.facts import ReportFact
from chalicelib.domain.reports.days import Zones
from chalicelib.domain.reports.facts import ReportStep, facts_of_step
from chalicelib.domain.reports.standing import SOLVED, Judged, Rating, TicketStanding, standing
from chalicelib.domain.sla.business_hours import BusinessHours, elapsed
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.vocabulary import Status

_PUT_AWAY: Mapping[EventType, tuple[str, bool]] = {
    EventType.ARCHIVED: ("archived", True),
    EventType.RESTORED: ("archived", False),
    EventType.MERGED_INTO: ("merged", True),
    EventType.UNMERGED_FROM: ("merged", False),
    EventType.SPAM: ("spam", True),
    EventType.NOT_SPAM: ("spam", False),
    EventType.DELETED: ("deleted", True),
    EventType.RECOVERED: ("deleted", False),
}
"""Where an event puts a ticket, or brings it back from."""


def facts_of_history(
    ticket: Ticket, actions: Sequence[Action], hours: BusinessHours
) -> Iterator[tuple[Action, tuple[ReportFact, ...]]]:
    """Yield each of a ticket's actions, given in order, with its facts: those it has, or what they must have been."""
    zones, known = Zones.of(hours), {action.id: action.facts or () for action in actions}
    teller = _Teller(ticket, hours)
    before: TicketStanding | None = None
    for action, (bare, runs) in zip(actions, _standings(ticket, actions), strict=True):
        teller.passed(action.at)
        after = teller.told(before, bare, action)
        teller.runs = runs
        if action.facts is None:
            step = ReportStep(
                action=action, before=before, after=after, former=known.get(_taken_back(action, actions), ())
            )
            known[action.id] = tuple(facts_of_step(step, zones))
        yield action, known[action.id]
        before = after


@dataclass(slots=True)
class _Fields:
    """A ticket's fields as its events name them, and where it was put away."""

    values: dict[str, Any]
    away: dict[str, bool] = field(default_factory=dict)


def _standings(ticket: Ticket, actions: Sequence[Action]) -> list[tuple[TicketStanding, bool]]:
    """Where the ticket stood after each action, without what clock and customer say, and whether the clock ran."""
    now = standing(ticket)
    subject = now.subject
    fields = _Fields(
        {
            "priority": subject.priority,
            "type": subject.type,
            "channel": subject.channel,
            "label_ids": list(subject.label_ids),
            "contact": subject.contact_id,
            "status": ticket.status.value,
            "assignee_id": ticket.assignee_id,
        },
        {
            "archived": ticket.archived_at is not None,
            "merged": ticket.merged_into is not None,
            "spam": now.spam,
            "deleted": ticket.is_deleted,
        },
    )
    pauses = ticket.clock.policy is None or ticket.clock.policy.pause_on_waiting
    found: list[tuple[TicketStanding, bool]] = []
    for action in reversed(actions):
        stood = _standing(now, fields)
        found.append((stood, stood.open and not (pauses and fields.values["status"] == Status.WAITING)))
        for event in reversed(action.events):
            _back(fields, event)
    return found[::-1]


def _standing(now: TicketStanding, fields: _Fields) -> TicketStanding:
    values = fields.values
    subject = replace(
        now.subject,
        priority=values["priority"],
        type=values["type"],
        channel=values["channel"],
        contact_id=values["contact"],
        label_ids=tuple(values["label_ids"]),
    )
    return replace(
        now,
        subject=subject,
        spam=fields.away["spam"],
        away=any(fields.away.values()),
        done=values["status"] in SOLVED,
        assignee_id=values["assignee_id"],
        first=None,
        next=None,
        solved=None,
        rating=None,
    )


def _back(fields: _Fields, event: Event) -> None:
    """The fields as they were before an event."""
    for name, change in event.changes.items():
        if name == "contact":
            fields.values[name] = change.before["id"] if change.before else None
        elif name in fields.values:
            fields.values[name] = change.before
    if event.type in _PUT_AWAY:
        place, there = _PUT_AWAY[event.type]
        fields.away[place] = not there


@dataclass(slots=True)
class _Teller:
    """Adds to where a ticket stood how it was answered, solved, rated. `spent` is what it showed at `since`."""

    ticket: Ticket
    hours: BusinessHours
    runs: bool = True
    spent: timedelta = timedelta(0)
    since: datetime | None = None

    def passed(self, at: datetime) -> None:
        """Let the clock go on until then."""
        if self.runs:
            self.spent += elapsed(self.hours, self.since or self.ticket.created_at, at)
        self.since = at

    def told(self, before: TicketStanding | None, after: TicketStanding, action: Action) -> TicketStanding:
        return replace(
            after,
            first=before.first if before and before.first else self._first(action),
            next=self._next(action) or (before.next if before else None),
            solved=self._solved(before, after, action),
            rating=self._rating(action) or (before.rating if before else None),
        )

    def _first(self, action: Action) -> Judged | None:
        answered_at = self.ticket.first_responded_at
        if answered_at is None or action.at < answered_at or not _is_answer(action):
            return None
        if self.ticket.clock.first.done_at == answered_at:
            return standing(self.ticket).first
        return self._measured(answered_at, self._minutes("first_response_minutes"))

    def _next(self, action: Action) -> Judged | None:
        waited = self.ticket.clock.next
        if waited is None or waited.done_at is None or action.at < waited.done_at or not _is_answer(action):
            return None
        return standing(self.ticket).next

    def _solved(self, before: TicketStanding | None, after: TicketStanding, action: Action) -> Judged | None:
        if not after.done or (before and before.done):
            return before.solved if after.done and before else None
        done_at = self.ticket.clock.resolution.done_at
        is_last = done_at is not None and abs((done_at - action.at).total_seconds()) < 1
        if is_last:
            return standing(self.ticket).solved
        return self._measured(action.at, self._minutes("resolution_minutes"))

    def _rating(self, action: Action) -> Rating | None:
        score = next((e.changes["score"].after for e in action.events if e.type is EventType.RATED), None)
        if score is None:
            return None
        holds = self.ticket.csat.rated_at == action.at
        return Rating(score, holds and self.ticket.csat.comment is not None, action.at)

    def _minutes(self, promise: str) -> int | None:
        policy = self.ticket.clock.policy
        return getattr(policy, promise) if policy else None

    def _measured(self, at: datetime, minutes: int | None) -> Judged:
        met = None if minutes is None else self.spent < timedelta(minutes=minutes)
        return Judged(at, int(self.spent.total_seconds()), met)


def _is_answer(action: Action) -> bool:
    return action.actor.kind is ActorKind.AGENT and EventType.AGENT_REPLIED in action.types()


def _taken_back(action: Action, actions: Sequence[Action]) -> str:
    """The id of what an action undoes, withdraws or says anew."""
    if action.undoes:
        return action.undoes
    types = action.types()
    if EventType.REPLY_WITHDRAWN in types:
        said = (one for one in actions if one.message_id == action.message_id and _is_answer(one))
        return next((one.id for one in said), "")
    if EventType.RATED in types:
        earlier = [one.id for one in actions if EventType.RATED in one.types() and one.id < action.id]
        return earlier[-1] if earlier else ""
    return ""
