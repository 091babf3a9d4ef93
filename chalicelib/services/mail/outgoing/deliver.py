"""Sending a mail job exactly once, as far as the world allows, and learning how far the mail got."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from enum import StrEnum

from chalicelib.domain.mail.jobs import (
    TELLS_OF_A_CHANGE,
    AboutAccount,
    AboutLinks,
    AboutTicket,
    AboutWeek,
    JobKey,
    JobState,
    LetterKind,
    Mail,
    MailJob,
)
from chalicelib.domain.notices.notices import LETTERS_TO_MEMBERS
from chalicelib.domain.tickets.message import ForwardedNote, Mailed, SendState
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.mail.outgoing.account_mail import account_mail
from chalicelib.services.mail.outgoing.collect import deliver_collected
from chalicelib.services.mail.outgoing.confirmations import may_be_sent, note_confirmation
from chalicelib.services.mail.outgoing.draft import read_ticket_mail
from chalicelib.services.mail.outgoing.handing import (
    FINAL,
    EarlyError,
    LeasedError,
    check_not_early,
    hand_over,
    settle,
)
from chalicelib.services.mail.outgoing.held import HeldError, keep
from chalicelib.services.mail.outgoing.links_mail import links_mail
from chalicelib.services.mail.outgoing.news import is_news
from chalicelib.services.mail.outgoing.ticket_mail import ticket_mail
from chalicelib.services.mail.outgoing.weekly import reader_of
from chalicelib.services.mail.outgoing.weekly_mail import weekly_mail
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import ticket_by_number
from chalicelib.services.tickets.family import duplicates_of

_PUT_BACK = 900
"""Seconds until it is looked at again: as long as the queue can keep it to itself."""


class _LaterReleaseError(Exception):
    """Only a later release knows what is to be sent, or when."""


class Came(StrEnum):
    """The outcomes of a mail that are to be counted."""

    PUT_BACK = "put_back"
    FAILED = "failed"


def deliver(desk: Desk, key: JobKey) -> Came | None:
    """Send the mail of a job, unless it is out already. One that only a later release can judge is put back, for as
    often as it takes. So is, without a word, what a suspended workspace has to send. Return that it was put back, or
    given up, None for all else.

    Raises LeasedError or EarlyError for what has to be tried again later, HeldError for what will be. A worker that
    dies between the carrier's acceptance and our note of it leaves a lease behind; the carrier's own `Send` event
    settles the job within that time.
    """
    try:
        if key.workspace is None:
            return _deliver(desk, None, key)
        with desk.open(key.workspace) as room:
            if not room.workspace.is_suspended:
                return _deliver(desk, room, key)
            desk.mail_queue.put([key], _PUT_BACK)
            return None
    except _LaterReleaseError:
        desk.mail_queue.put([key], _PUT_BACK)
        return Came.PUT_BACK


def note_delivery(
    desk: Desk, key: JobKey, state: JobState, carrier_id: str = "", detail: str = "", *, dead: bool = False
) -> bool:
    """Store what the carrier says of a mail. Events come unordered and more than once: a job only ever moves on.
    `dead` says that nobody is at the address.

    Return whether so many confirmations have bounced that they stop with this one.
    """
    if key.workspace is None or key.number is None:
        desk.jobs.settle(key, state, carrier_id or None)
        return False
    with desk.open(key.workspace) as room:
        job = desk.jobs.get(key)
        moved = job is not None and settle(desk, room, job, state, carrier_id, detail, dead=dead)
        return moved and job is not None and note_confirmation(desk, room, job, state)


def _deliver(desk: Desk, room: Room | None, key: JobKey) -> Came | None:
    try:
        return Came.FAILED if _send(desk, room, key) is JobState.FAILED else None
    except HeldError as held:
        keep(desk, room, key, held)
        raise


def _send(desk: Desk, room: Room | None, key: JobKey) -> JobState | None:
    if room and deliver_collected(desk, room, key):
        return None
    job = desk.jobs.claim(key, time.time())
    if job is None:
        _check_nothing_to_do(desk, room, key)
        return None
    if job.kind not in set(LetterKind):
        desk.jobs.release(key)
        raise _LaterReleaseError
    reply = _reply_of(room, job)
    if room and not _may_go_out(desk, room, job, reply):
        desk.jobs.settle(key, JobState.WITHDRAWN)
        return None
    came_to = hand_over(desk, room, job, _mails(desk, room, job, reply))
    if room and came_to is JobState.SENT:
        note_confirmation(desk, room, job, JobState.SENT)
    return came_to


def _check_nothing_to_do(desk: Desk, room: Room | None, key: JobKey) -> None:
    """Raise LeasedError unless the job that couldn't be claimed is settled or gone, or waits in a way we don't know.

    That one failed may have been noted with the job alone when its worker was cut off: it is told once more.
    """
    job = desk.jobs.get(key)
    if job is not None and job.state is JobState.FAILED:
        settle(desk, room, job, JobState.FAILED, detail=job.detail)
    if job is not None and job.state not in set(JobState):
        raise _LaterReleaseError
    if job is not None and job.state not in FINAL:
        raise LeasedError(key.id)


def _reply_of(room: Room | None, job: MailJob) -> Mailed | None:
    """Read the message, or the forward, that the mail carries, for all that is to be known of it."""
    if room is None or job.key.number is None or not isinstance(job.about, AboutTicket) or not job.about.message_id:
        return None
    if job.kind is LetterKind.FORWARD:
        said = room.timeline.entry(job.key.number, job.about.message_id)
        return said if isinstance(said, ForwardedNote) else None
    return room.timeline.public_message(job.key.number, job.about.message_id)


def _may_go_out(desk: Desk, room: Room, job: MailJob, reply: Mailed | None) -> bool:
    """Whether the reply it carries was not taken back; from here on it can't be. Raises EarlyError while it may be.

    Who would read it by a merged ticket of their own gets nothing when the two were parted while the reply was held.
    Nor does a confirmation go out while those are stopped.
    """
    if not may_be_sent(room, job) or not _is_there(desk, room, job):
        return False
    number, about = job.key.number, job.about
    if number is None or not isinstance(about, AboutTicket):
        return True
    if about.message_id is None:
        if job.kind in TELLS_OF_A_CHANGE:
            check_not_early(desk, room, job)
        return is_news(desk, room, job)
    if isinstance(reply, ForwardedNote):
        return True
    if reply is None or reply.send_state is SendState.WITHDRAWN:
        return False
    if about.link_number and reply.visible_at and not _is_merged_into(room, about.link_number, number):
        return False
    if reply.send_state is SendState.RELEASED:
        return True
    if not reply.may_be_read(desk.clock.now()):
        desk.jobs.release(job.key)
        raise EarlyError(job.key.id) if reply.send_state is SendState.HELD else _LaterReleaseError
    return room.timeline.release(number, about.message_id)


def _is_there(desk: Desk, room: Room, job: MailJob) -> bool:
    """Whether a member whom a mail is for hasn't left; one that we haven't met is looked up."""
    if isinstance(job.about, AboutWeek):
        return reader_of(desk, room, job, job.about) is not None
    if job.kind not in LETTERS_TO_MEMBERS:
        return True
    member = room.workspace.members.get(job.key.person_id)
    if member is None:
        fresh = desk.settings.load(room.workspace.id, fresh=True)
        member = fresh.members.get(job.key.person_id) if fresh else None
    return member is not None and member.active


def _is_merged_into(room: Room, duplicate: int, primary: int) -> bool:
    family = ticket_by_number(room, primary, Ticket)
    return duplicate in {one.number for one in duplicates_of(room, family, Ticket)}


def _mails(desk: Desk, room: Room | None, job: MailJob, reply: Mailed | None) -> Iterator[Mail]:
    about = job.about
    if isinstance(about, AboutAccount):
        yield from account_mail(desk, job, about)
    elif room and isinstance(about, AboutLinks):
        yield from links_mail(desk, room, job, about)
    elif room and isinstance(about, AboutWeek):
        yield from weekly_mail(desk, room, job, about)
    elif room and isinstance(about, AboutTicket):
        mail = read_ticket_mail(desk, room, job, about, reply)
        yield from ticket_mail(desk.secrets, mail) if mail else ()


def job_of_tags(values: dict[str, str]) -> JobKey | None:
    """The other way round; None for a mail that wasn't a job of ours."""
    job = values.get("job")
    if job is None:
        return None
    number = int(values["ticket"]) if "ticket" in values else None
    return JobKey(id=job, workspace=values.get("workspace"), number=number)


def key_of_message(body: str) -> JobKey:
    """The job that a message of the mail queue names."""
    named = json.loads(body)
    return JobKey(id=named["id"], workspace=named.get("workspace"), number=named.get("number"))
