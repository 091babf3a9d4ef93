"""Members called by `@name` in a note."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from chalicelib.domain.people.people import Member

_AT = re.compile(r"(?<![\w@.])@(?=\w)")
_JOINING = ("-", ".", "'", "’", "‐", "‑")
MOST = 50


def mentioned(text: str, members: Iterable[Member]) -> tuple[str, ...]:
    """The ids of the members whose name, first name or address's local part follows an `@`, each once, in order.

    The longest name that fits wins, so that `@Ana Kovač` is not another Ana. A first name that two members share
    calls neither: guessing would tell the wrong person.
    """
    text = unicodedata.normalize("NFC", text)
    names = _names(members)
    lengths = sorted({len(name) for name in names}, reverse=True)
    found: dict[str, None] = {}
    for at in _AT.finditer(text):
        begun = text[at.end() : at.end() + max(lengths, default=0) + 2].casefold()
        fitting = (begun[:length] for length in lengths if begun[:length] in names and not _goes_on(begun, length))
        if member_id := names.get(next(fitting, "")):
            found[member_id] = None
        if len(found) == MOST:
            break
    return tuple(found)


def _names(members: Iterable[Member]) -> dict[str, str]:
    """Folded name → id; an id of "" for what names several."""
    names: dict[str, str] = {}
    for member in members:
        if not member.active:
            continue
        for name in {member.name, member.name.partition(" ")[0], member.email.partition("@")[0]}:
            key = unicodedata.normalize("NFC", name).casefold().strip()
            if key:
                names[key] = "" if names.get(key, member.id) != member.id else member.id
    return names


def _goes_on(text: str, index: int) -> bool:
    """Return whether a longer name may be meant: `@Ana-Lena` calls no Ana."""
    rest = text[index : index + 2]
    return rest[:1].isalnum() or rest[:1] == "_" or (rest[:1] in _JOINING and rest[1:].isalnum())
