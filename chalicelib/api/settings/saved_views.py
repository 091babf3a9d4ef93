"""Saved views: lists with their filters, of one member or of the whole desk."""

from __future__ import annotations

from typing import Any

from chalicelib.api.schemas.settings import NewViewBody, ViewChangesBody, ViewOut, ViewsPage
from chalicelib.api.schemas.tickets import TicketFilters
from chalicelib.api.serving.routes import Call, NoQuery
from chalicelib.api.settings.resource import Resource
from chalicelib.domain.paging import Page
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.settings.saved_views import View
from chalicelib.services.settings import saved_views


def _view(call: Call, view: View) -> ViewOut:
    return ViewOut(
        id=view.id,
        name=view.name,
        shared=view.shared,
        own=view.owner_id == call.caller.id,
        filters=dict(view.filters),
    )


def _views(call: Call, limit: int, after: str | None) -> Page[View]:
    """As the caller put them in order; there are few enough to be read whole."""
    found = saved_views.all_views(call.room, call.caller)
    start = int(after or 0)
    return Page(found[start : start + limit], str(start + limit) if len(found) > start + limit else None)


def _new_view(call: Call[NoQuery, NewViewBody]) -> tuple[str, ViewOut]:
    body = call.body
    made = saved_views.add_view(
        call.desk,
        call.room,
        call.caller,
        body.name,
        _filters(body.filters),
        shared=body.shared,
        once=call.once,
    )
    return made.id, _view(call, made)


def _view_again(call: Call, result: str) -> tuple[str, ViewOut]:
    return result, _view(call, saved_views.view(call.room, call.caller, result))


def _change_view(call: Call, view_id: str, changes: dict[str, Any]) -> View:
    if "filters" in changes:
        changes["filters"] = _filters(changes["filters"])
    return saved_views.change_view(call.desk, call.room, call.caller, view_id, changes)


def _delete_view(call: Call, view_id: str) -> None:
    saved_views.delete_view(call.desk, call.room, call.caller, view_id)


def _filters(given: TicketFilters) -> dict[str, Any]:
    """Those that were named and say something."""
    return {name: value for name, value in given.model_dump(exclude_unset=True).items() if value not in (None, "")}


Resource(
    path="views",
    one="view",
    many="views",
    may_read=Permission.TICKETS_READ,
    may_write=Permission.TICKETS_READ,
    shown=ViewOut,
    page=ViewsPage,
    new=NewViewBody,
    made=ViewOut,
    changes=ViewChangesBody,
    show=_view,
    list=_views,
    get=lambda call, view_id: saved_views.view(call.room, call.caller, view_id),
    create=_new_view,
    again=_view_again,
    change=_change_view,
    delete=_delete_view,
    refusals=("forbidden",),
).declare()
