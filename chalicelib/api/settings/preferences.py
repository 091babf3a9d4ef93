"""What is a member's own: what they want to be told, and how; their signature and their clock."""

from __future__ import annotations

from chalicelib.api.schemas.settings_people import PreferencesBody, PreferencesOut, ProfileBody, ProfileOut
from chalicelib.api.serving.routes import Call, NoQuery, Reply, Schema, route
from chalicelib.api.settings.resource import named
from chalicelib.domain.errors import DeskError
from chalicelib.domain.notices import preferences
from chalicelib.domain.people.people import Member
from chalicelib.domain.people.permissions import Permission
from chalicelib.services.settings import members


@route(
    "Read what I am told, and how",
    permission=Permission.TICKETS_READ,
    answer=PreferencesOut,
)
def read_preferences(call: Call) -> Reply:
    return Reply(PreferencesOut.model_validate(preferences.choices(_member(call))))


@route(
    "Change what I am told, and how",
    permission=Permission.TICKETS_READ,
    body=PreferencesBody,
    answer=PreferencesOut,
    refusals=("conflict",),
)
def change_preferences(call: Call[NoQuery, Schema]) -> Reply:
    member = members.choose_preferences(call.desk, call.room, _member(call), named(call.body))
    return Reply(PreferencesOut.model_validate(preferences.choices(member)))


@route(
    "Read my signature and my time zone",
    permission=Permission.TICKETS_READ,
    answer=ProfileOut,
)
def read_profile(call: Call) -> Reply:
    return Reply(_profile(_member(call)))


@route(
    "Change my signature and my time zone",
    permission=Permission.TICKETS_READ,
    body=ProfileBody,
    answer=ProfileOut,
    refusals=("conflict",),
)
def change_profile(call: Call[NoQuery, Schema]) -> Reply:
    return Reply(_profile(members.change_profile(call.desk, call.room, _member(call), named(call.body))))


def _profile(member: Member) -> ProfileOut:
    return ProfileOut(signature=member.signature, zone=member.zone)


def _member(call: Call) -> Member:
    if call.caller.member is None:
        raise DeskError("forbidden", "An API key is nobody that has anything of their own. Sign in as a member.")
    return call.caller.member
