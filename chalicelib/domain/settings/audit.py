"""The audit log: who changed what of the desk, and when. An entry is stored in the transaction of its change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from chalicelib.domain.events import Actor, Change
from chalicelib.domain.settings.parts import NAMES, Part

LONGEST_VALUE = 2_000
"""Characters of a text that the log keeps."""

UNTOLD = {"secret", "derived"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """`action` is such as `label.changed` or `contact.blocked`; `subject` is the id of what it was done to, `name` what
    that was called then. `id` is a ULID of `at`."""

    id: str
    at: datetime
    actor: Actor
    action: str
    subject: str
    name: str
    changes: Mapping[str, Change] = field(default_factory=dict)


def of_change(entry_id: str, at: datetime, actor: Actor, before: Part | None, after: Part | None) -> AuditEntry:
    """The entry of a part made (`before` is None), changed, or deleted (`after` is None).

    Fields marked as secret or derived never get into it; long texts only with their beginning.
    """
    part = after or before
    assert part is not None
    verb = "created" if before is None else "deleted" if after is None else "changed"
    return AuditEntry(
        id=entry_id,
        at=at,
        actor=actor,
        action=f"{NAMES[type(part)].lower().replace(' ', '_')}.{verb}",
        subject=getattr(part, "id", ""),
        name=part.name,
        changes=_differences(before, after),
    )


def _differences(before: Part | None, after: Part | None) -> dict[str, Change]:
    part = after or before
    assert part is not None
    told = [one.name for one in fields(part) if one.name != "id" and not one.metadata.keys() & UNTOLD]
    pairs = {name: (getattr(before, name, None), getattr(after, name, None)) for name in told}
    return {name: Change(_plain(old), _plain(new)) for name, (old, new) in pairs.items() if old != new}


def _plain(value: Any) -> Any:
    """A field's value as JSON knows it."""
    if isinstance(value, str):
        return str(value) if len(value) <= LONGEST_VALUE else value[:LONGEST_VALUE] + "…"
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value
