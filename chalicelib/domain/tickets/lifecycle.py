"""What is done to a ticket beyond changing its fields: resolve, escalate, archive, restore, rate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.errors import DeskError, invalid
from chalicelib.domain.events import Change, Event, EventType
from chalicelib.domain.text import has_something
from chalicelib.domain.tickets.decision import Decision, Moment, decide
from chalicelib.domain.tickets.fields import changed, taken, with_status
from chalicelib.domain.tickets.ticket import Csat, Escalation, T
from chalicelib.domain.vocabulary import Priority, Status

TEXT_LENGTH = 10_000
COMMENT_LENGTH = 2_000
RATING_CHANGEABLE = timedelta(days=14)


def resolve(ticket: T, resolution: str, estimate: int | None, moment: Moment) -> Decision[T]:
    """Solved, with what the solution was. `estimate` is the agent's guess of the score, kept apart from the score."""
    _check_score("csat_estimate", estimate)
    after = resolved(ticket, resolution, moment.after(ticket.last_at))
    if estimate is not None:
        after = replace(after, csat=replace(ticket.csat, agent_estimate=estimate))
    after, assigned = taken(after, moment.takes, moment.away)
    return _decided(ticket, after, [*changed("status", ticket.status, Status.RESOLVED), *assigned], moment)


def resolved(ticket: T, resolution: str, at: datetime) -> T:
    """Return the ticket with its solution. Raises DeskError `already_resolved`."""
    if ticket.status in (Status.RESOLVED, Status.CLOSED):
        raise DeskError("already_resolved", "This ticket is resolved already.")
    _check_text("resolution", resolution, "Say how it was resolved.")
    return replace(with_status(ticket, Status.RESOLVED, at), resolution=resolution)


def solved(ticket: T, moment: Moment) -> Decision[T]:
    """Solved, says the customer. Of what is resolved or closed already they may say so as well; it changes nothing."""
    if ticket.status in (Status.RESOLVED, Status.CLOSED):
        return Decision(ticket, ticket, None)
    after = with_status(ticket, Status.RESOLVED, moment.after(ticket.last_at))
    return _decided(ticket, after, changed("status", ticket.status, Status.RESOLVED), moment)


def escalate(ticket: T, reason: str, moment: Moment) -> Decision[T]:
    """Urgent from now on, and why. Refused for what is urgent already."""
    after, told = escalated(ticket, reason, moment.after(ticket.last_at), moment)
    return _decided(ticket, after, [*changed("priority", ticket.priority, Priority.URGENT), told], moment)


def escalated(ticket: T, reason: str, at: datetime, moment: Moment) -> tuple[T, Event]:
    """Return the ticket that is urgent from now on, and what tells why. Raises DeskError `already_urgent`."""
    if ticket.priority is Priority.URGENT:
        raise DeskError("already_urgent", "This ticket is urgent already.")
    _check_text("reason", reason, "Say why this is urgent.")
    escalation = Escalation(reason, at, moment.actor.id, moment.actor.name)
    after = replace(ticket, priority=Priority.URGENT, escalation=escalation)
    return after, Event(EventType.ESCALATED, {"reason": Change(None, reason)})


def archive(ticket: T, moment: Moment) -> Decision[T]:
    """Out of every list but Archived. Archiving twice is archiving once."""
    if ticket.archived_at:
        return Decision(ticket, ticket, None)
    after = replace(ticket, archived_at=moment.after(ticket.last_at))
    return _decided(ticket, after, [Event(EventType.ARCHIVED)], moment)


def restore(ticket: T, moment: Moment) -> Decision[T]:
    if not ticket.archived_at:
        return Decision(ticket, ticket, None)
    return _decided(ticket, replace(ticket, archived_at=None), [Event(EventType.RESTORED)], moment)


def rate(ticket: T, score: int, comment: str, moment: Moment) -> Decision[T]:
    """The customer's score, 1 to 5. It can be changed for fourteen days from the first time."""
    _check_score("score", score)
    comment = comment.strip()
    if len(comment) > COMMENT_LENGTH:
        raise invalid("comment", f"The comment may have {COMMENT_LENGTH} characters at most.")
    if ticket.status not in (Status.RESOLVED, Status.CLOSED) and ticket.csat_score is None:
        raise DeskError("not_resolved", "A request can be rated once it is solved.")
    at = moment.after(ticket.last_at)
    first = ticket.csat.first_rated_at or at
    if at - first > RATING_CHANGEABLE:
        raise DeskError("rating_closed", "A rating can be changed for 14 days.")
    if (score, comment or None) == (ticket.csat_score, ticket.csat.comment):
        return Decision(ticket, ticket, None)
    csat = Csat(comment or None, at, first, ticket.csat.agent_estimate)
    after = replace(ticket, csat_score=score, csat=csat)
    event = Event(EventType.RATED, {"score": Change(ticket.csat_score, score)})
    return _decided(ticket, after, [event], moment)


def only_the_contact() -> DeskError:
    return DeskError("forbidden", "Only the person who asked can do this.")


def _decided(before: T, after: T, events: Iterable[Event], moment: Moment) -> Decision[T]:
    return decide(before, after, events, moment.after(before.last_at), moment)


def _check_text(field: str, text: str, needed: str) -> None:
    if not has_something(text):
        raise invalid(field, needed)
    if len(text) > TEXT_LENGTH:
        raise invalid(field, f"This may have {TEXT_LENGTH} characters at most.")


def _check_score(field: str, score: int | None) -> None:
    if score is not None and not 1 <= score <= 5:
        raise invalid(field, "A score is a whole number from 1 to 5.")
