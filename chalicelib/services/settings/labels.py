"""Labels: coloured words that tickets are sorted by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.domain.idempotency import Once
from chalicelib.domain.settings.workspace import Label
from chalicelib.services.seat import Seat
from chalicelib.services.settings import parts


def add_label(seat: Seat, name: str, color: str, once: Once | None = None) -> Label:
    label = Label(parts.new_id(seat.desk, "l"), name, color)
    return parts.add(seat, label, once)


def change_label(seat: Seat, label_id: str, changes: Mapping[str, Any]) -> Label:
    """Change what `changes` names, `name` or `color`."""
    return parts.change(seat, lambda: parts.one(seat.room, Label, label_id), lambda label: replace(label, **changes))


def delete_label(seat: Seat, label_id: str) -> None:
    """Tickets that carry it keep its id, which nobody is shown."""
    parts.remove(seat, lambda: parts.one(seat.room, Label, label_id))
