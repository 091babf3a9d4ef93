"""The desk's own settings."""

from __future__ import annotations

from chalicelib.api.schemas.settings import (
    SettingsChangesBody,
    SettingsOut,
)
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.api.settings.resource import named
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.settings.workspace import General
from chalicelib.services.settings import general

SETTINGS = "/v1/{workspace}/settings"


@route("Read the desk's settings", permission=Permission.SETTINGS_READ, answer=SettingsOut)
def read_settings(call: Call) -> Reply:
    return Reply(_settings(general.general(call.room)))


@route(
    "Change the workspace's settings",
    permission=Permission.SETTINGS_WRITE,
    body=SettingsChangesBody,
    answer=SettingsOut,
    refusals=("domain_of_another", "conflict"),
)
def change_settings(call: Call[NoQuery, SettingsChangesBody]) -> Reply:
    return Reply(_settings(general.change_general(call.seat, named(call.body))))


def _settings(found: General) -> SettingsOut:
    return SettingsOut(
        name=found.name,
        prefix=found.prefix,
        language=found.language,
        color=found.color,
        auto_close_days=found.auto_close_days,
        sender=found.sender or "",
        confirmations_on=found.confirmations_on,
        confirmations_stopped_at=found.confirmations_stopped_at or None,
        mail_held_since=found.mail_held_since or None,
        mail_held_why=found.mail_held_why or None,
        max_mail_mb=found.max_mail_mb,
        assign_by_answer=found.assign_by_answer,
        mail_created=found.mail_created,
        mail_replied=found.mail_replied,
        mail_status=found.mail_status,
        mail_resolved=found.mail_resolved,
    )
