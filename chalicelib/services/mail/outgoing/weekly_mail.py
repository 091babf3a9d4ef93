"""The mail of the weekly report, written from the same reports as the console's pages that it leads to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from chalicelib.domain.events import KEY_MARK
from chalicelib.domain.facts import FactKind
from chalicelib.domain.mail.jobs import AboutWeek, Mail, MailJob
from chalicelib.domain.people import permissions
from chalicelib.domain.people.people import Member
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.reports.days import DAY, Period
from chalicelib.domain.reports.pages import ReportName
from chalicelib.domain.reports.spans import quantile
from chalicelib.domain.reports.sums import WEEK
from chalicelib.domain.reports.words import Measure, Timing
from chalicelib.domain.settings.workspace import REPLY
from chalicelib.domain.tickets.links import news_token
from chalicelib.services.mail.outgoing.envelope import Envelope, post
from chalicelib.services.mail.outgoing.ticket_mail import PREFERENCES
from chalicelib.services.mail.outgoing.weekly import reader_of
from chalicelib.services.mail.own_ids import desk_marker
from chalicelib.services.ports import Desk, Room
from chalicelib.services.reports.report import PageNumbers, Report, for_viewer, report, wished

if TYPE_CHECKING:
    from chalicelib.mail.letters.weekly import LabelWeek, MemberWeek, WeekNumbers, WeekTold

LABELS = 3
_MEDIAN = 0.5
_SCORES = range(1, 6)


def weekly_mail(desk: Desk, room: Room, job: MailJob, about: AboutWeek) -> Iterator[Mail]:
    """Yield the mail; none for a member who left meanwhile, or stopped it."""
    member = reader_of(desk, room, job, about)
    if member is None:
        return
    workspace = room.workspace
    token, mailbox = news_token(workspace.id, member), workspace.mailbox
    envelope = Envelope(
        job=replace(job, address=member.email),
        sender=mailbox.address,
        sender_name=mailbox.name or workspace.name,
        marker=partial(desk_marker, desk.secrets, workspace.id),
        language=workspace.language,
        date=desk.clock.now(),
        to_name=member.name,
        message_id=f"{token}.{job.key.action_id.lower()}@{mailbox.domain}",
        reply_to=f"{REPLY}+{token}@{mailbox.domain}",
        unsubscribe=f"{desk.base_url}{PREFERENCES}",
    )
    yield post(envelope, week_told(desk, room, member, about))


def week_told(desk: Desk, room: Room, member: Member, about: AboutWeek) -> WeekTold:
    """Read what a week came to, as far as the member may see it."""
    from chalicelib.mail.letters.weekly import WeekTold  # cold start: who only settles jobs writes no letters

    week = Period(about.monday, about.monday + (WEEK - 1) * DAY)
    both = _read(desk, room, ReportName.OVERVIEW, Period(week.before.first, week.last))
    pages = {
        name: _read(desk, room, name, week) for name in (ReportName.SPEED, ReportName.SLA, ReportName.SATISFACTION)
    }
    topics, team = _read(desk, room, ReportName.TOPICS, week), _read(desk, room, ReportName.TEAM, week, member)
    return WeekTold(
        desk_name=room.workspace.name,
        monday=about.monday,
        now=_numbers(both, week, [one.total for one in pages.values()]),
        before=_numbers(both, week.before, [one.former for one in pages.values()]),
        labels=tuple(_labels(desk, room, topics)),
        team=tuple(_team(room, team)),
        all=_did("", team.total),
        url=desk.base_url,
        preferences=f"{desk.base_url}{PREFERENCES}",
        unfinished=any(one.unfinished for one in (both, topics, team, *pages.values())),
        trial=about.trial,
    )


def _read(desk: Desk, room: Room, name: ReportName, days: Period, member: Member | None = None) -> Report:
    wish = wished(desk, room, name, days.first, days.last, None)
    if member:
        sees_all = Permission.SETTINGS_READ in permissions.of_member(member)
        wish = for_viewer(wish, member.id, sees_all=sees_all)
    return report(desk, room, wish)


def _numbers(both: Report, week: Period, pages: list[PageNumbers]) -> WeekNumbers:
    """What one of two weeks comes to, of which the overview tells by day and the other pages in all."""
    from chalicelib.mail.letters.weekly import WeekNumbers  # cold start: who only settles jobs writes no letters

    days = [counts for day, counts in both.days if week.first <= day <= week.last]
    counts = {measure: count for one in pages for measure, count in one.counts.items()}
    spans = {which: histogram for one in pages for which, histogram in one.spans.items()}
    rated = {score: counts[Measure(f"rated_{score}")] for score in _SCORES}
    return WeekNumbers(
        arrived=sum(one[Measure.ARRIVED] for one in days),
        resolved=sum(one[Measure.SOLVED] for one in days),
        replied=sum(one[Measure.REPLIED] for one in days),
        open=days[-1][Measure.BACKLOG],
        first=quantile(spans[FactKind.FIRST, Timing.BUSINESS], _MEDIAN),
        resolution=quantile(spans[FactKind.SOLVED, Timing.BUSINESS], _MEDIAN),
        met=counts[Measure.FIRST_MET],
        missed=counts[Measure.FIRST_MISSED],
        ratings=sum(rated.values()),
        stars=sum(score * count for score, count in rated.items()),
    )


def _labels(desk: Desk, room: Room, topics: Report) -> Iterator[LabelWeek]:
    """Those with the most that arrived. One that is gone is told by nothing."""
    from chalicelib.mail.letters.weekly import LabelWeek  # cold start: who only settles jobs writes no letters

    known = room.workspace.labels
    arrived = {value: row.counts[Measure.ARRIVED] for value, row in topics.rows if value in known}
    busiest = sorted((one for one in arrived if arrived[one] > 0), key=lambda one: (-arrived[one], known[one].name))
    if not busiest:
        return
    former = dict(_read(desk, room, ReportName.TOPICS, topics.wish.days.before).rows)
    for one in busiest[:LABELS]:
        before = former[one].counts[Measure.ARRIVED] if one in former else 0
        yield LabelWeek(name=known[one].name, arrived=arrived[one], before=before)


def _team(room: Room, team: Report) -> Iterator[MemberWeek]:
    """Whoever did something, those who did the most first. Who sees themselves alone does so whatever they did."""
    rows = [_did(_called(room, value), numbers) for value, numbers in team.rows]
    shown = [one for one in rows if one.replied or one.resolved or team.wish.only]
    yield from sorted(shown, key=lambda one: (-one.replied - one.resolved, one.name or "~"))


def _called(room: Room, value: str) -> str | None:
    if value.startswith(KEY_MARK):
        return "API"
    if not value:
        return ""
    member = room.workspace.members.get(value)
    return member.name if member else None


def _did(name: str | None, numbers: PageNumbers) -> MemberWeek:
    from chalicelib.mail.letters.weekly import MemberWeek  # cold start: who only settles jobs writes no letters

    counts = numbers.counts
    return MemberWeek(name=name, replied=counts[Measure.REPLIED], resolved=counts[Measure.SOLVED])
