"""Where an item of the table has what somebody wrote: the one list that cutting words out of it goes by."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from chalicelib.domain.events import ActorKind
from chalicelib.domain.mail.jobs import state_told
from chalicelib.domain.privacy.cutting import BLANK, Cut
from chalicelib.domain.privacy.person import ErasedPerson
from chalicelib.storage.table.records import CompactJsonAttribute

Raw = Mapping[str, Any]
Path = tuple[Any, ...]
EACH, DEEP = "*", "**"
"""In a path: every one of a list or of a map's values; every text below."""

_TOLD = (
    "title",
    "description",
    "resolution",
    "reason",
    "contact",
    "participants",
    "proposed",
    "answers_to",
    "to",
    "comment",
    "text",
    "former",
)
_EVENTS: tuple[Path, ...] = tuple((EACH, 1, name, DEEP) for name in _TOLD)
_FORMER: tuple[Path, ...] = (
    *(
        (name, DEEP)
        for name in ("title", "description", "resolution", "contact", "participants", "proposed", "answers_to")
    ),
    ("escalation", 0),
    ("csat", 0),
    ("threads", DEEP),
)
_PLAIN: Mapping[str, tuple[str, ...]] = {
    "message": ("b", "q", "x"),
    "later": ("b",),
    "note": ("b",),
    "former_note": ("b",),
}
_HTML: Mapping[str, tuple[str, ...]] = {"message": ("fm",), "note": ("fm",), "later": ("fm",)}
_DOCUMENTS: Mapping[str, Mapping[str, tuple[Path, ...]]] = {
    "message": {"w": ((2,),), "at_": ((EACH, "name"),), "id": ((2,), (3,), (4,), (5,))},
    "later": {"w": ((2,),), "at_": ((EACH, "name"),), "cc": ((EACH,),)},
    "note": {"w": ((2,),), "at_": ((EACH, "name"),), "fw": ((EACH,),)},
    "action": {"w": ((2,),), "r": ((EACH, 1), (EACH, 2)), "e": _EVENTS, "fo": _FORMER},
    "mail": {"d": (("address",), ("name",))},
    "inbox": {"d": (("title",), ("preview",), ("actor",))},
    "reminder": {"d": (("note",),)},
    "audit": {"d": (("name",), ("changes", DEEP), ("actor", 2))},
}
_SAID = frozenset({"message", "note"})
_GO_WITH_WHAT_WAS_SAID = ("f", "q", "fm", "at_", "h", "x", "id")
_GO_WITH_AN_ACTION = ("r", "fo")
_PEOPLE = ("participants", "proposed")
_DERIVED = frozenset({"summary"})
"""What the assistant made of it goes as a whole, and is made again."""


def without_values(entry: Raw) -> dict[str, str]:
    """Return an entry of the audit log without any text that it tells of what changed, as it is to be stored."""
    document = json.loads(entry["d"]["S"])
    return {"d": _packed(_along(document, ("changes", DEEP), _blank))}


def is_derived(item: Raw) -> bool:
    """Return whether an item is only made of what others say."""
    return item["type"]["S"] in _DERIVED


def without(item: Raw, cut: Cut) -> dict[str, str]:
    """Return those texts of an item that change, by attribute, as they are to be stored. A long text lies elsewhere."""
    kind, made = item["type"]["S"], dict[str, str]()
    for change, names in ((cut.text, _PLAIN.get(kind, ())), (cut.html, _HTML.get(kind, ()))):
        made |= {name: change(item[name]["S"]) for name in names if "S" in item.get(name, {})}
    for name, paths in _DOCUMENTS.get(kind, {}).items():
        if "S" in item.get(name, {}):
            made[name] = _rewritten(item[name]["S"], paths, cut)
    return {name: text for name, text in made.items() if text != item[name]["S"]}


def places(item: Raw, cut: Cut) -> int:
    """Return how often the words stand in an item."""
    return len(cut.found_in(said_in(item)))


