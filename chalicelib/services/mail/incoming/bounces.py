"""Delivery reports that come as mails: they find the mail they are about, and change nothing else on its ticket."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from chalicelib.domain.events import SYSTEM, EventType
from chalicelib.domain.idempotency import AlreadyFiledError
from chalicelib.domain.mail.failures import address_is_dead
from chalicelib.domain.mail.jobs import DETAIL_LENGTH, JobKey, JobState, MailJob
from chalicelib.domain.tickets import converse, links
from chalicelib.domain.tickets.decision import Decision, Moment
from chalicelib.domain.tickets.links import Purpose
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.mail import Bounce, clues
from chalicelib.services.mail.incoming.case import MailCase
from chalicelib.services.mail.outgoing.handing import settle
from chalicelib.services.mail.own_ids import own_reply_token
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.access import find_ticket
from chalicelib.services.tickets.commands import Receipt, carry_out
from chalicelib.services.tickets.family import primary_of

NEWEST = 20
"""Messages that are looked through for the one that a report without an id is about."""


def note_bounce(case: MailCase) -> int | None:
    """The ticket whose mail the report is about, its delivery noted; None for what is no report, or about no mail of
    ours. A delay is an event alone: the mail may still arrive."""
    bounce = case.mail.bounce
    if bounce is None or case.mail.verdicts.get("virus") == "fail":
        return None
    found = (_job_of(case, message_id) for message_id in _ids(case, bounce))
    job = next(filter(None, found), None) or _job_by_reference(case, bounce)
    if job is None:
        return None
    if case.mail.kind == "bounce":
        dead = address_is_dead(bounce.status, bounce.detail)
        settle(case.desk, case.room, job, JobState.BOUNCED, detail=bounce.detail or bounce.status, dead=dead)
    elif case.mail.kind == "complaint":
        settle(case.desk, case.room, job, JobState.COMPLAINED)
    elif job.key.number is not None:
        told = {"address": job.address, "detail": bounce.detail[:DETAIL_LENGTH]}
        _note_event(case, job.key.number, EventType.MAIL_DELAYED, told)
    return job.key.number


def _note_event(case: MailCase, number: int, event: EventType, told: Mapping[str, str]) -> None:
    """Once for each report, however often it comes."""

    def decide(ticket: Ticket, moment: Moment) -> Decision[Ticket]:
        return converse.heard(ticket, event, told, moment)

    seat = Seat(case.desk, case.room, SYSTEM)
    with suppress(AlreadyFiledError):
        carry_out(seat, number, Ticket, decide, receipt=Receipt(seen=case.seen), patient=True, on_merged=True)


def _ids(case: MailCase, bounce: Bounce) -> list[str]:
    """Ids of mails that may be ours, the surest first: of the returned mail, then of what the report answers."""
    answered = (case.mail.in_reply_to, *reversed(case.mail.references))
    return list(dict.fromkeys(filter(None, (bounce.message_id, *reversed(bounce.references), *answered))))


def _job_by_reference(case: MailCase, bounce: Bounce) -> MailJob | None:
    """The newest reply on the ticket that the subject names to somebody on it whom the report is from, or about.

    Anybody knows the reference, so a report whose sender's domain disowns it finds nothing by it.
    """
    if case.may_be_another_desks() or case.identity.contradicted:
        return None
    named = {*bounce.recipients, case.sender}
    for number in clues(case.mail, prefix=case.room.workspace.prefix).references:
        ticket = find_ticket(case.room, number, Ticket)
        people = [person.id for person in links.everybody(ticket) if person.address in named] if ticket else []
        if ticket and people:
            return _newest_job(case, primary_of(case.room, ticket).number, people)
    return None


def _newest_job(case: MailCase, number: int, people: list[str]) -> MailJob | None:
    for message in case.room.timeline.newest_public(number, NEWEST, case.desk.clock.now()):
        action = case.room.timeline.action_of(number, message.id) if message.delivery.keys() & set(people) else None
        keys = [_key(case, number, f"{action.id}.{person}") for person in people] if action else []
        if job := next(filter(None, map(case.desk.jobs.get, keys)), None):
            return job
    return None


def _job_of(case: MailCase, message_id: str) -> MailJob | None:
    """The mail job behind an id of ours: the stable one, which carries a secret, or the one the carrier gave."""
    token = links.parse(own_reply_token(message_id) or "")
    action_id = message_id.partition("@")[0].rpartition(".")[2].upper()
    if token:
        ticket = find_ticket(case.room, token.number, Ticket)
        if ticket is None or not links.holder(case.room.workspace.id, ticket, token, Purpose.REPLY):
            return None
        keys = [_key(case, number, f"{action_id}.{token.recipient_id}") for number in _numbers(case, token.number)]
    else:
        sent = case.room.repeats.sent(message_id)
        keys = [_key(case, number, sent[1]) for number in _numbers(case, sent[0])] if sent else []
    return next(filter(None, map(case.desk.jobs.get, keys)), None)


def _key(case: MailCase, number: int, job_id: str) -> JobKey:
    return JobKey(id=job_id, workspace=case.room.workspace.id, number=number)


def _numbers(case: MailCase, number: int) -> list[int]:
    """A mail to somebody of a merged ticket is a job of the primary."""
    ticket = find_ticket(case.room, number, Ticket)
    return list(dict.fromkeys([number, primary_of(case.room, ticket).number])) if ticket else []
