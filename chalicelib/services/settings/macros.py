"""Macros: members make their own, and share them; whoever works on tickets runs what is shared, and their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.domain.automation.macro import checked
from chalicelib.domain.errors import DeskError, not_found
from chalicelib.domain.idempotency import Once
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.settings.macros import Macro
from chalicelib.domain.settings.parts import MOST
from chalicelib.domain.settings.saved_views import SHARED
from chalicelib.services.ports import Room
from chalicelib.services.seat import Seat
from chalicelib.services.settings import parts


def all_macros(room: Room, caller_id: str) -> list[Macro]:
    """Return what is shared, then the caller's own."""
    return [one for scope in (SHARED, caller_id) for one in room.parts.page(Macro, MOST[Macro], None, scope).items]


def macro(room: Room, caller_id: str, macro_id: str) -> Macro:
    """Somebody else's own looks like none."""
    for scope in (SHARED, caller_id):
        found = room.parts.get(Macro, macro_id, scope)
        if found:
            return found
    raise not_found("macro")


def add_macro(
    seat: Seat, name: str, actions: Sequence[Mapping[str, Any]], *, shared: bool = False, once: Once | None = None
) -> Macro:
    """Raises DeskError at the action that can't be."""
    owner, new_id = seat.actor.id or "", parts.new_id(seat.desk, "x")
    made = Macro(id=new_id, name=name, owner_id=owner, shared=shared, actions=checked(actions))
    return parts.add(seat, made, once)


def change_macro(seat: Seat, macro_id: str, changes: Mapping[str, Any]) -> Macro:
    """Change what `changes` names: `name`, `actions`, `shared`. No longer shared, it is its owner's alone."""
    if "actions" in changes:
        changes = {**changes, "actions": checked(changes["actions"])}

    def decide(before: Macro) -> Macro:
        after = replace(before, **changes)
        _check_may_change(seat, before)
        if after.scope != before.scope:
            parts.check_room_for(seat.room, after)
        return after

    return parts.change(seat, lambda: macro(seat.room, seat.actor.id or "", macro_id), decide)


def delete_macro(seat: Seat, macro_id: str) -> None:
    def guard(before: Macro, _after: Macro | None) -> tuple[()]:
        _check_may_change(seat, before)
        return ()

    parts.remove(seat, lambda: macro(seat.room, seat.actor.id or "", macro_id), guard)


def _check_may_change(seat: Seat, found: Macro) -> None:
    if found.owner_id != seat.actor.id and Permission.SETTINGS_WRITE not in seat.may:
        raise DeskError("forbidden", "A shared macro is changed by whoever made it, or by an admin.")
