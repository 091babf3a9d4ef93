"""Saved views: everybody makes their own, and puts what they see in an order; those who work on tickets may share
them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from chalicelib.domain.errors import DeskError, not_found
from chalicelib.domain.idempotency import Once
from chalicelib.domain.notices.preferences import view_order
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.settings.parts import MOST
from chalicelib.domain.settings.saved_views import SHARED, View
from chalicelib.domain.tickets.filter import check_filters
from chalicelib.services.people.callers import Caller
from chalicelib.services.ports import Desk, Room
from chalicelib.services.seat import Seat
from chalicelib.services.settings import parts


def all_views(room: Room, caller: Caller) -> list[View]:
    """Return the views that the caller put in order, so, then the other shared ones, then the others of their own."""
    order = view_order(caller.member) if caller.member else ()
    places = {view_id: place for place, view_id in enumerate(order)}
    return sorted(_seen_by(room, caller.id), key=lambda found: places.get(found.id, len(places)))


def in_sight(room: Room, member_id: str, ids: Iterable[str]) -> list[str]:
    """Return of the ids those of views that the member sees, each once: others are gone, or were never theirs."""
    seen = {found.id for found in _seen_by(room, member_id)}
    return [view_id for view_id in dict.fromkeys(ids) if view_id in seen]


def _seen_by(room: Room, caller_id: str) -> list[View]:
    return [view for scope in (SHARED, caller_id) for view in room.parts.page(View, MOST[View], None, scope).items]


def view(room: Room, caller: Caller, view_id: str) -> View:
    """Somebody else's private view looks like none."""
    for scope in (SHARED, caller.id):
        found = room.parts.get(View, view_id, scope)
        if found:
            return found
    raise not_found("view")


def add_view(
    desk: Desk,
    room: Room,
    caller: Caller,
    name: str,
    filters: Mapping[str, str],
    *,
    shared: bool = False,
    once: Once | None = None,
) -> View:
    check_filters(filters)
    made = View(id=parts.new_id(desk, "v"), name=name, owner_id=caller.id, shared=shared, filters=filters)
    _check_sharing(caller, made)
    return parts.add(Seat(desk, room, caller.actor), made, once)


def change_view(desk: Desk, room: Room, caller: Caller, view_id: str, changes: Mapping[str, Any]) -> View:
    """Change what `changes` names: `name`, `filters`, `shared`. No longer shared, it is its owner's alone."""
    check_filters(changes.get("filters", {}))

    def decide(before: View) -> View:
        after = replace(before, **changes)
        _check_may_change(caller, before)
        _check_sharing(caller, after)
        if after.scope != before.scope:
            parts.check_room_for(room, after)
        return after

    return parts.change(Seat(desk, room, caller.actor), lambda: view(room, caller, view_id), decide)


def delete_view(desk: Desk, room: Room, caller: Caller, view_id: str) -> None:
    def guard(before: View, _after: View | None) -> tuple[()]:
        _check_may_change(caller, before)
        return ()

    parts.remove(Seat(desk, room, caller.actor), lambda: view(room, caller, view_id), guard)


def _check_may_change(caller: Caller, found: View) -> None:
    if found.owner_id != caller.id and Permission.SETTINGS_WRITE not in caller.permissions:
        raise DeskError("forbidden", "A shared view is changed by whoever made it, or by an admin.")


def _check_sharing(caller: Caller, wanted: View) -> None:
    """What everybody sees is made by those who may write, as everything else that everybody sees."""
    if wanted.shared and not caller.permissions & {Permission.TICKETS_WRITE, Permission.SETTINGS_WRITE}:
        raise DeskError("forbidden", f"Sharing a view needs the permission {Permission.TICKETS_WRITE.value}.")
