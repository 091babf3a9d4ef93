"""Who is looking at a ticket, or writing on it: a hint, never a lock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FRESH = timedelta(seconds=45)


class Doing(StrEnum):
    VIEWING = "viewing"
    WRITING = "writing"


@dataclass(frozen=True, slots=True)
class Seen:
    member_id: str
    doing: Doing
    at: datetime
