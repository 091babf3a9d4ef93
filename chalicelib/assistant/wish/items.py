"""What a piece of a clause says of the ticket, and which pieces make sense together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from chalicelib.assistant.wish.grammar import CHANNELS, LEVELS, SAYS, Match
from chalicelib.assistant.wish.people import Mention

FILLERS = frozenset({"polite", "glue", "verb", "article", "noun_after", "object", "reported", "pronoun", "very"})
NOUNS: Mapping[str, str] = {
    "noun": "",
    "noun_support": "support_ticket",
    "noun_bug": "bug_report",
    "noun_feature": "feature_request",
    "noun_request": "customer_request",
    "noun_phone": "",
}
_GOES_BEFORE = {"very": {"very", "level", "adjective"}, "adjective": {"adjective", "noun"}}
_MAY_SAY = frozenset({"contact", "pronoun", "object", "says", "channel", "glue", "reported"})
UNKNOWN = 3
"""What it costs to read something as a name that the desk doesn't have."""


@dataclass(frozen=True, slots=True)
class WishItem:
    """A piece of a clause that says one thing. `cost` is how far-fetched that reading is."""

    kind: str
    start: int
    end: int
    value: object = None
    cost: int = 0
    loose: bool = False
    """Whether it may follow the matter without a comma."""


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who is to take the ticket: a member by name, `me`, or nobody."""

    name: str = ""
    me: bool = False


@dataclass(frozen=True, slots=True)
class WishContact:
    """Somebody whom it may be for. `cue`: for, by, role, or none where the name stands alone."""

    mention: Mention
    cue: str = ""


_CALLED = {
    "priority": "level",
    "mine": "assign",
    "nobody": "assign",
    "assign": "assign",
    "label": "label",
    "label_after": "label",
    "nolabel": "label",
    "as_type": "type",
    "channel": "channel",
}
_SAYS_ALREADY: Mapping[str, object] = {"mine": Who(me=True), "nobody": None, "nolabel": ()}
"""The kinds of phrases that say a field's value, as items call them, and what those without a slot say."""


def meaning(found: Match) -> tuple[str, object]:
    """A phrase's kind as an item has it, and its value; no kind for phrases that are parts of others."""
    kind, value = found.kind, found.value
    level = kind.removesuffix("_end")
    if kind in NOUNS:
        return "noun", (NOUNS[kind], "phone" if kind == "noun_phone" else "")
    if level in LEVELS:
        return "level", level
    if kind == "notlevel":
        return "level", "low" if value in ("urgent", "high") else "medium"
    if kind.startswith("level_"):
        return "adjective", kind.removeprefix("level_")
    if kind in CHANNELS:
        return "channel", kind
    if kind in SAYS:
        return "says", spoken(kind)
    if kind in _CALLED:
        return _CALLED[kind], _SAYS_ALREADY.get(kind, value)
    return (kind, None) if kind in FILLERS else ("", None)


def makes_sense(found: Sequence[WishItem]) -> bool:
    """Return whether a clause that can be read as these items says anything by them."""
    kinds = [item.kind for item in found]
    somebody = "contact" in kinds or "pronoun" in kinds
    if ("says" in kinds and not somebody) or ("pronoun" in kinds and "says" not in kinds):
        return False
    if any(after not in _GOES_BEFORE.get(kind, {after}) for kind, after in pairwise([*kinds, ""])):
        return False
    if any(after == "says" and kind not in _MAY_SAY for kind, after in pairwise(["", *kinds])):
        return False
    said = kinds.index("says") if "says" in kinds else len(found)
    if any(isinstance(item.value, WishContact) and not item.value.cue for item in found[said:]):
        return False
    if "object" in kinds and not ("says" in kinds or "reported" in kinds):
        return False
    told = {"level", "channel", "assign", "label", "type", "noun", "member"} & set(kinds)
    if ("verb" in kinds or "noun_after" in kinds or "article" in kinds) and not told:
        return False
    return bool(told) or somebody or ("polite" in kinds and set(kinds) <= {"polite", "glue"})


def spoken(kind: str) -> str:
    """Return the channel that somebody who "called" came by; empty for one who just says something."""
    return kind.removeprefix("says").removeprefix("_")
