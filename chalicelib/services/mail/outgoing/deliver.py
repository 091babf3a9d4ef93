"""Sending a mail job exactly once, as far as the world allows, and learning how far the mail got."""

from __future__ import annotations

import json
import time

from chalicelib.domain.errors import DeskError
from chalicelib.domain.idempotency import SeenMail
from chalicelib.domain.mail.jobs import (
    JobKey,
    JobState,
    Mail,
    MailBusyError,
    MailJob,
    MailRefusedError,
    MailSenderError,
)
from chalicelib.domain.tickets.message import SendState
from chalicelib.services.mail.outgoing.account_mail import account_mail
from chalicelib.services.mail.outgoing.draft import Draft
from chalicelib.services.mail.outgoing.links_mail import links_mail
from chalicelib.services.mail.outgoing.ticket_mail import ticket_mail
from chalicelib.services.people.contacts import mark_address
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import ticket_by_number
from chalicelib.services.tickets.family import duplicates_of

SENT = "sent"
"""In the place of a content's digest, for a mail of ours that is known by its id alone."""
_WITH_A_REASON = (JobState.BOUNCED, JobState.FAILED)
"""Only the news that bring such a state know why, and they come again until they are noted."""
_FINAL = frozenset({JobState.SENT, JobState.DELIVERED, JobState.BOUNCED, JobState.FAILED, JobState.WITHDRAWN})


class LeasedError(Exception):
    """Another worker has the job, or had it when it was cut off: come back when the lease has run out."""


class EarlyError(Exception):
    """The reply can still be taken back: come back in a few seconds."""


def deliver(desk: Desk, key: JobKey) -> None:
    """Send the mail of a job, unless it is out already.

    Raises LeasedError, EarlyError or MailBusyError for what has to be tried again later. A worker that dies between the
    carrier's acceptance and our note of it leaves a lease behind; the carrier's own `Send` event settles the job
    within that time.
    """
    if key.workspace is None:
        _deliver(desk, None, key)
        return
    with desk.open(key.workspace) as room:
        _deliver(desk, room, key)


def note_delivery(desk: Desk, key: JobKey, state: JobState, carrier_id: str = "", detail: str = "") -> None:
    """What the carrier says of a mail. Events come unordered and more than once: a job only ever moves on."""
    if key.workspace is None or key.number is None:
        desk.jobs.settle(key, state, carrier_id or None)
        return
    with desk.open(key.workspace) as room:
        settle(desk, room, key, state, carrier_id, detail)


def _deliver(desk: Desk, room: Room | None, key: JobKey) -> None:
    job = desk.jobs.get(key)
    if job is None or job.state in _FINAL:
        return
    if not desk.jobs.claim(key, time.time()):
        raise LeasedError(key.id)
    if room and not _may_go_out(desk, room, job):
        desk.jobs.settle(key, JobState.WITHDRAWN)
        return
    _hand_over(desk, room, job)


def _may_go_out(desk: Desk, room: Room, job: MailJob) -> bool:
    """Whether the reply it carries was not taken back; from here on it can't be. Raises EarlyError while it may be.

    Who would read it by a merged ticket of his own gets nothing when the two were parted while the reply was held.
    """
    if job.message_id is None or job.key.number is None:
        return True
    reply = room.timeline.public_message(job.key.number, job.message_id)
    if reply is None or reply.send_state is SendState.WITHDRAWN:
        return False
    if job.link_number and reply.visible_at and not _is_merged_into(room, job.link_number, job.key.number):
        return False
    if reply.send_state is SendState.RELEASED:
        return True
    if not reply.may_be_read(desk.clock.now()):
        desk.jobs.release(job.key)
        raise EarlyError(job.key.id)
    return room.timeline.release(job.key.number, job.message_id)


def _is_merged_into(room: Room, duplicate: int, primary: int) -> bool:
    family = ticket_by_number(room, primary, described=False)
    return duplicate in {one.number for one in duplicates_of(room, family)}


def _mail(desk: Desk, room: Room | None, job: MailJob, by_default: bool = False) -> Mail | None:
    if room is None:
        return account_mail(desk, job)
    if job.key.number is None:
        return links_mail(desk, room, job)
    try:
        ticket = ticket_by_number(room, job.link_number or job.key.number)
    except DeskError:
        return None
    return ticket_mail(Draft(desk, room, job, ticket, by_default))


def _hand_over(desk: Desk, room: Room | None, job: MailJob) -> None:
    """Give the mail to the carrier and note what came of it; nothing to send settles the job as failed."""
    from chalicelib.mail.writing.compose import AddressError

    try:
        mail = _mail(desk, room, job)
        if mail is None:
            note_delivery(desk, job.key, JobState.FAILED)
            return
        carrier_id = _send(desk, room, job, mail)
    except MailBusyError:
        desk.jobs.release(job.key)
        raise
    except (AddressError, MailRefusedError) as refusal:
        note_delivery(desk, job.key, JobState.FAILED, detail=str(refusal))
        return
    note_delivery(desk, job.key, JobState.SENT, carrier_id)


def _send(desk: Desk, room: Room | None, job: MailJob, mail: Mail) -> str:
    """Where SES doesn't take mail from the ticket's own mailbox, because its domain is not verified, the answer goes
    out from the desk's sender rather than wait until it is."""
    try:
        return desk.post.send(mail.raw, mail.sender, job.address, tags(job.key))
    except MailSenderError:
        other = _mail(desk, room, job, by_default=True)
        if other is None or other.sender == mail.sender:
            raise
        return desk.post.send(other.raw, other.sender, job.address, tags(job.key))


def settle(desk: Desk, room: Room, key: JobKey, state: JobState, carrier_id: str = "", detail: str = "") -> None:
    """Note how far a mail about a ticket got; `detail` says why it failed. A bounce for good marks the address, a later
    mail that arrives there takes the mark away.

    In this order, so that being cut off anywhere and called again ends the same: the settled job comes last but one,
    and what the message shows is read back from it."""
    assert key.number is not None
    job = desk.jobs.get(key)
    if job is None:
        return
    if carrier_id and not job.ses_id:
        wire_id = f"{carrier_id}@{desk.post.id_domain}"
        known_to_reader = job.link_number or key.number
        room.repeats.remember(
            SeenMail(message_id=wire_id, content_digest=SENT, number=known_to_reader, entry_id=key.id)
        )
    moved = desk.jobs.settle(key, state, carrier_id or None)
    if state is JobState.BOUNCED or (moved and state is JobState.DELIVERED):
        mark_address(room, job.address, undeliverable=state is JobState.BOUNCED)
    if job.message_id and job.person_id:
        now = desk.jobs.get(key)
        assert now is not None
        if now.state is state or now.state not in _WITH_A_REASON:
            room.timeline.set_delivery(key.number, job.message_id, job.person_id, now.state, detail)


def tags(key: JobKey) -> dict[str, str]:
    """The job in the carrier's tags, so that its events find it. Values may have letters, digits, `_-.@` (SES)."""
    number = str(key.number) if key.number is not None else None
    named = {"workspace": key.workspace, "ticket": number, "job": key.id}
    return {name: value for name, value in named.items() if value is not None}


def job_of_tags(values: dict[str, str]) -> JobKey | None:
    """The other way round; None for a mail that wasn't a job of ours."""
    job = values.get("job")
    if job is None:
        return None
    number = int(values["ticket"]) if "ticket" in values else None
    return JobKey(id=job, workspace=values.get("workspace"), number=number)


def key_of_message(body: str) -> JobKey:
    """The job that a message of the mail queue names."""
    return JobKey(**json.loads(body))
