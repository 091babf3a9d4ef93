"""When the weekly report goes out, and to whom: one piece of work a workspace on the work list, which is asked for anew
each time, and a mail job for each week and member, so that nobody gets a week twice however often it is done.

The work's state has the instant `since` which nothing went out: what became due by then, by whatever holds when it is
looked at, goes out. So the work may be asked for in vain, and early, but is never to be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from chalicelib.domain.errors import DeskError
from chalicelib.domain.mail.jobs import AboutWeek, JobKey, LetterKind, MailJob
from chalicelib.domain.notices.preferences import wants_weekly_report
from chalicelib.domain.people.absence import day_at, is_away
from chalicelib.domain.people.people import Member
from chalicelib.domain.settings.weekly_report import NOBODY, WeeklyReport, is_stale, last_week
from chalicelib.domain.settings.workspace import Workspace
from chalicelib.domain.worklist import Work
from chalicelib.services.mail.limits import may_send_trial
from chalicelib.services.mail.outgoing.queue import queue
from chalicelib.services.ports import Desk, Room

KIND = "weekly"


@dataclass(frozen=True, slots=True)
class Timetable:
    """The weekly report as it was chosen, by the clock of a zone."""

    chosen: WeeklyReport
    zone: str

    def next_after(self, at: datetime) -> datetime | None:
        return self.chosen.next_after(at, self.zone) if self.chosen.members else None


def look_at_next(desk: Desk, room: Room, before: Timetable, after: Timetable) -> None:
    """Have it looked at when it is due next by either of the two. To be called before the one takes the other's place:
    what is due by now, and yet to be sent, is still sent."""
    now, there = desk.clock.now(), desk.work.find(room.workspace.id, KIND)
    since = _since(there, now) if there else now
    due = before.next_after(since)
    if due is None or due > now:
        since = now
    dues = [one.next_after(since) for one in (before, after)]
    if at := min(filter(None, dues), default=None):
        _ask(desk, room, at, since)


def look_at_next_in(desk: Desk, room: Room, before: str, after: str) -> None:
    """The same for a zone that is about to take the other's place."""
    if chosen := room.parts.get(WeeklyReport, NOBODY.id):
        look_at_next(desk, room, Timetable(chosen, before), Timetable(chosen, after))


def look_now(desk: Desk, room: Room) -> None:
    """Have it looked at with the next tick: there may be nobody any more whom it is for."""
    there = desk.work.find(room.workspace.id, KIND)
    if there:
        now = desk.clock.now()
        _ask(desk, room, now, _since(there, now))


def send_out(desk: Desk, room: Room, work: Work) -> Work | None:
    """Queue what is due, and ask for the next one: the step of the work list. Nothing while nobody is chosen."""
    workspace = desk.settings.load(room.workspace.id, fresh=True) or room.workspace
    chosen, zone, now = workspace.weekly_report, workspace.hours.zone, desk.clock.now()
    if not chosen.members:
        return None
    since = _since(work, now)
    if chosen.next_after(since, zone) <= now:
        if not workspace.is_suspended:
            week = chosen.week_told(now, zone)
            queue(desk, [_job(workspace, member, week) for member in _readers(workspace)])
        since = now
    return replace(work, at=chosen.next_after(since, zone), state={**work.state, "since": since.isoformat()})


def send_trial(desk: Desk, room: Room, member: Member) -> None:
    """Mail the last week to a member who asks for it. Raises DeskError `rate_limited`."""
    workspace, now = room.workspace, desk.clock.now()
    unique = desk.new_id(now)
    if not may_send_trial(desk, workspace.id, member.id, unique):
        raise DeskError("rate_limited", "You were sent a few of these within the last hour. Please try again later.")
    about = AboutWeek(monday=last_week(now, workspace.hours.zone), trial=True)
    key = JobKey(id=f"w{unique}.{member.id}", workspace=workspace.id)
    queue(desk, [MailJob(key=key, kind=LetterKind.WEEKLY_REPORT, address=member.email, about=about)])


def reader_of(desk: Desk, room: Room, job: MailJob, about: AboutWeek) -> Member | None:
    """Return who a job's mail goes to; None for who left, or stopped it, or isn't chosen any more, and for a week that
    nobody asks about by now."""
    if found := _reader(room.workspace, job, about, desk.clock.now()):
        return found
    fresh = desk.settings.load(room.workspace.id, fresh=True)
    return _reader(fresh, job, about, desk.clock.now()) if fresh else None


def _reader(workspace: Workspace, job: MailJob, about: AboutWeek, now: datetime) -> Member | None:
    member = workspace.members.get(job.key.person_id)
    if member is None or not member.active:
        return None
    if about.trial:
        return member
    stale, away = is_stale(about.monday, now, workspace.hours.zone), is_away(member, day_at(now, workspace.hours.zone))
    return None if stale or away or member not in _readers(workspace) else member


def _readers(workspace: Workspace) -> Iterator[Member]:
    found = (workspace.members.get(one) for one in workspace.weekly_report.members)
    return (member for member in found if member and member.active and wants_weekly_report(member))


def _job(workspace: Workspace, member: Member, week: date) -> MailJob:
    key = JobKey(id=f"w{workspace.id}-{week.isoformat()}.{member.id}", workspace=workspace.id)
    return MailJob(key=key, kind=LetterKind.WEEKLY_REPORT, address=member.email, about=AboutWeek(monday=week))


def _ask(desk: Desk, room: Room, at: datetime, since: datetime) -> None:
    desk.work.ask(Work(workspace=room.workspace.id, kind=KIND, at=at, state={"since": since.isoformat()}))


def _since(work: Work, now: datetime) -> datetime:
    stored = work.state.get("since")
    return datetime.fromisoformat(stored) if stored else now
