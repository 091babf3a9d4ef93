"""What members are told of by mail, collected: what comes shortly after one another is one mail, and so is what came
in their quiet hours.

Each piece of news is a job of its own, and noted as pending beside. The first job of those that go together becomes
the mail for all of them: which they are is settled with it, before the others are done with and before it leaves. Cut
off anywhere, it is that mail that is finished first.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from chalicelib.domain.events import Action
from chalicelib.domain.mail.jobs import JobKey, JobState, MailJob
from chalicelib.domain.mail.pending import LONGEST, QUIET, Pending, due_at, next_group
from chalicelib.domain.notices import preferences
from chalicelib.domain.notices.quiet import quiet_until
from chalicelib.domain.people.people import Member
from chalicelib.domain.worklist import Work
from chalicelib.services.mail.outgoing.handing import FINAL, LeasedError, hand_over, is_early
from chalicelib.services.mail.outgoing.news import is_news
from chalicelib.services.mail.outgoing.news_mail import news_mail
from chalicelib.services.ports import Desk, Room

KIND = "mails"
MOST = 200
"""Pieces of news that one mail tells of at most: each takes a few calls, and a function has half a minute."""
_LATE = 5
"""Seconds after which the first of several looks whether the last one's message was lost."""


def collect(desk: Desk, room: Room, jobs: Sequence[MailJob]) -> None:
    """Store the jobs and have each looked at when nothing more came, or at the end of its reader's quiet hours. Calling
    twice tells once."""
    now = desk.clock.now()
    for job in jobs:
        desk.jobs.add(job)
        room.pending.add(Pending(key=job.key, kind=job.kind, at=now))
        end = _quiet(room, room.workspace.members.get(job.key.person_id), now)
        if end:
            _wake(desk, room, job.key.person_id, end)
        else:
            _look_again(desk, job.key, QUIET.total_seconds())


def deliver_collected(desk: Desk, room: Room, key: JobKey) -> bool:
    """Send what is due of all that is pending for whom the job tells. False for a job that isn't among that, and yet to
    be done: it was made before there was any collecting, or tells somebody we don't know yet.

    Raises LeasedError or HeldError for what has to be tried again later.
    """
    member = room.workspace.members.get(key.person_id)
    if member is None or key.number is None:
        return False
    mine = room.pending.get(key)
    if mine is None:
        job = desk.jobs.get(key)
        return job is None or job.state in FINAL
    if not member.active:
        _drop_all(desk, room, member)
        return True
    now = desk.clock.now()
    if end := _quiet(room, member, now):
        _wake(desk, room, member.id, end)
    elif (wait := _wait(room, mine, now)) is not None:
        if wait:
            _look_again(desk, key, wait)
    else:
        _tell_all(desk, room, member)
    return True


def wake(desk: Desk, room: Room, work: Work) -> None:
    """Have all looked at that came in a member's quiet hours: the step of the work list at their end."""
    first = next(iter(room.pending.list(work.id, 1)), None)
    if first:
        desk.mail_queue.put([first.key])


def _wake(desk: Desk, room: Room, member_id: str, at: datetime) -> None:
    desk.work.ask(Work(workspace=room.workspace.id, kind=KIND, id=member_id, at=at))


def _look_again(desk: Desk, key: JobKey, seconds: float) -> None:
    """A second more, since SQS may be early by a fraction."""
    desk.mail_queue.put([key], math.ceil(seconds) + 1)


def _quiet(room: Room, member: Member | None, now: datetime) -> datetime | None:
    """Return when the member's quiet hours end; None outside of them."""
    hours = preferences.quiet_hours(member) if member else None
    if member is None or hours is None:
        return None
    return quiet_until(hours, ZoneInfo(hours.zone or member.zone or room.workspace.hours.zone), now)


