"""A sentence as words and marks, each by where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from chalicelib.domain.people.addresses import is_address
from chalicelib.domain.text import fold

_TOKEN = re.compile(
    r"(?P<address>\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})|(?P<word>[^\W_]+)|(?P<sign>[@#](?=[^\W_]))"
    r"|(?P<mark>[,;:.!?…–—()\[\]\n]|(?<=\s)-(?=\s))"
)
_UMLAUTS = re.compile("(?<=[aou])e")
_ENDS = frozenset(".!?…\n")


@dataclass(frozen=True, slots=True)
class WishToken:
    """A word, an address or a sign by its `key`, or a `mark` that parts words. `glued`: no blank stands before it."""

    key: str
    start: int
    end: int
    mark: str = ""
    glued: bool = False
    capital: bool = False
    address: str = ""


@lru_cache(maxsize=4096)
def key_of(word: str) -> str:
    """Return what a word is compared by: no case, no accents, and umlauts however they are spelt."""
    return _UMLAUTS.sub("", "".join(fold(word).split())) or word


def keys_of(text: str) -> tuple[str, ...]:
    """Return the keys of the words of a name or a phrase, and its marks."""
    return tuple(token.key for token in tokens_of(normalize("NFC", text)))


def tokens_of(text: str, titles: frozenset[str] = frozenset(), short: frozenset[str] = frozenset()) -> list[WishToken]:
    """The words and marks of a text. A full stop behind one of the `titles`, an initial or what is `short` for a kind
    of company ends nothing, as far as what follows goes on."""
    found: list[WishToken] = []
    for match in _TOKEN.finditer(text):
        before = found[-1] if found else None
        if match["mark"]:
            if _parts(text, match, before, titles, short):
                found.append(WishToken(match[0], match.start(), match.end(), mark=match[0]))
            continue
        between = text[before.end : match.start()] if before else " "
        glued = before is not None and not before.mark and not any(map(str.isspace, between))
        given = match["address"] or ""
        address = given.lower() if given and is_address(given) else ""
        found.append(
            WishToken(
                address or key_of(match[0]),
                match.start(),
                match.end(),
                glued=glued,
                capital=match[0][0].isupper() or (match[0][0].isalpha() and not match[0][0].islower()),
                address=address,
            )
        )
    return found


def _parts(
    text: str, match: re.Match[str], before: WishToken | None, titles: frozenset[str], short: frozenset[str]
) -> bool:
    """Whether a mark parts what stands around it: not the stop in "50.5", "Mr. Lund", "Ana K. at …" or "Acme Inc.:"."""
    mark, after = match[0], text[match.end() : match.end() + 1]
    if mark in ",.!?:" and after and not after.isspace():
        inside = mark in ".!?" and after not in "\"'”’»)!?:,;." if mark != ":" else after in "/\\" or after.isdigit()
        if inside or (mark == "," and after.isdigit()):
            return False
    if mark != "." or before is None or before.mark or before.end != match.start():
        return True
    rest = text[match.end() : match.end() + 3].lstrip()
    goes_on = bool(rest) and (rest[0].islower() or rest[0] in ",;:)")
    initial = before.end - before.start == 1 and before.capital
    if before.key in titles and rest and not rest[0].islower():
        return False
    return not ((initial or before.key in short) and goes_on)


def ends_sentence(mark: str) -> bool:
    return mark in _ENDS
