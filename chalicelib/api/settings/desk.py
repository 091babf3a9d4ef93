"""The desk's own settings, a member's preferences, and the audit log."""

from __future__ import annotations

from chalicelib.api.cursor import Cursors
from chalicelib.api.routes import Call, Reply, route
from chalicelib.api.schemas.base import PageQuery
from chalicelib.api.schemas.conversation import AuthorOut
from chalicelib.api.schemas.settings import (
    AuditEntryOut,
    AuditPage,
    SettingsChangesBody,
    SettingsOut,
)
from chalicelib.api.schemas.settings_people import PreferencesBody, PreferencesOut
from chalicelib.api.settings.resource import named
from chalicelib.domain.errors import DeskError
from chalicelib.domain.people import preferences
from chalicelib.domain.people.people import Member
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.settings.audit import AuditEntry
from chalicelib.domain.settings.workspace import General
from chalicelib.services.settings import general, members

SETTINGS, PREFERENCES = "/v1/{workspace}/settings", "/v1/{workspace}/preferences"


@route("Read the desk's settings", permission=Permission.SETTINGS_READ, answer=SettingsOut)
def read_settings(call: Call) -> Reply:
    return Reply(_settings(general.general(call.room)))


@route(
    "Change the desk's settings",
    permission=Permission.SETTINGS_WRITE,
    body=SettingsChangesBody,
    answer=SettingsOut,
    refusals=("conflict",),
)
def change_settings(call: Call) -> Reply:
    return Reply(_settings(general.change_general(call.desk, call.room, call.caller.actor, named(call.body))))


def _settings(found: General) -> SettingsOut:
    return SettingsOut(
        name=found.name,
        prefix=found.prefix,
        language=found.language,
        color=found.color,
        auto_close_days=found.auto_close_days,
        sender=found.sender or "",
    )


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
def change_preferences(call: Call) -> Reply:
    member = members.choose_preferences(call.desk, call.room, _member(call), named(call.body))
    return Reply(PreferencesOut.model_validate(preferences.choices(member)))


def _member(call: Call) -> Member:
    if call.caller.member is None:
        raise DeskError("forbidden", "An API key is nobody that could be told anything. Sign in as a member.")
    return call.caller.member


@route(
    "Read who changed what of the desk, newest first",
    permission=Permission.SETTINGS_READ,
    query=PageQuery,
    answer=AuditPage,
    refusals=("bad_cursor",),
)
def audit(call: Call) -> Reply:
    cursors = Cursors(call.desk.secrets, (call.caller.workspace, call.caller.id, "audit"))
    page = general.audit_log(call.desk, call.room, call.query.limit, cursors.decode(call.query.cursor))
    return Reply(AuditPage(items=[_entry(one) for one in page.items], next_cursor=cursors.encode(page.position)))


def _entry(entry: AuditEntry) -> AuditEntryOut:
    return AuditEntryOut(
        id=entry.id,
        at=entry.at,
        actor=AuthorOut(kind=entry.actor.kind.value, id=entry.actor.id, name=entry.actor.name),
        action=entry.action,
        subject=entry.subject or None,
        name=entry.name,
        changes={name: {"from": change.before, "to": change.after} for name, change in entry.changes.items()},
    )
