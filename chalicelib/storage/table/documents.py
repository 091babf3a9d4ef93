"""JSON documents that a later release may have added to: what isn't known here is skipped by readers, kept by writers.

Readers take the fields they know by name (`known`) or the first places of a list. Writers store what the rules made of
it together with the rest of what is stored (`carried`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any


def known(kind: type[Any], stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `stored` has for the fields of a dataclass."""
    return {field.name: stored[field.name] for field in fields(kind) if field.name in stored}


def carried(stored: Any, before: Any, after: Any) -> Any:
    """Return `after` with everything in `stored` that `before`, which is all that was understood of it, doesn't have.

    What is the same before and after stays as it is stored. Of objects, members that `before` lacks stay; of lists,
    places behind its last one, wherever in a list the element is now. What `after` no longer has goes, with all in it.
    """
    if before == after:
        return stored
    if all(isinstance(one, Mapping) for one in (stored, before, after)):
        unknown = {name: value for name, value in stored.items() if name not in before}
        read = stored.keys() & before.keys()
        changed = {
            name: carried(stored[name], before[name], value) if name in read else value for name, value in after.items()
        }
        return unknown | changed
    if all(isinstance(one, list | tuple) for one in (stored, before, after)):
        places = [(one, _place(one, index, before)) for index, one in enumerate(after)]
        kept = [one if at is None else carried(stored[at], before[at], one) for one, at in places]
        return [*kept, *stored[len(before) :]]
    return after


def _place(element: Any, index: int, before: Sequence[Any]) -> int | None:
    """Where an element of a list was before: best where it is now."""
    found = (at for at in (index, *range(len(before))) if at < len(before) and _named(before[at]) == _named(element))
    return next(found, None)


def _named(element: Any) -> Any:
    """What tells an element from the others: what is in its first place, its id, or all of it."""
    if isinstance(element, list | tuple):
        return element[0] if element else None
    return element.get("id") if isinstance(element, Mapping) else element
