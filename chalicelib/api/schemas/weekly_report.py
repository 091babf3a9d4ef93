"""Who gets the weekly report by mail, and when, as the API takes and gives it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chalicelib.api.schemas.base import WHOLE, Document, Id, Instant
from chalicelib.api.serving.routes import Schema
from chalicelib.domain.settings.weekly_report import MOST_READERS, NOBODY


class WeeklyReportBody(Schema):
    """`members` are the ids of active members, none for nobody. It goes out on the `weekday`, 0 for Monday, at the full
    `hour`, by the clock of the business hours' zone."""

    members: Annotated[list[Id], Field(max_length=MOST_READERS)] = Field(default_factory=list)
    weekday: Annotated[int, Field(ge=0, le=6), WHOLE] = NOBODY.weekday
    hour: Annotated[int, Field(ge=0, le=23), WHOLE] = NOBODY.hour


class WeeklyReportOut(Document):
    """`stopped` are those of the `members` who want none of it. `next_at` is when it goes out next, null while nobody
    is chosen."""

    members: list[str]
    stopped: list[str]
    weekday: int
    hour: int
    zone: str
    next_at: Instant | None
