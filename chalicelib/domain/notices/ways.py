"""How a member wants to hear of an event: which of the ways, for which tickets. How that lies in their preferences.

`Member.preferences` holds, for each event that something was chosen for, two entries:

* under the event's own name one word, which says for their own tickets whether the inbox and a mail are wanted
  (`inbox`, `email`, `both` or `none`): the only entry that releases before the scopes know, read and write;
* under `notices` and the event's name what that word can't say: `mine` lists ways beyond inbox and mail, `unassigned`
  and `all` list every way. What is missing there was never chosen.

So an earlier release that changes the word changes nothing else. What a later release stored and this one doesn't
know counts as what is usual, and stays until it is chosen anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Literal, get_args

Choice = Literal["inbox", "email", "both", "none"]
BESIDE = "notices"


class NoticeWay(StrEnum):
    INBOX = "inbox"
    EMAIL = "email"
    PUSH = "push"


class Scope(StrEnum):
    """Of what tickets somebody hears: of their own, and whatever else is meant for them; of those that nobody has; of
    all there are."""

    MINE = "mine"
    UNASSIGNED = "unassigned"
    ALL = "all"


Ways = frozenset[NoticeWay]
NOTHING: Ways = frozenset()
_SAID: Mapping[str, Ways] = {
    "both": frozenset({NoticeWay.INBOX, NoticeWay.EMAIL}),
    "inbox": frozenset({NoticeWay.INBOX}),
    "email": frozenset({NoticeWay.EMAIL}),
    "none": NOTHING,
}
_SAYABLE = _SAID["both"]


def said(choice: str) -> Ways:
    """Return the ways that a word means."""
    return _SAID[choice]


def word_of(ways: Ways) -> Choice:
    """Return the word that says of ways whether inbox and mail are among them."""
    words: Mapping[Ways, Choice] = {_SAID[word]: word for word in get_args(Choice)}
    return words[ways & _SAYABLE]


def stored_ways(preferences: Mapping[str, Any], event: str, scope: Scope, usual: Ways) -> Ways:
    """Return the ways that were chosen for an event; the usual ones where none were, or some that aren't known."""
    beside = _beside(preferences, event)
    if scope is not Scope.MINE:
        return _listed(beside.get(scope), usual)
    word = preferences.get(event)
    told = _SAID[word] if isinstance(word, str) and word in _SAID else usual & _SAYABLE
    return told | _listed(beside.get(scope), usual - _SAYABLE)


def with_ways(preferences: Mapping[str, Any], event: str, scope: Scope, ways: Ways) -> dict[str, Any]:
    """Return the preferences with other ways for one event and scope. Choosing what is usual is a choice, too."""
    beside = {**_beside(preferences, event), scope.value: in_order(ways)}
    flat: dict[str, Any] = {}
    if scope is Scope.MINE:
        flat = {event: word_of(ways)}
        beside[scope.value] = in_order(ways - _SAYABLE)
        if not beside[scope.value]:
            del beside[scope.value]
    events = {**_mapping(preferences.get(BESIDE)), event: beside}
    kept = {name: chosen for name, chosen in events.items() if chosen}
    others = {name: value for name, value in preferences.items() if name != BESIDE}
    return {**others, **flat, **({BESIDE: kept} if kept else {})}


def in_order(ways: Iterable[NoticeWay]) -> list[str]:
    """Return the ways as they are listed."""
    return [way.value for way in NoticeWay if way in set(ways)]


def _beside(preferences: Mapping[str, Any], event: str) -> Mapping[str, Any]:
    return _mapping(_mapping(preferences.get(BESIDE)).get(event))


def _listed(stored: Any, usual: Ways) -> Ways:
    known = set(NoticeWay)
    if not isinstance(stored, list | tuple) or not known.issuperset(stored):
        return usual
    return frozenset(NoticeWay(way) for way in stored)


def _mapping(stored: Any) -> Mapping[str, Any]:
    return stored if isinstance(stored, Mapping) else {}
