"""Items whose attributes are numbers by name, which are added to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import and_

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.storage.table.records import Item


def additions(kind: str, amounts: Mapping[str, int]) -> list[Action]:
    """Return the changes that add to an item's numbers; it is of that type, also where it wasn't there."""
    typed: Action = Item.type.set(kind)
    return [typed, *(Path([name]).add({"N": str(by)}) for name, by in amounts.items())]


def as_read(numbers: Mapping[str, int]) -> Condition:
    """Return the condition that all of an item's numbers are as they were read; one that isn't there is 0."""
    return reduce(and_, (_is(name, was) for name, was in numbers.items()))


def _is(name: str, was: int) -> Condition:
    path = Path([name])
    same: Condition = path == {"N": str(was)}
    return same if was else same | path.does_not_exist()
