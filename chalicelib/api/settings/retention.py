"""How long tickets are kept: read, tried, changed."""

from __future__ import annotations

from chalicelib.api.schemas.retention import (
    DueTicketsOut,
    RetentionBody,
    RetentionOut,
    RetentionPreviewOut,
    RetentionQuery,
)
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.settings.retention import Retention
from chalicelib.services.privacy import retention as due
from chalicelib.services.settings import retention as service


@route("Read how long tickets are kept", permission=Permission.SETTINGS_READ, answer=RetentionOut)
def read_retention(call: Call) -> Reply:
    return Reply(_shown(service.retention(call.room)))


@route(
    "Choose how long tickets are kept",
    description="What is due goes into the trash each night, by the desk's clock, and is told to nobody. What is on "
    "hold stays. Ask for a preview first: it counts what would go.",
    permission=Permission.SETTINGS_WRITE,
    body=RetentionBody,
    answer=RetentionOut,
    refusals=("conflict",),
)
def change_retention(call: Call[NoQuery, RetentionBody]) -> Reply:
    body = call.body
    return Reply(_shown(service.change_retention(call.seat, body.closed, body.archived, body.spam)))


@route(
    "Count the tickets that would go into the trash",
    description="By the days that are asked about, as if they held now; at most 500 of a place are counted. Those on "
    "hold are counted, too, and stay.",
    permission=Permission.SETTINGS_WRITE,
    query=RetentionQuery,
    answer=RetentionPreviewOut,
)
def preview_retention(call: Call[RetentionQuery]) -> Reply:
    asked = call.query
    days = Retention(closed=asked.closed, archived=asked.archived, spam=asked.spam).days
    found = due.preview(call.desk, call.room, days)
    counts = {
        place: DueTicketsOut(count=one.count, more=one.more, oldest=one.oldest, until=one.until)
        for place, one in found.items()
    }
    return Reply(RetentionPreviewOut(**counts))


def _shown(chosen: Retention) -> RetentionOut:
    return RetentionOut(closed=chosen.closed, archived=chosen.archived, spam=chosen.spam)
