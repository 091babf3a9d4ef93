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
from chalicelib.services.mail.incoming.case import MailCase
from chalicelib.services.mail.outgoing.deliver import settle
from chalicelib.services.mail.own_ids import own_reply_token
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.access import find_ticket
from chalicelib.services.tickets.commands import Receipt, carry_out
from chalicelib.services.tickets.family import primary_of


def note_bounce(case: MailCase) -> int | None:
    """The ticket whose mail the report is about, its delivery noted; None for what is no report, or about no mail of
    ours. A delay is an event alone: the mail may still arrive."""
    bounce = case.mail.bounce
    if bounce is None or case.mail.verdicts.get("virus") == "fail":
        return None
    ids = [*((bounce.message_id,) if bounce.message_id else ()), *reversed(bounce.references)]
    job = next(filter(None, (_job_of(case, message_id) for message_id in ids)), None)
    if job is None:
        return None
    if case.mail.kind == "bounce":
        dead = address_is_dead(bounce.status, bounce.detail)
        settle(case.desk, case.room, job, JobState.BOUNCED, detail=bounce.detail or bounce.status, dead=dead)
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
