"""What callers send, parsed: JSON, parameters, and which fields of it are wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NoReturn, TypeVar

from pydantic import BaseModel, ValidationError

from chalicelib.api.serving.routes import Schema
from chalicelib.domain.errors import DeskError, FieldError

MOST_BODY = 2 * 1024 * 1024
"""In bytes: the longest description, every character escaped as `\\ud83d\\ude00`, takes 1.2 MB."""
MOST_ERRORS = 20
_FIELD_LENGTH = 100
M = TypeVar("M", bound=BaseModel)


def given(values: Mapping[str, str], wanted: type[Schema]) -> dict[str, object]:
    """A parameter that is left empty, as forms send it, counts as not given. A wrong name stays wrong."""
    return {
        name: value
        for name, value in values.items()
        if value != "" or name not in wanted.model_fields or name in wanted.flags
    }


def read_json(headers: Mapping[str, str], content: bytes) -> object:
    """Parse a JSON body. Raises DeskError for another type, for too much, and for what isn't JSON."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise DeskError("unsupported_media_type", "Send JSON, with Content-Type: application/json.")
    if len(content) > MOST_BODY:
        raise DeskError("too_large", f"A request may have {MOST_BODY // 1024} KB at most.")
    try:
        return json.loads(content.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as fault:
        raise DeskError("malformed_json", f"The body isn't JSON in UTF-8: {str(fault)[:200]}") from fault


def _no_constant(name: str) -> NoReturn:
    """NaN and Infinity are Python's, not JSON's."""
    raise ValueError(f"{name} is not JSON")


def parsed(schema: type[M], values: object, place: tuple[str, ...]) -> M:
    """`values` as that schema has them. Raises DeskError naming every field that is wrong; the whole is `place`."""
    try:
        return schema.model_validate(values)
    except ValidationError as refusal:
        found = refusal.errors(include_url=False, include_context=False, include_input=False)
        errors = [FieldError(_field(error["loc"], place), error["msg"]) for error in found[:MOST_ERRORS]]
        raise DeskError("validation_failed", errors[0].message, errors) from refusal


def _field(location: tuple[int | str, ...], place: tuple[str, ...]) -> str:
    """The dotted path of a field. Callers name fields as they like, at any length: what is told of it is bounded."""
    path = ".".join(str(part) for part in location) or ".".join(place)
    return path[:_FIELD_LENGTH]
