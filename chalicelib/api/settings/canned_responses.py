"""Canned responses."""

from __future__ import annotations

from typing import Any

from chalicelib.api.schemas.settings import (
    CannedResponseChangesBody,
    CannedResponseOut,
    CannedResponsesPage,
    NewCannedResponseBody,
    RenderBody,
    RenderedOut,
)
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.api.settings.resource import Resource
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.settings.workspace import CannedResponse
from chalicelib.services.settings import canned_responses, parts
from chalicelib.services.tickets.access import ticket_named


def _canned(response: CannedResponse) -> CannedResponseOut:
    return CannedResponseOut(id=response.id, name=response.name, body=response.body, folder=response.folder)


def _new_canned(call: Call[NoQuery, NewCannedResponseBody]) -> tuple[str, CannedResponseOut]:
    body = call.body
    response = canned_responses.add_canned(call.seat, body.name, body.body, body.folder, call.once)
    return response.id, _canned(response)


def _canned_again(call: Call, result: str) -> tuple[str, CannedResponseOut]:
    return result, _canned(parts.one(call.room, CannedResponse, result))


def _change_canned(call: Call, response_id: str, changes: dict[str, Any]) -> CannedResponse:
    return canned_responses.change_canned(call.seat, response_id, changes)


def _delete_canned(call: Call, response_id: str) -> None:
    canned_responses.delete_canned(call.seat, response_id)


Resource(
    path="canned-responses",
    one="canned response",
    many="canned responses",
    may_read=Permission.DESK_READ,
    may_write=Permission.SETTINGS_WRITE,
    shown=CannedResponseOut,
    page=CannedResponsesPage,
    new=NewCannedResponseBody,
    made=CannedResponseOut,
    changes=CannedResponseChangesBody,
    show=lambda _call, response: _canned(response),
    list=lambda call, limit, after: call.room.parts.page(CannedResponse, limit, after),
    get=lambda call, response_id: parts.one(call.room, CannedResponse, response_id),
    create=_new_canned,
    again=_canned_again,
    change=_change_canned,
    delete=_delete_canned,
).declare()


@route(
    "Fill a canned response in for a ticket",
    permission=Permission.DESK_READ,
    body=RenderBody,
    answer=RenderedOut,
)
def render_canned_response(call: Call[NoQuery, RenderBody]) -> Reply:
    """Nothing is stored, so there is nothing that an idempotency key could keep from happening twice."""
    call.caller.check(Permission.TICKETS_READ)
    ticket = ticket_named(call.room, call.body.ref, "ref")
    rendered = canned_responses.render_canned(call.seat, call.path["id"], ticket)
    return Reply(RenderedOut(text=rendered.text, empty=list(rendered.empty)))
