"""How long tickets are kept, as the API takes and gives it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chalicelib.api.schemas.base import WHOLE, Document, Instant
from chalicelib.api.serving.routes import Schema
from chalicelib.domain.settings.retention import LEAST_DAYS, MOST_DAYS
from chalicelib.domain.tickets.timing import TRASH_TIME

_Days = Annotated[int, Field(ge=LEAST_DAYS, le=MOST_DAYS), WHOLE]
_AskedDays = Annotated[int, Field(ge=LEAST_DAYS, le=MOST_DAYS)]


class RetentionBody(Schema):
    """For closed tickets, archived ones and spam: after how many days without a change they go into the trash; null for
    never. What is closed and archived counts as archived."""

    closed: _Days | None
    archived: _Days | None
    spam: _Days | None


class RetentionQuery(Schema):
    """The days to count by, of the places to count."""

    closed: _AskedDays | None = None
    archived: _AskedDays | None = None
    spam: _AskedDays | None = None


class RetentionOut(Document):
    """The days for each place, null for never; and for how many more a ticket can be restored from the trash."""

    closed: int | None
    archived: int | None
    spam: int | None
    trash: int = TRASH_TIME.days


class DueTicketsOut(Document):
    """So many tickets are due, those on hold included. If there are `more`, the `count` ended at those last changed
    `until` then, the oldest first. `oldest` is when the first of them was last changed, null where none is due."""

    count: int
    more: bool
    oldest: Instant | None
    until: Instant | None


class RetentionPreviewOut(Document):
    """Null for places that nothing was asked of."""

    closed: DueTicketsOut | None = None
    archived: DueTicketsOut | None = None
    spam: DueTicketsOut | None = None
