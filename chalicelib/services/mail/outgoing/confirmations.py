"""Confirmations stop by themselves when too many of them bounce: then somebody has them sent to addresses that aren't
theirs, and the desk's own good name as a sender is at stake. An admin lets them go on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.events import SYSTEM
from chalicelib.domain.ids import milliseconds_of
from chalicelib.domain.mail.jobs import SENT_BY_ITSELF, JobState, LetterKind, MailJob
from chalicelib.domain.settings import audit
from chalicelib.domain.settings.workspace import General
from chalicelib.services.conflicts import retry_on_conflict
from chalicelib.services.ports import Desk, Room

ENOUGH = 20
"""Confirmations sent in an hour before any of them can stop the others."""
MOST_BOUNCED = 0.03
_HOUR = 3_600_000
_KEPT = 2 * 24 * 3600


def may_be_sent(room: Room, job: MailJob) -> bool:
    """Return whether nothing has stopped mails of this kind, and its reader hasn't called such a mail spam."""
    if job.kind is LetterKind.CONFIRMATION and not room.workspace.confirmations_on:
        return False
    reader = room.contacts.by_address(job.address) if job.kind in SENT_BY_ITSELF else None
    return reader is None or job.address not in reader.complained


def note_confirmation(desk: Desk, room: Room, job: MailJob, state: JobState) -> bool:
    """Count a confirmation that was sent, or has bounced. Return whether that stopped them all.

    Only what the carrier says counts: a bounce that comes as a mail is easily made up.
    """
    if job.kind is not LetterKind.CONFIRMATION or state not in (JobState.SENT, JobState.BOUNCED):
        return False
    made_at = milliseconds_of(job.key.action_id)
    if made_at < _since(room):
        return False
    sent = _counted(desk, room, made_at, JobState.SENT, int(state is JobState.SENT))
    if state is JobState.SENT and sent != ENOUGH:
        return False
    bounced = _counted(desk, room, made_at, JobState.BOUNCED, int(state is JobState.BOUNCED))
    return sent >= ENOUGH and bounced > MOST_BOUNCED * sent and _stop(desk, room)


def _stop(desk: Desk, room: Room) -> bool:
    def attempt() -> bool:
        before = room.parts.get(General, "")
        if before is None or not before.confirmations_on:
            return False
        now = desk.clock.now()
        after = replace(before, confirmations_on=False, confirmations_stopped_at=now.isoformat())
        room.parts.write(before, after, audit.of_change(desk.new_id(now), now, SYSTEM, before, after))
        return True

    return retry_on_conflict(attempt)


def _counted(desk: Desk, room: Room, made_at: int, state: JobState, more: int) -> int:
    """By the hour that the mail is of, and anew since an admin let them go on."""
    bucket = f"confirmations-{state.value}|{room.workspace.id}|{room.workspace.confirmations_since}"
    return desk.rates.hit(bucket, made_at // _HOUR, made_at // 1000 + _KEPT, more) or 0


def _since(room: Room) -> int:
    since = room.workspace.confirmations_since
    return int(datetime.fromisoformat(since).timestamp() * 1000) if since else 0
