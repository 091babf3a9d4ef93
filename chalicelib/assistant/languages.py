"""Languages that texts are translated from and to, by their codes (BCP 47)."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from unicodedata import name

from chalicelib.assistant import cues

_TABLE = Path(__file__).parent / "languages.json"
_LOOKED_AT = 2_000
_CODE = re.compile(r"\S*[/@_=\\{}<>]\S*")
"""Links, addresses, and what else is written for machines."""
_FEW = 12
"""Letters that tell nothing of a language: a name, a reference."""
_CLEARLY = 3
"""Little words of another language that are no accident, and how many times as many they are."""


@cache
def languages() -> Mapping[str, Mapping[str, str]]:
    """For each code the `name` by which models know the language, and the `script` that it is written in."""
    found: dict[str, Mapping[str, str]] = json.loads(_TABLE.read_text("utf-8"))
    return found


def name_of(code: str) -> str:
    return languages()[code]["name"]


def may_be_in(text: str, code: str, original: str = "") -> bool:
    """Return whether a text may be in a language: False where its letters are of another script, or its little words
    clearly those of another one. In doubt it may. Of an `original` a translation keeps names, links and code."""
    written = languages().get(code)
    return written is None or (_in_script(text, written["script"].split(), original) and not _in_another(text, code))


def _in_script(text: str, scripts: list[str], original: str) -> bool:
    """Half of the letters are enough: names and words of computers keep theirs."""
    kept = {word for word in original.split() if word.isascii()}
    said = (word for word in _CODE.sub(" ", text[:_LOOKED_AT]).split() if word not in kept)
    letters = [character for word in said for character in word if character.isalpha()]
    found = Counter(name(letter, "?").split()[0] for letter in letters)
    return len(letters) < _FEW or 2 * sum(found[script] for script in scripts) >= len(letters)


def _in_another(text: str, code: str) -> bool:
    if code not in cues.LANGUAGES:
        return False
    said = cues.plain(text[:_LOOKED_AT]).split()
    hits = {language: sum(word in cues.stop_words(language) for word in said) for language in cues.LANGUAGES}
    most = max(hits, key=lambda language: (hits[language], language == code))
    return hits[most] >= _CLEARLY and hits[most] >= _CLEARLY * hits[code]
