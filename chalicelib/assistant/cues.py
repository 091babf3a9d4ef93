"""Words and turns of phrase that tell what a sentence is for: asking, complaining, thanking, promising.

One JSON file a language. All languages are looked for at once: what somebody writes in needs no guessing, and the few
words that two languages share mean much the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from chalicelib.domain.text import fold

FOLDER = Path(__file__).parent / "cues"
_GAP = " … "
_PART = "qxq"
"""Letters that no language has, in the place of a `*` while a cue is folded."""
LANGUAGES = ("en", "de", "es", "fr")


def plain(text: str) -> str:
    """`text` as cues are compared: folded, its words with one space between them."""
    return " ".join(fold(text).split())


def has(kind: str, text: str) -> bool:
    """Return whether a text has a cue of that kind, such as `request` or `problem`."""
    return first(kind, text) is not None


def first(kind: str, text: str) -> str | None:
    """The first cue of that kind, folded; None when there is none."""
    found = _pattern(kind).search(plain(text))
    return found[0] if found else None


def begins(kind: str, text: str) -> int:
    """Return the number of words of a cue of that kind that a text begins with; 0 when it begins with none."""
    found = _pattern(kind).match(plain(text))
    return len(found[0].split()) if found else 0


def spoken(kind: str, language: str, text: str, folder: Path = FOLDER) -> list[str]:
    """Return the cues of a kind that one language has in a text, folded, in their order.

    For cues that are endings of words, which mean something in their own language alone. `folder` has the catalogues.
    """
    return _pattern(kind, language, folder).findall(plain(text))


def opens(kind: str, language: str, text: str) -> bool:
    """Return whether a text begins with a cue of a kind that one language has."""
    return _pattern(kind, language).match(plain(text)) is not None


@cache
def phrases(kind: str, language: str | None = None, folder: Path = FOLDER) -> tuple[str, ...]:
    """Every cue of a kind in one language or in all, folded, the longest first. A `…` in one stands for up to five
    words, a `*` for the beginning or the end of one."""
    languages = (language,) if language else LANGUAGES
    found = {_GAP.join(map(_plain, phrase.split("…"))) for one in languages for phrase in _catalogue(one, folder)[kind]}
    return tuple(sorted(found, key=lambda phrase: (-len(phrase), phrase)))


@cache
def alternatives(kind: str) -> str:
    """All cues of a kind as they are written, as part of a regular expression; the longest come first."""
    found = {phrase for language in LANGUAGES for phrase in _catalogue(language)[kind]}
    return "|".join(
        re.escape(phrase).replace(r"\ ", r"\s+") for phrase in sorted(found, key=lambda one: (-len(one), one))
    )


@cache
def stop_words(language: str | None = None) -> frozenset[str]:
    """The little words of one language, or of all: nothing is told by them."""
    languages = (language,) if language else LANGUAGES
    return frozenset(word for one in languages for word in plain(str(_catalogue(one)["stop"])).split())


def language_of(text: str, otherwise: str) -> str:
    """The language whose little words a text has most of; `otherwise` when that tells nothing."""
    words = plain(text[:2000]).split()
    hits = {language: sum(word in stop_words(language) for word in words) for language in LANGUAGES}
    best = max(hits, key=lambda language: (hits[language], language == otherwise))
    return best if hits[best] > 1 else otherwise


@cache
def _pattern(kind: str, language: str | None = None, folder: Path = FOLDER) -> re.Pattern[str]:
    spelt = "|".join(map(_spelt, phrases(kind, language, folder)))
    return re.compile(rf"(?<!\S)(?:{spelt})(?!\S)" if spelt else r"(?!)")


def _spelt(phrase: str) -> str:
    return r"(?: \S+){0,5} ".join(map(re.escape, phrase.split(_GAP))).replace(_PART, r"\S*")


def _plain(phrase: str) -> str:
    return plain(phrase.replace("*", _PART))


@cache
def _catalogue(language: str, folder: Path = FOLDER) -> Mapping[str, list[str] | str]:
    found: dict[str, list[str] | str] = json.loads((folder / f"{language}.json").read_text("utf-8"))
    return found
