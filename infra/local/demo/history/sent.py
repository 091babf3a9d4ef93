"""Items as they are sent to the table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from chalicelib.storage.table.records import Item

Raw = dict[str, Any]
Put = Callable[[Iterable[Raw]], None]
"""Writes items without anybody being told of them: what would follow has happened."""


def sent(item: Item) -> Raw:
    """Return an item as it is sent, in half of PynamoDB's time, which goes through all that its kind may have."""
    kinds = type(item).get_attributes()
    there = ((kinds[name], value) for name, value in item.attribute_values.items() if value is not None)
    return {kind.attr_name: {kind.attr_type: kind.serialize(value)} for kind, value in there}
