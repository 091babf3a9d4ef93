"""The documents of SLA policies and business hours."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints, WithJsonSchema

from chalicelib.api.schemas.base import WHOLE, Document, Flag
from chalicelib.api.serving.routes import Schema
from chalicelib.domain.people.addresses import NAME_LENGTH
from chalicelib.domain.sla.business_hours import INTERVALS
from chalicelib.domain.sla.policies import LONGEST_MINUTES
from chalicelib.domain.sla.schedule import DAYS, OWN_HOLIDAYS
from chalicelib.domain.vocabulary import Priority

_TIME = r"^(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"
_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"

Minutes = Annotated[int, WHOLE, WithJsonSchema({"type": "integer", "minimum": 1, "maximum": LONGEST_MINUTES})]
Time = Annotated[str, StringConstraints(pattern=_TIME)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=60)]


class NewSlaPolicyBody(Schema):
    """Targets in minutes of business time. `pause_on_waiting`: while its customer has a ticket, the clock stands."""

    priority: Priority
    first_response_minutes: Minutes
    resolution_minutes: Minutes
    next_response_minutes: Minutes | None = None
    pause_on_waiting: Flag = True


class SlaPolicyChangesBody(Schema):
    """The fields to change; others stay. Tickets keep the policy they have until their priority changes."""

    first_response_minutes: Minutes = 0
    resolution_minutes: Minutes = 0
    next_response_minutes: Minutes | None = None
    pause_on_waiting: Flag = True


class SlaPolicyOut(Document):
    id: str
    priority: Priority
    first_response_minutes: int
    resolution_minutes: int
    next_response_minutes: int | None
    pause_on_waiting: bool


class SlaPoliciesPage(Document):
    items: list[SlaPolicyOut]
    next_cursor: str | None


class IntervalBody(Schema):
    """From `start` up to `end`, which may be 24:00. A night shift is two intervals, on two days."""

    start: Time
    end: Time


class HolidayBody(Schema):
    date: Annotated[str, StringConstraints(pattern=_DATE), WithJsonSchema({"type": "string", "format": "date"})]
    name: Annotated[str, StringConstraints(max_length=NAME_LENGTH)] = ""


Day = Annotated[list[IntervalBody], Field(max_length=INTERVALS)]


class BusinessHoursChangesBody(Schema):
    """`week` has seven days, Monday first. With a week and without `always`, the week is what counts.

    `country` is a code such as `DE`, `region` such as `BY`: their public holidays are free, and so are your `holidays`.
    """

    zone: Code = ""
    always: Flag = False
    week: list[Day] = Field(default_factory=list, min_length=DAYS, max_length=DAYS)
    country: Code | None = None
    region: Code | None = None
    holidays: list[HolidayBody] = Field(default_factory=list, max_length=OWN_HOLIDAYS)


class IntervalOut(Document):
    start: str
    end: str


class HolidayOut(Document):
    date: date
    name: str


class BusinessHoursOut(Document):
    """`always` is around the clock; the rest then waits to be used. `never_due`: there is no working time, so no target
    is ever due. `public_holidays` were worked out for the years around the last change."""

    zone: str
    always: bool
    week: list[list[IntervalOut]]
    country: str | None
    region: str | None
    holidays: list[HolidayOut]
    public_holidays: list[HolidayOut]
    never_due: bool
