"""What an erasure comes to, as a table, and the receipt of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from chalicelib.domain.privacy.person import ErasedPerson

BACKUPS = timedelta(days=35)
"""For so long the table can be brought back as it was: until then a backup has what was erased."""
_AMOUNTS = ("erased", "renamed", "kept")
_ROWS = (
    ("contact", "contacts", "", "", ""),
    ("address", "addresses", "", "", ""),
    ("ticket", "", "tickets", "others_tickets", "other_people"),
    ("held_ticket", "", "", "held", "on_hold"),
    ("message", "messages", "renamed", "kept", "other_people"),
    ("file", "files", "", "", ""),
    ("parked_mail", "parked_mails", "", "", ""),
)
"""Each kind with the names of what is counted of it: erased, renamed, kept; and why something is kept."""


def receipt(person: ErasedPerson, counts: Mapping[str, int], now: datetime) -> dict[str, Any]:
    """Return what proves the erasure: how much of what, and until when backups have it."""
    return {**told(person, counts, now), "erased_at": now.isoformat()}


def told(person: ErasedPerson, counts: Mapping[str, int], now: datetime) -> dict[str, Any]:
    """Return an erasure as a table: of each kind how much is erased, renamed and kept, and why that is."""
    return {
        "name_after": person.name_after,
        "tickets": counts.get("tickets", 0),
        "rows": [row for row in map(partial(_row, counts), _ROWS) if any(row[name] for name in _AMOUNTS)],
        "backups_until": (now + BACKUPS).date().isoformat(),
    }


def _row(counts: Mapping[str, int], row: tuple[str, str, str, str, str]) -> dict[str, Any]:
    kind, *names, why = row
    amounts = {amount: counts.get(name, 0) for amount, name in zip(_AMOUNTS, names, strict=True)}
    return {"kind": kind, **amounts, "why": why if amounts["kept"] else ""}
