"""Macros: lists of actions, of one member or of the whole desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.api.schemas.macros import (
    MacroActionBody,
    MacroActionOut,
    MacroChangesBody,
    MacroOut,
    MacrosPage,
    NewMacroBody,
)
from chalicelib.api.serving.routes import Call, NoQuery
from chalicelib.api.settings.resource import Resource
from chalicelib.domain.automation.actions import ActionKind
from chalicelib.domain.paging import Page
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.settings.macros import Macro
from chalicelib.services.settings import macros

_AMONG_MEMBERS = (ActionKind.NOTE, ActionKind.ESCALATE)


def _macro(call: Call, macro: Macro) -> MacroOut:
    return MacroOut(
        id=macro.id,
        name=macro.name,
        shared=macro.shared,
        own=macro.owner_id == call.caller.id,
        actions=[_action(given, notes=call.caller.reads_notes) for given in macro.actions],
    )


def _action(given: Mapping[str, Any], *, notes: bool) -> MacroActionOut:
    known = {name: value for name, value in given.items() if name in MacroActionOut.model_fields}
    if not notes and given["do"] in _AMONG_MEMBERS:
        known["text"] = None
    return MacroActionOut(**known)


def _macros(call: Call, limit: int, after: str | None) -> Page[Macro]:
    """What is shared first; there are few enough to be read whole."""
    found = macros.all_macros(call.room, call.caller.id)
    start = int(after or 0)
    return Page(found[start : start + limit], str(start + limit) if len(found) > start + limit else None)


def _new_macro(call: Call[NoQuery, NewMacroBody]) -> tuple[str, MacroOut]:
    body = call.body
    made = macros.add_macro(call.seat, body.name, _given(body.actions), shared=body.shared, once=call.once)
    return made.id, _macro(call, made)


def _macro_again(call: Call, result: str) -> tuple[str, MacroOut]:
    return result, _macro(call, macros.macro(call.room, call.caller.id, result))


def _change_macro(call: Call, macro_id: str, changes: dict[str, Any]) -> Macro:
    if "actions" in changes:
        changes["actions"] = _given(changes["actions"])
    return macros.change_macro(call.seat, macro_id, changes)


def _given(actions: list[MacroActionBody]) -> list[dict[str, Any]]:
    """Each action with what it takes, and with what it doesn't if that says something."""
    return [_document(one) for one in actions]


def _document(given: MacroActionBody) -> dict[str, Any]:
    values = given.model_dump(mode="json", exclude_unset=True)
    nobody = given.do is ActionKind.ASSIGN
    return {name: value for name, value in values.items() if value is not None or (nobody and name == "member")}


Resource(
    path="macros",
    one="macro",
    many="macros",
    may_read=Permission.TICKETS_WRITE,
    may_write=Permission.TICKETS_WRITE,
    shown=MacroOut,
    page=MacrosPage,
    new=NewMacroBody,
    made=MacroOut,
    changes=MacroChangesBody,
    show=_macro,
    list=_macros,
    get=lambda call, macro_id: macros.macro(call.room, call.caller.id, macro_id),
    create=_new_macro,
    again=_macro_again,
    change=_change_macro,
    delete=lambda call, macro_id: macros.delete_macro(call.seat, macro_id),
    refusals=("forbidden",),
).declare()
