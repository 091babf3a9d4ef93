"""What mail programs write around a quoted mail, and in answers nobody wrote, in the languages people use.

The words are in phrases/, one pattern a line and without an order that matters; a language is added by adding lines.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from unicodedata import category, normalize

_PLAIN = str.maketrans("łŁøØđĐıħŧ", "lLoOdDiht")
ROLES = ("from", "date", "to", "cc", "subject")
_FOLDER = Path(__file__).parent / "phrases"


@cache
def phrases(name: str) -> tuple[str, ...]:
    """The lines of one list."""
    return tuple((_FOLDER / f"{name}.txt").read_text("utf-8").splitlines())


@cache
def any_of(*names: str, before: str = "", after: str = "", plain: bool = False) -> re.Pattern[str]:
    """A pattern for any phrase of these lists, between two more patterns; case is ignored. `plain`: for texts that
    `unaccented` has read."""
    said = choice(*names)
    return re.compile(f"{before}{unaccented(said) if plain else said}{after}", re.IGNORECASE)


def unaccented(text: str) -> str:
    """Return the text as who has no accents on their keyboard, or whose program dropped them, writes it."""
    if text.isascii():
        return text
    letters = (letter for letter in normalize("NFD", text) if category(letter) != "Mn")
    return normalize("NFC", "".join(letters)).translate(_PLAIN)


def choice(*names: str) -> str:
    """The pattern's source for any phrase of these lists."""
    return f"(?:{'|'.join(phrase for name in names for phrase in phrases(name))})"


def mentions(name: str, text: str) -> bool:
    """Return whether `text` has any phrase of a list that holds plain words."""
    folded = text.lower()
    return any(phrase in folded for phrase in phrases(name))


@cache
def roles() -> dict[str, str]:
    """Header labels in every language (`Von`, `发件人`), in lower case, each with its role."""
    return {label: role for role in ROLES for label in phrases(f"label_{role}")}
