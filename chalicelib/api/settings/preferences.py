"""What is a member's own: what they want to be told, and how; their order of views; their signature and their clock."""

from __future__ import annotations

from pydantic import BaseModel

from chalicelib.api.schemas.preferences import PreferencesBody, PreferencesOut
from chalicelib.api.schemas.settings_people import ProfileBody, ProfileOut
from chalicelib.api.serving.routes import Call, NoQuery, Reply, Schema, route
from chalicelib.api.settings.resource import named
from chalicelib.domain.errors import DeskError
from chalicelib.domain.notices import preferences
from chalicelib.domain.notices.preferences import QuietHours, WantedNotices
from chalicelib.domain.notices.ways import NoticeWay, Scope
from chalicelib.domain.people.people import Member
from chalicelib.domain.people.permissions import Permission
from chalicelib.services.settings import members


@route(
    "Read my notification settings",
    permission=Permission.TICKETS_READ,
    answer=PreferencesOut,
)
def read_preferences(call: Call) -> Reply:
    return Reply(_shown(call, member_of(call)))


@route(
    "Change my notification settings",
    permission=Permission.TICKETS_READ,
    body=PreferencesBody,
    answer=PreferencesOut,
    refusals=("conflict",),
)
def change_preferences(call: Call[NoQuery, Schema]) -> Reply:
    return Reply(_shown(call, members.choose_preferences(call.desk, call.room, member_of(call), _wanted(call.body))))


@route(
    "Read my signature and my time zone",
    permission=Permission.TICKETS_READ,
    answer=ProfileOut,
)
def read_profile(call: Call) -> Reply:
    return Reply(_profile(member_of(call)))


@route(
    "Change my signature and my time zone",
    permission=Permission.TICKETS_READ,
    body=ProfileBody,
    answer=ProfileOut,
    refusals=("conflict",),
)
def change_profile(call: Call[NoQuery, Schema]) -> Reply:
    return Reply(_profile(members.change_profile(call.desk, call.room, member_of(call), named(call.body))))


def _wanted(body: BaseModel) -> WantedNotices:
    """Return what the body of a change names."""
    said = named(body)
    notices = said.pop("notices", None)
    words = {name: said.pop(name) for name in preferences.FLAT if name in said}
    if said.get(preferences.WEEKLY_REPORT) is None:
        said.pop(preferences.WEEKLY_REPORT, None)
    hours = said.get(preferences.QUIET_HOURS)
    if hours is not None:
        said[preferences.QUIET_HOURS] = hours.model_dump()
    return WantedNotices(words=words, ways=_ways(notices) if notices else {}, rest=said)


def _ways(notices: BaseModel) -> dict[str, dict[Scope, frozenset[NoticeWay]]]:
    return {
        event: {Scope(scope): frozenset(map(NoticeWay, ways)) for scope, ways in named(scopes).items()}
        for event, scopes in named(notices).items()
    }


def _shown(call: Call, member: Member) -> BaseModel:
    """Return the document of a member's preferences."""
    return PreferencesOut.model_validate(
        {
            **preferences.choices(member),
            "notices": preferences.ways(member),
            "quiet_hours": _hours(preferences.quiet_hours(member)),
            "digest": preferences.digest(member),
            "advance": preferences.advance(member),
            "view_order": preferences.view_order(member),
            "weekly_report": _weekly_report(call, member),
        }
    )


def _weekly_report(call: Call, member: Member) -> bool | None:
    is_chosen = member.id in call.room.workspace.weekly_report.members
    return preferences.wants_weekly_report(member) if is_chosen else None


def _hours(hours: QuietHours | None) -> dict[str, str | None] | None:
    return {"from": hours.begin, "to": hours.end, "zone": hours.zone} if hours else None


def _profile(member: Member) -> ProfileOut:
    return ProfileOut(signature=member.signature, zone=member.zone)


def member_of(call: Call) -> Member:
    """Return who asks. Raises DeskError `forbidden` for an API key."""
    if call.caller.member is None:
        raise DeskError("forbidden", "An API key is nobody that has anything of their own. Sign in as a member.")
    return call.caller.member
