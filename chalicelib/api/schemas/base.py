"""Kinds of text, number and time that the documents of the API are made of."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, NoReturn

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    Strict,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from chalicelib.domain.people.addresses import ADDRESS_LENGTH, NAME_LENGTH
from chalicelib.domain.people.phones import PHONE_LENGTH
from chalicelib.domain.text import SOMETHING, has_something
from chalicelib.domain.tickets.lifecycle import TEXT_LENGTH
from chalicelib.domain.tickets.message import BODY_LENGTH
from chalicelib.domain.tickets.ticket import DESCRIPTION_LENGTH, TITLE_LENGTH


def _rfc3339(value: datetime) -> str:
    return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def something(longest: int) -> WithJsonSchema:
    """A text with something to see in it; the rules refuse others in words for people."""
    return WithJsonSchema({"type": "string", "minLength": 1, "maxLength": longest, "pattern": SOMETHING})


def _read(value: str) -> str:
    if not has_something(value):
        raise PydanticCustomError("nothing_to_read", "There is nothing to read in it.")
    return value


Instant = Annotated[datetime, PlainSerializer(_rfc3339, return_type=str)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=NAME_LENGTH)]
Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=3, max_length=ADDRESS_LENGTH),
    WithJsonSchema({"type": "string", "format": "email", "maxLength": ADDRESS_LENGTH}),
]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=PHONE_LENGTH)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, max_length=TITLE_LENGTH), something(TITLE_LENGTH)]
Description = Annotated[str, StringConstraints(max_length=DESCRIPTION_LENGTH)]
Body = Annotated[str, StringConstraints(max_length=BODY_LENGTH), something(BODY_LENGTH)]
Reason = Annotated[str, StringConstraints(max_length=TEXT_LENGTH), something(TEXT_LENGTH)]
Id = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9_.-]+$")]
Ids = Annotated[str, StringConstraints(max_length=2000, pattern=r"^[A-Za-z0-9_., -]*$")]
_ADDRESS = "([^,@]+@[^,@]+)?"
Addresses = Annotated[str, StringConstraints(max_length=2000, pattern=rf"^{_ADDRESS}(,{_ADDRESS})*$")]
READ = AfterValidator(_read)
"""For texts that no rule looks at again."""
Flag = Annotated[bool, Strict()]


class WrittenFormat(StrEnum):
    """The way in which a text is given. HTML is kept as its words with their formatting, as that of a mail is."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"


def _number(value: object) -> object:
    """JSON's numbers alone, of which 5.0 is a whole one (JSON Schema, core §4.2.3), and neither "5" nor true."""
    if isinstance(value, bool | str):
        raise PydanticCustomError("int_type", "This should be a whole number.")
    return value


def _spelt(value: object) -> object:
    """A query can only spell true and false."""
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


WHOLE = BeforeValidator(_number)
SpeltFlag = Annotated[bool, Strict(), BeforeValidator(_spelt)]


def word(*known: str) -> WithJsonSchema:
    """Describe a text that is one of these words, or one that a later release stored."""
    return WithJsonSchema({"type": "string", "enum": list(known)})


class Document(BaseModel):
    """A document that the API gives back, always whole: fields with a default are required in its description, too."""

    model_config = ConfigDict(defer_build=True, json_schema_serialization_defaults_required=True)


def _written(text: object) -> object:
    """Dates are also numbers to pydantic, and numbers are seconds; nobody means that."""
    try:
        return date.fromisoformat(str(text)) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str(text)) else _no_day()
    except ValueError:
        return _no_day()


def _no_day() -> NoReturn:
    raise PydanticCustomError("day", "Write a day of the calendar as 2026-03-31.")


Day = Annotated[date, BeforeValidator(_written), WithJsonSchema({"type": "string", "format": "date"})]


def _at(text: object) -> object:
    """A day begins at midnight, by UTC."""
    day = re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str(text))
    if not day and not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ]", str(text)):
        raise PydanticCustomError("instant", "Write the instant as 2026-03-31T12:00:00Z, or a day as 2026-03-31.")
    return f"{text}T00:00:00Z" if day else text


def _by_utc(at: datetime) -> datetime:
    try:
        return at.astimezone(UTC)
    except OverflowError:
        raise PydanticCustomError("instant", "There is no such year.") from None


At = Annotated[
    AwareDatetime,
    BeforeValidator(_at),
    AfterValidator(_by_utc),
    WithJsonSchema({"type": "string", "anyOf": [{"format": "date-time"}, {"format": "date"}]}),
]
