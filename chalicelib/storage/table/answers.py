"""What DynamoDB answers, read without a look at every attribute from ten sides."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from botocore.model import MapShape
from botocore.parsers import JSONParser, ResponseParserFactory


class AnswerParserFactory(ResponseParserFactory):  # type: ignore[misc] # botocore has no types
    """Gives a botocore session the parser below, as its component `response_parser_factory`."""

    def create_parser(self, protocol_name: str) -> Any:
        """The parser for clients of a protocol: DynamoDB's is `json`, others get botocore's own."""
        return _AnswerParser(**self._defaults) if protocol_name == "json" else super().create_parser(protocol_name)


class _AnswerParser(JSONParser):  # type: ignore[misc]
    """Takes attributes as they came: as JSON, they already are what botocore makes of them, but for binary values.

    botocore asks each of them for each of its ten kinds of value, half of all CPU time that a list of tickets takes.
    """

    def _handle_map(self, shape: MapShape, value: dict[str, Any]) -> dict[str, Any]:
        if shape.value.name == "AttributeValue":
            return {name: _attribute(content) for name, content in value.items()}
        mapped: dict[str, Any] = super()._handle_map(shape, value)
        return mapped


def _attribute(value: dict[str, Any]) -> dict[str, Any]:
    [(kind, content)] = value.items()
    read = _NOT_AS_IT_CAME.get(kind)
    return {kind: read(content)} if read else value


_NOT_AS_IT_CAME: dict[str, Callable[[Any], Any]] = {
    "B": base64.b64decode,
    "BS": lambda binaries: [base64.b64decode(binary) for binary in binaries],
    "M": lambda members: {name: _attribute(member) for name, member in members.items()},
    "L": lambda members: [_attribute(member) for member in members],
}
"""Kinds of values that are, or may hold, something binary."""
