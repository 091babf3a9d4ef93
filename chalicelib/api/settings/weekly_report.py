"""Who gets the weekly report by mail, and when: read, changed, tried."""

from __future__ import annotations

from chalicelib.api.schemas.weekly_report import WeeklyReportBody, WeeklyReportOut
from chalicelib.api.serving.problems import Answer
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.api.settings.preferences import member_of
from chalicelib.api.settings.resource import named
from chalicelib.domain.notices.preferences import wants_weekly_report
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.settings.weekly_report import WeeklyReport
from chalicelib.services.mail.outgoing import weekly
from chalicelib.services.settings import weekly_report as service
from chalicelib.services.settings.business_hours import business_hours


@route("Read who gets the weekly report", permission=Permission.SETTINGS_READ, answer=WeeklyReportOut)
def read_weekly_report(call: Call) -> Reply:
    return Reply(_shown(call, service.weekly_report(call.room)))


@route(
    "Choose who gets the weekly report, and when",
    permission=Permission.SETTINGS_WRITE,
    body=WeeklyReportBody,
    answer=WeeklyReportOut,
    refusals=("conflict",),
)
def change_weekly_report(call: Call[NoQuery, WeeklyReportBody]) -> Reply:
    return Reply(_shown(call, service.change_weekly_report(call.seat, named(call.body))))


@route(
    "Have the weekly report mailed to myself at once",
    description="About the last week that is over, to whoever asks, and nobody else.",
    permission=Permission.SETTINGS_WRITE,
    status=202,
    refusals=("rate_limited",),
)
def preview_weekly_report(call: Call) -> Answer:
    weekly.send_trial(call.desk, call.room, member_of(call))
    return Answer(202, "{}")


def _shown(call: Call, chosen: WeeklyReport) -> WeeklyReportOut:
    zone, members = business_hours(call.room).zone, call.room.workspace.members
    return WeeklyReportOut(
        members=list(chosen.members),
        stopped=[one for one in chosen.members if one in members and not wants_weekly_report(members[one])],
        weekday=chosen.weekday,
        hour=chosen.hour,
        zone=zone,
        next_at=chosen.next_after(call.desk.clock.now(), zone) if chosen.members else None,
    )
