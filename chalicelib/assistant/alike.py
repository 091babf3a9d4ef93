"""What words of a help desk mean alike, which of them tell little, and what is said out of courtesy alone.

One JSON file a language. A word is in as many groups as it has meanings there.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from chalicelib.assistant import cues
from chalicelib.assistant.stems import stem

_SHORTEST_PART, _GREETING = 4, 4
_FOLDER = Path(__file__).parent / "alike"
_CLAUSE = re.compile(r"[.!?;:,]+\s+|\n+|\s[–—-]\s")


def without_courtesy(sentence: str) -> str:
    """A sentence without the parts of it that are said in any ticket: "please help as soon as possible"."""
    parts = _CLAUSE.split(sentence)
    return " . ".join(part for part in parts if not _courtesy().search(cues.plain(part)) and not _greets(part))


def _greets(part: str) -> bool:
    return cues.begins("greeting", part) > 0 and len(part.split()) <= _GREETING


def tells_little(stemmed: str) -> bool:
    """Return whether a word, by its stem, stands in tickets of all kinds."""
    return stemmed in _common()


def groups_of(term: str, language: str) -> tuple[frozenset[str], ...]:
    """The stems that mean much the same in that language, by each meaning that the word has.

    A compound is a kind of what it ends with: Ladenkasse a Kasse.
    """
    groups, words = _groups(language)
    known = next((end for end in _ends(term) if end in words), term)
    return groups.get(stem(term)) or groups.get(stem(known), ())


def _ends(term: str) -> Iterator[str]:
    """The ends of a word that leave another word before them, the longest first."""
    return (term[start:] for start in range(_SHORTEST_PART, len(term) - _SHORTEST_PART + 1))


@cache
def _groups(language: str) -> tuple[Mapping[str, tuple[frozenset[str], ...]], frozenset[str]]:
    """By the stems of their words, and the words themselves."""
    found: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
    lines = [[one for one in cues.plain(line).split() if len(one) > 1] for line in _catalogue(language)["groups"]]
    for line in lines:
        group = frozenset(map(stem, line))
        for one in group:
            found[one].append(group)
    return {one: tuple(groups) for one, groups in found.items()}, frozenset(one for line in lines for one in line)


@cache
def _common() -> frozenset[str]:
    return frozenset(stem(word) for line in _everywhere("common") for word in cues.plain(line).split())


@cache
def _courtesy() -> re.Pattern[str]:
    phrases = sorted({cues.plain(one) for one in _everywhere("courtesy")}, key=lambda one: (-len(one), one))
    return re.compile(rf"(?<!\S)(?:{'|'.join(map(re.escape, phrases))})(?!\S)")


def _everywhere(kind: str) -> Iterator[str]:
    for language in cues.LANGUAGES:
        yield from _catalogue(language)[kind]


@cache
def _catalogue(language: str) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = json.loads((_FOLDER / f"{language}.json").read_text("utf-8"))
    return found
