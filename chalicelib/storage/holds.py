"""A hold as a list of plain values, as tickets and contacts have it in their documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from chalicelib.domain.holds import Hold
from chalicelib.storage.table.records import instant


def hold_data(held: Hold | None) -> list[Any] | None:
    return [held.reason, instant(held.at), held.by_id, held.by_name] if held else None


def hold(data: Sequence[Any] | None) -> Hold | None:
    return Hold(data[0], datetime.fromisoformat(data[1]), data[2], data[3]) if data else None