def said_in(item: Raw) -> str:
    """Return all texts of an item, one after the other."""
    kind, found = item["type"]["S"], list[str]()

    def noted(text: str) -> str:
        found.append(text)
        return text

    for name in _PLAIN.get(kind, ()):
        noted(item[name]["S"] if "S" in item.get(name, {}) else "")
    for name, paths in _DOCUMENTS.get(kind, {}).items():
        for path in paths if "S" in item.get(name, {}) else ():
            _along(json.loads(item[name]["S"]), path, noted)
    return "\n".join(found)


def _rewritten(stored: str, paths: Iterable[Path], cut: Cut) -> str:
    document = json.loads(stored)
    made = json.loads(stored)
    for path in paths:
        made = _along(made, path, cut.text)
    return stored if made == document else _packed(made)


def _along(value: Any, path: Path, change: Callable[[str], str]) -> Any:
    """The value with what lies at the end of a path changed; what isn't there, or is no text, stays as it is."""
    if not path or path == (DEEP,):
        if isinstance(value, str):
            return change(value)
        return _each(value, lambda one: _along(one, (DEEP,), change)) if path else value
    step, rest = path[0], path[1:]
    if step == EACH:
        return _each(value, lambda one: _along(one, rest, change))
    if isinstance(value, dict) and step in value:
        return {name: _along(one, rest, change) if name == step else one for name, one in value.items()}
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return [_along(one, rest, change) if place == step else one for place, one in enumerate(value)]
    return value


def _each(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, dict):
        return {name: change(one) for name, one in value.items()}
    return [change(one) for one in value] if isinstance(value, list) else value


def emptied(item: Raw, person: ErasedPerson) -> tuple[dict[str, Any], list[str]]:
    """Return what stands in an item once nothing is left of what was said on its ticket: the attributes that change, as
    they are to be stored, and those that go."""
    kind = item["type"]["S"]
    if kind == "reminder":
        return {"d": {"S": _packed({**json.loads(item["d"]["S"]), "note": ""})}}, []
    if kind not in (*_SAID, "action"):
        return {}, []
    made: dict[str, Any] = {"w": {"S": _author(item["w"]["S"], person)}}
    if kind == "action":
        made["e"] = {"S": _packed([_told_of(event, person) for event in json.loads(item["e"]["S"])])}
        return _changed(item, made, _GO_WITH_AN_ACTION)
    if "b" in item or "f" in item:
        made["b"] = {"S": BLANK}
    if "fw" in item:
        made["fw"] = {"S": _packed([BLANK])}
    if item.get("dl", {}).get("M"):
        states = {one: state_told(value["S"])[0] for one, value in item["dl"]["M"].items()}
        made["dl"] = {"M": {one: {"S": state.value} for one, state in states.items()}}
    return _changed(item, made, _GO_WITH_WHAT_WAS_SAID)


def _changed(item: Raw, made: Mapping[str, Any], gone: Iterable[str]) -> tuple[dict[str, Any], list[str]]:
    return {name: value for name, value in made.items() if item.get(name) != value}, [
        one for one in gone if one in item
    ]


def _author(stored: str, person: ErasedPerson) -> str:
    """Members keep their names: it is they who acted."""
    kind, author_id, *rest = json.loads(stored)
    return _packed([kind, author_id, person.name_after]) if kind == ActorKind.CUSTOMER and rest else stored


def _told_of(event: list[Any], person: ErasedPerson) -> list[Any]:
    kind, changes = event[:2]
    return [kind, {name: [_left(name, one, person) for one in change] for name, change in changes.items()}]


def _left(name: str, value: Any, person: ErasedPerson) -> Any:
    if name in _PEOPLE:
        return [] if isinstance(value, list) else value
    if name == "contact":
        theirs = isinstance(value, dict) and value.get("id") in person.ids
        return {**value, "name": person.name_after, "email": None} if theirs else value
    return _along(value, (DEEP,), _blank) if name in _TOLD else value


def _blank(text: str) -> str:
    return BLANK if text else text


def _packed(value: Any) -> str:
    return str(CompactJsonAttribute().serialize(value))
