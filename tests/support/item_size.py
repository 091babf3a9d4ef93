"""How many bytes an item has, by the rules of
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

Item = Mapping[str, Mapping[str, Any]]
"""As botocore's low-level client takes and gives it: `{"pk": {"S": "W#acme"}}`."""

_COLLECTION, _ELEMENT = 3, 1
_LONGEST_NUMBER = 21


def size(item: Item) -> int:
    """Names and values, in bytes."""
    return sum(len(name.encode()) + value_size(value) for name, value in item.items())


def value_size(value: Mapping[str, Any]) -> int:
    """One typed value, in bytes. A list or map has three of its own, and one for each element."""
    ((kind, content),) = value.items()
    match kind:
        case "S":
            return len(content.encode())
        case "N":
            return _number_size(content)
        case "B":
            return len(content)
        case "BOOL" | "NULL":
            return 1
        case "SS" | "NS" | "BS":
            return sum(value_size({kind[0]: element}) for element in content)
        case "L":
            return _COLLECTION + sum(_ELEMENT + value_size(element) for element in content)
        case "M":
            return _COLLECTION + size(content) + _ELEMENT * len(content)
    raise ValueError(f"DynamoDB has no type {kind!r}")


def _number_size(text: str) -> int:
    """A byte for every two significant digits, one more, and one for a minus. AWS calls it approximate itself."""
    sign, digits, _ = Decimal(text).as_tuple()
    significant = "".join(map(str, digits)).strip("0")
    return min(_LONGEST_NUMBER, (len(significant) + 1) // 2 + 1 + sign)
