"""Updates of DynamoDB, read once: each becomes a function that returns an item as it is changed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from tests.support.quick_expressions import Item, Names, Operand, Reader, Values, found_at, kind_of

Update = Callable[[Item, Names, Values], Item]

_CLAUSES = ("SET", "REMOVE", "ADD", "DELETE")


@lru_cache(2000)
def update(text: str) -> Update:
    """Read an update. Each of its changes goes by the item as it was before all of them."""
    reader, changes = Reader.of(text), list[tuple[str, list[str], Operand]]()
    while reader.next:
        clause = reader.take().upper()
        if clause not in _CLAUSES:
            raise NotImplementedError(text)
        changes.append((clause, *_change(reader, clause)))
        while reader.took(","):
            changes.append((clause, *_change(reader, clause)))

    def changed(before: Item, names: Names, values: Values) -> Item:
        after = dict(before)
        for clause, path, operand in changes:
            there = found_at(before, path, names)
            _put(after, [names.get(part, part) for part in path], _MADE[clause](there, operand(before, names, values)))
        return after

    return changed


def _change(reader: Reader, clause: str) -> tuple[list[str], Operand]:
    path = reader.take().split(".")
    if clause == "REMOVE":
        return path, lambda *_: None
    if clause == "SET":
        reader.take("=")
    operand = reader.operand()
    while clause == "SET" and reader.next in ("+", "-"):
        operand = _sum(operand, 1 if reader.take() == "+" else -1, reader.operand())
    return path, operand


def _sum(one: Operand, sign: int, other: Operand) -> Operand:
    return lambda *known: {"N": str(Decimal(one(*known)["N"]) + sign * Decimal(other(*known)["N"]))}


def _added(there: Any, more: Any) -> Any:
    if kind_of(more) == "N":
        return {"N": str(Decimal(there["N"] if there else 0) + Decimal(more["N"]))}
    kind = kind_of(more)
    return {kind: [*dict.fromkeys([*(there[kind] if there else ()), *more[kind]])]}


def _without(there: Any, less: Any) -> Any:
    kind = kind_of(less)
    left = [one for one in there[kind] if one not in less[kind]] if there else []
    return {kind: left} if left else None


_MADE: dict[str, Callable[[Any, Any], Any]] = {
    "SET": lambda _, value: value,
    "REMOVE": lambda _, __: None,
    "ADD": _added,
    "DELETE": _without,
}


def _put(item: Item, path: list[str], value: Any) -> None:
    """Put a value where it belongs, or None where there is to be none. Maps on the way are copied: others hold them."""
    *way, last = path
    for part in way:
        inner = dict(item[part]["M"])
        item[part] = {"M": inner}
        item = inner
    if value is None:
        item.pop(last, None)
    else:
        item[last] = value
