"""moto's values read and compared quickly: nearly all of them are texts, which are what they are."""

# mypy: disable-error-code="method-assign, assignment"
# It puts its own functions into moto, whose types do not expect that.

from __future__ import annotations

import base64
from typing import Any

from moto.dynamodb.models.dynamo_type import DynamoType

_TEXT, _LIST, _MAP = "S", "L", "M"


def install() -> None:
    """Put the shortcuts into moto."""
    whole = DynamoType.__dict__["cast_value"].fget

    def cast_value(self: DynamoType) -> Any:
        return self.value if self.type == _TEXT else whole(self)

    DynamoType.cast_value = property(cast_value)
    DynamoType.__init__, DynamoType.__hash__, DynamoType.__eq__ = _take_up, _hash, _equal


def as_base64(value: bytes) -> str:
    """Write a binary value as JSON has it."""
    return base64.b64encode(value).decode()


def without_base64(value: dict[str, Any]) -> dict[str, Any]:
    """Return part of an item as it was before `as_base64`."""
    match value:
        case {"B": str(binary)} if len(value) == 1:
            return {"B": base64.b64decode(binary)}
        case {"BS": [*binaries]} if len(value) == 1:
            return {"BS": [base64.b64decode(binary) for binary in binaries]}
    return value


def _take_up(self: DynamoType, given: DynamoType | dict[str, Any]) -> None:
    if isinstance(given, DynamoType):
        self.type, self.value = given.type, given.value
    else:
        self.type, self.value = next(iter(given.items()))
    if self.type == _LIST:
        self.value = [DynamoType(value) for value in self.value]
    elif self.type == _MAP:
        self.value = {name: DynamoType(value) for name, value in self.value.items()}


def _hash(self: DynamoType) -> int:
    return hash((self.type, self.value if self.type == _TEXT else self.cast_value))


def _equal(self: DynamoType, other: DynamoType) -> bool:
    if self.type != other.type:
        return False
    return bool(self.value == other.value if self.type == _TEXT else self.cast_value == other.cast_value)
