"""Whether it is the contact who asked: a form, a widget and many a mail prove nothing of it."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import Change, Event, EventType
from chalicelib.domain.people.identity import Grounds, Standing
from chalicelib.domain.tickets.decision import Decision, Moment, decide
from chalicelib.domain.tickets.ticket import T


def vouch(ticket: T, moment: Moment) -> Decision[T]:
    """Take a member's word that the contact of this ticket wrote it. Of one that is beyond doubt nothing is noted."""
    return _settled(ticket, Standing.PROVEN, Grounds.VOUCHED, moment)


def answer(ticket: T, mine: bool, moment: Moment) -> Decision[T]:
    """Take what the holder of a mailed link says of it by a button: that they wrote it, or that they didn't.

    What a member vouched for stays so. Raises DeskError `forbidden` where nothing was asked.
    """
    if ticket.requester is None:
        raise DeskError("forbidden", "There is nothing to confirm about this request.")
    if ticket.requester.why is Grounds.VOUCHED:
        return Decision(ticket, ticket, None)
    standing, why = (Standing.PROVEN, Grounds.CONFIRMED) if mine else (Standing.CONTRADICTED, Grounds.DENIED)
    return _settled(ticket, standing, why, moment)


def _settled(ticket: T, standing: Standing, why: Grounds, moment: Moment) -> Decision[T]:
    requester = ticket.requester
    if requester is None or (requester.standing is standing and requester.proven):
        return Decision(ticket, ticket, None)
    if requester.why is why:
        return Decision(ticket, ticket, None)
    after = replace(ticket, requester=replace(requester, standing=standing, why=why))
    event = EventType.REQUESTER_VERIFIED if standing is Standing.PROVEN else EventType.REQUESTER_DENIED
    told = {"requester": Change(requester.why.value, why.value)}
    decision = decide(ticket, after, [Event(event, told)], moment.after(ticket.last_at), moment)
    assert decision.action is not None
    return replace(decision, action=replace(decision.action, recipients=()))
