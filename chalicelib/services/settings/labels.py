"""Labels: coloured words that tickets are sorted by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.domain.events import Actor
from chalicelib.domain.idempotency import Once
from chalicelib.domain.settings.workspace import Label
from chalicelib.services.ports import Desk, Room
from chalicelib.services.settings import parts


def add_label(desk: Desk, room: Room, actor: Actor, name: str, color: str, once: Once | None = None) -> Label:
    label = Label(parts.new_id(desk, "l"), name, color)
    return parts.add(desk, room, actor, label, once)


def change_label(desk: Desk, room: Room, actor: Actor, label_id: str, changes: Mapping[str, Any]) -> Label:
    """Change what `changes` names, `name` or `color`."""
    return parts.change(
        desk, room, actor, lambda: parts.one(room, Label, label_id), lambda label: replace(label, **changes)
    )


def delete_label(desk: Desk, room: Room, actor: Actor, label_id: str) -> None:
    """Tickets that carry it keep its id, which nobody is shown."""
    parts.remove(desk, room, actor, lambda: parts.one(room, Label, label_id))