def _wait(room: Room, mine: Pending, now: datetime) -> float | None:
    """The seconds for which this job's message is to wait; 0 where a later one's will do all, None when it is time.

    The first of several waits on, in case the last one's message is lost.
    """
    newest = room.pending.newest(mine.key.person_id)
    first = next(iter(room.pending.list(mine.key.person_id, 1)), None)
    if newest is None or first is None:
        return 0
    due = due_at([first, newest])
    if now >= due:
        return None
    if newest.key == mine.key:
        return (due - now).total_seconds()
    if newest.at + QUIET > first.at + LONGEST:
        return None
    return (due - now).total_seconds() + _LATE if mine.key == first.key else 0


def _tell_all(desk: Desk, room: Room, member: Member) -> None:
    """Mail by mail, until nothing is left but what can still be undone."""
    while pending := room.pending.list(member.id, MOST):
        waited = _waited(room, member, pending)
        if not _tell(desk, room, waited or next_group(pending), waited=bool(waited)):
            return


def _drop_all(desk: Desk, room: Room, member: Member) -> None:
    """Whoever left meanwhile is told nothing any more."""
    while pending := room.pending.list(member.id, MOST):
        for one in pending:
            desk.jobs.settle(one.key, JobState.WITHDRAWN)
        room.pending.remove(pending)


def _waited(room: Room, member: Member, pending: Sequence[Pending]) -> list[Pending]:
    """What came in quiet hours, where the member wants that in one mail."""
    if not preferences.digest(member):
        return []
    return [one for one in pending if _quiet(room, member, one.at + QUIET)]


def _tell(desk: Desk, room: Room, group: Sequence[Pending], *, waited: bool) -> bool:
    """Send one mail. False when all of these can still be undone. One that was begun before goes first, as it was."""
    jobs = {one.key: job for one in group if (job := desk.jobs.get(one.key)) and job.state not in FINAL}
    room.pending.remove([one for one in group if one.key not in jobs])
    begun = next((job for job in jobs.values() if job.tells), None)
    if begun:
        _send_one(desk, room, begun.key, (), waited=waited)
        return True
    actions = {key: room.timeline.action(key.number or 0, key.action_id) for key in jobs}
    ready = [job for job in jobs.values() if not is_early(desk, actions[job.key])]
    news = [job for job in ready if _is_news(desk, room, job, actions[job.key])]
    if news:
        _send_one(desk, room, news[0].key, news, waited=waited)
    return bool(ready) or not jobs


def _is_news(desk: Desk, room: Room, job: MailJob, action: Action | None) -> bool:
    """Whether it has something to say. What hasn't, or was undone, is done with."""
    if (action is None or action.undone_by is None) and is_news(desk, room, job):
        return True
    _done(desk, room, [job])
    return False


def _done(desk: Desk, room: Room, jobs: Sequence[MailJob]) -> None:
    """Nothing is to be mailed of these, or another one tells of them."""
    for job in jobs:
        desk.jobs.settle(job.key, JobState.WITHDRAWN)
    _forget(room, jobs)


def _forget(room: Room, jobs: Sequence[MailJob]) -> None:
    room.pending.remove([Pending(key=job.key, kind=job.kind, at=datetime.min) for job in jobs])


def _send_one(desk: Desk, room: Room, key: JobKey, news: Sequence[MailJob], *, waited: bool) -> None:
    """Settle what the mail of this job tells of, unless that is settled, be done with the others, and send it."""
    job = _claimed(desk, key)
    if job is None:
        return
    if job.tells is None and len(news) > 1:
        desk.jobs.tell_of(key, [one.key for one in news])
        told = list(news)
    else:
        told = [one for each in job.tells or (key,) if (one := desk.jobs.get(each))]
    _done(desk, room, [one for one in told if one.key != key])
    job = replace(job, address=room.workspace.members[key.person_id].email)
    hand_over(desk, room, job, news_mail(desk, room, job, told, waited=waited))
    _forget(room, [job])


def _claimed(desk: Desk, key: JobKey) -> MailJob | None:
    """The job, for the time of a lease. None when its mail went out meanwhile."""
    job = desk.jobs.claim(key, time.time())
    if job:
        return job
    stored = desk.jobs.get(key)
    if stored and stored.state not in FINAL:
        raise LeasedError(key.id)
    return None
