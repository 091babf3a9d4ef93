"""A mail on its way: handed to the carrier, and how far it got."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from chalicelib.domain.events import Action
from chalicelib.domain.idempotency import SeenMail
from chalicelib.domain.mail.faults import SUPPRESSED, given_up
from chalicelib.domain.mail.jobs import (
    UNDELIVERED,
    AboutTicket,
    JobKey,
    JobState,
    LetterKind,
    Mail,
    MailBusyError,
    MailJob,
    MailRefusedError,
    MailSenderError,
)
from chalicelib.services.conflicts import retry_on_conflict
from chalicelib.services.mail.outgoing.held import hold
from chalicelib.services.mail.outgoing.undelivered import tell_undelivered
from chalicelib.services.people.contacts import mark_address, mark_complaint
from chalicelib.services.ports import Desk, Room

SENT = "sent"
"""In the place of a content's digest, for a mail of ours that is known by its id alone."""
FINAL = frozenset(JobState) - {JobState.QUEUED, JobState.SENDING}
"""The states of a job about which nothing is left to do."""


class LeasedError(Exception):
    """Another worker has the job, or had it when it was cut off: come back when the lease has run out."""


class EarlyError(Exception):
    """The reply, or the change, can still be taken back: come back in a few seconds."""


def check_not_early(desk: Desk, room: Room, job: MailJob) -> None:
    """Raise EarlyError while the change that a claimed job tells of can still be undone."""
    assert job.key.number is not None
    if is_early(desk, room.timeline.action(job.key.number, job.key.action_id)):
        desk.jobs.release(job.key)
        raise EarlyError(job.key.id)


def is_early(desk: Desk, action: Action | None) -> bool:
    """Return whether the change that a mail tells of can still be undone."""
    return bool(action and action.undo_until and not action.undone_by and desk.clock.now() <= action.undo_until)


def _send(desk: Desk, job: MailJob, mails: Iterator[Mail]) -> str | None:
    """Send the first that the carrier takes, and return its id; None when there is none to send. Who sends again has
    the carrier forget that it sends nothing there.

    Where SES doesn't take mail from the ticket's own mailbox, because its domain is not verified, the answer goes out
    from the desk's sender rather than wait until it is.
    """
    unknown: MailSenderError | None = None
    for mail in mails:
        if unknown is None and _was_suppressed(desk, job):
            desk.post.forgive(mail.to)
        try:
            return desk.post.send(mail.raw, mail.sender, mail.to, tags(job))
        except MailSenderError as refusal:
            unknown = refusal
    if unknown:
        raise unknown
    return None


def _was_suppressed(desk: Desk, job: MailJob) -> bool:
    """Return whether the last mail of a message to somebody came back from the carrier itself, when this one is sent
    again. A release before this one noted with no job why its mail came back."""
    if not isinstance(job.about, AboutTicket) or not job.about.again:
        return False
    others = (one for one in desk.jobs.on_ticket(job.key) if one.key != job.key)
    last = next((one for one in others if _mail_of(one) == _mail_of(job)), None)
    return last is not None and last.state is JobState.BOUNCED and last.detail in ("", SUPPRESSED)


def _mail_of(job: MailJob) -> tuple[str | None, str] | None:
    """Return the message that a mail carries, and to whom."""
    return (job.about.message_id, job.about.person_id) if isinstance(job.about, AboutTicket) else None


def hand_over(desk: Desk, room: Room | None, job: MailJob, mails: Iterator[Mail]) -> JobState | None:
    """Give the mail of a claimed job to the carrier and note what came of it; nothing to send settles the job as
    failed. Return that it was sent, or given up, where that is news. Raises HeldError for what is to be tried again
    later."""
    from chalicelib.mail.writing.compose import AddressError  # cold start: who only settles jobs writes no letters

    try:
        carrier_id = _send(desk, job, mails)
    except MailBusyError as busy:
        return None if hold(desk, job, busy) else _failed(desk, room, job, given_up(busy.fault))
    except (AddressError, MailRefusedError) as refusal:
        return _failed(desk, room, job, str(refusal))
    if carrier_id is None:
        settle(desk, room, job, JobState.FAILED)
        return None
    return JobState.SENT if settle(desk, room, job, JobState.SENT, carrier_id) else None


def _failed(desk: Desk, room: Room | None, job: MailJob, detail: str) -> JobState | None:
    return JobState.FAILED if settle(desk, room, job, JobState.FAILED, detail=detail) else None


def settle(
    desk: Desk,
    room: Room | None,
    job: MailJob,
    state: JobState,
    carrier_id: str = "",
    detail: str = "",
    *,
    dead: bool = False,
) -> bool:
    """Note how far a mail got, and return whether that is news; `detail` says why it failed. A mail that bounced since
    nobody is there (`dead`) marks the address, a later mail that arrives there takes the mark away.
    Whoever calls one spam gets no more that nobody wrote.

    In this order, so that being cut off anywhere and called again ends the same: the settled job comes last but one.
    News that don't move the job on are late, or come again, and the message shows what the job has come to.
    """
    key, about = job.key, job.about
    if room is None or key.number is None or not isinstance(about, AboutTicket):
        return desk.jobs.settle(key, state, carrier_id or None, detail)
    if carrier_id and not job.ses_id:
        wire_id = f"{carrier_id}@{desk.post.id_domain}"
        known_to_reader = about.link_number or key.number
        room.repeats.remember(
            SeenMail(message_id=wire_id, content_digest=SENT, number=known_to_reader, entry_id=key.id)
        )
    moved = desk.jobs.settle(key, state, carrier_id or None, detail)
    if state is JobState.COMPLAINED:
        mark_complaint(room, job.address)
    if dead or (moved and state is JobState.DELIVERED):
        mark_address(room, job.address, undeliverable=dead)
    shown = _shown(desk, key, state, moved) if about.message_id else None
    if about.message_id and shown:
        message, now = (key.number, about.message_id, about.person_id), desk.clock.now()
        kept = partial(room.timeline.set_delivery, *message, shown, detail, by=key.action_id, at=now)
        note = partial(kept, again=about.again, counted=job.kind is not LetterKind.FORWARD)
        retry_on_conflict(note)
        if shown in UNDELIVERED:
            tell_undelivered(desk, room, job, about)
    return moved


def _shown(desk: Desk, key: JobKey, state: JobState, moved: bool) -> JobState | None:
    """The state for the message to show, if these news are the ones to say it: of an undelivered mail only those that
    bring it know why, and they come again until they are noted."""
    if moved:
        return state
    job = desk.jobs.get(key)
    return job.state if job and (job.state is state or job.state not in UNDELIVERED) else None


def tags(job: MailJob) -> dict[str, str]:
    """Return the job in the carrier's tags, so that its events find it, and by what mailbox providers tell complaints
    apart: SES makes the header Feedback-ID of the two that begin with its name. Values have letters, digits, `_-.@`."""
    number = str(job.key.number) if job.key.number is not None else None
    named = {
        "workspace": job.key.workspace,
        "ticket": number,
        "job": job.key.id,
        "ses:feedback-id-a": job.key.workspace or "accounts",
        "ses:feedback-id-b": job.kind.value,
    }
    return {name: value for name, value in named.items() if value is not None}
