"""What a command has to say to the reports: the difference that it made to where a ticket stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.events import Action, ActorKind, EventType
from chalicelib.domain.facts import FactKind, ReportFact, taken_back
from chalicelib.domain.reports.days import Zones
from chalicelib.domain.reports.standing import Judged, TicketStanding, standing
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.ticket import Ticket

_IN = frozenset({FactKind.REOPENED, FactKind.RETURNED})
_OUT = frozenset({FactKind.SOLVED, FactKind.LEFT})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportStep:
    """One action, and where its ticket stood before it (None for a new one) and after it.

    `former` are the facts of what it takes back; `answer` told of the answer that counts then.
    """

    action: Action
    before: TicketStanding | None
    after: TicketStanding
    former: Sequence[ReportFact] = ()
    answer: Action | None = None


def facts_of(decision: Decision[Ticket], zones: Zones) -> tuple[ReportFact, ...]:
    """Return what a decision tells the reports; nothing where nothing is stored for others to read."""
    if decision.action is None:
        return ()
    former = decision.undone or decision.former
    step = ReportStep(
        action=decision.action,
        before=standing(decision.before) if decision.before else None,
        after=standing(decision.ticket),
        former=former.facts or () if former else (),
        answer=decision.answer,
    )
    return tuple(facts_of_step(step, zones))


def facts_of_step(step: ReportStep, zones: Zones) -> Iterator[ReportFact]:
    yield from _filed(step, zones)
    yield from _moved(step, zones)
    yield from _answered(step, zones)
    yield from _rated(step, zones)


def _filed(step: ReportStep, zones: Zones) -> Iterator[ReportFact]:
    """An arrival counts as what its ticket is now, and as nothing while that is spam."""
    before, after = step.before, step.after
    was = before.filed if before else None
    if was == after.filed:
        return
    for subject, sign in ((was, -1), (after.filed, 1)):
        if subject is not None:
            kind, local = FactKind.REFILED if before else FactKind.ARRIVED, zones.local(after.created_at)
            day = local.date()
            yield ReportFact(kind=kind, day=day, subject=subject, sign=sign, hour=local.hour, arrived=day)


def _moved(step: ReportStep, zones: Zones) -> Iterator[ReportFact]:
    """Into the backlog, or out of it. What takes back such a move is none of its own."""
    before, after = step.before, step.after
    was = before.open if before else not after.spam
    if was == after.open:
        return
    undone = [fact for fact in step.former if fact.kind in (_IN if was else _OUT) and fact.sign > 0]
    if undone:
        yield from map(taken_back, undone)
        return
    kind = _way_out(after) if was else FactKind.RETURNED if before and before.away else FactKind.REOPENED
    day, arrived = zones.day(step.action.at), zones.day(after.created_at)
    fact = ReportFact(kind=kind, day=day, subject=after.subject, member=after.assignee_id, arrived=arrived)
    yield _as_solved(fact, step) if kind is FactKind.SOLVED else fact


def _way_out(after: TicketStanding) -> FactKind:
    return FactKind.LEFT if after.away else FactKind.SOLVED


def _as_solved(fact: ReportFact, step: ReportStep) -> ReportFact:
    solved, actor = step.after.solved, step.action.actor
    by = fact.member or (actor.id if actor.kind is ActorKind.AGENT else None)
    wall = _seconds(step.after.created_at, step.action.at)
    return _as_judged(replace(fact, member=by, wall=wall), solved)


def _as_judged(fact: ReportFact, judged: Judged | None) -> ReportFact:
    return replace(fact, business=judged.business, met=judged.met) if judged else fact


def _answered(step: ReportStep, zones: Zones) -> Iterator[ReportFact]:
    """An agent's reply; whether it was the first, or an answer that was waited for, the clock knows."""
    before, after, action = step.before, step.after, step.action
    by_agent = action.actor.kind is ActorKind.AGENT
    if by_agent and EventType.AGENT_REPLIED in action.types():
        yield ReportFact(kind=FactKind.REPLIED, day=zones.day(action.at), subject=after.subject, member=action.actor.id)
    if EventType.REPLY_WITHDRAWN in action.types():
        yield from (taken_back(fact) for fact in step.former if fact.kind is FactKind.REPLIED)
    answers = (
        (FactKind.FIRST, before.first if before else None, after.first),
        (FactKind.NEXT, before.next if before else None, after.next),
    )
    for kind, was, now in answers:
        if (was.at if was else None) == (now.at if now else None):
            continue
        yield from (taken_back(fact) for fact in step.former if fact.kind is kind and fact.sign > 0)
        if now:
            answer = step.answer or action
            known = (fact.subject for fact in answer.facts or () if fact.kind is FactKind.REPLIED)
            subject, by = next(known, after.subject), answer.actor.id
            wall = _seconds(after.created_at, now.at) if kind is FactKind.FIRST else None
            fact = ReportFact(kind=kind, day=zones.day(now.at), subject=subject, member=by, wall=wall)
            yield _as_judged(fact, now)


def _rated(step: ReportStep, zones: Zones) -> Iterator[ReportFact]:
    """A rating. Rated anew, the earlier one never was."""
    rating = step.after.rating
    if rating is None or rating == (step.before.rating if step.before else None):
        return
    yield from (taken_back(fact) for fact in step.former if fact.kind is FactKind.RATED and fact.sign > 0)
    yield ReportFact(
        kind=FactKind.RATED,
        day=zones.day(rating.at),
        subject=step.after.subject,
        member=step.after.assignee_id,
        score=rating.score,
        commented=rating.commented,
    )


def _seconds(since: datetime, until: datetime) -> int:
    return max(0, int((until - since).total_seconds()))
