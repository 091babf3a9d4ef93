"""What people write, as far as eyes go: on one line, and whether there is anything to see at all."""

from __future__ import annotations

import re
from unicodedata import category, decimal, normalize

_REMEMBERED_MOST = 20_000


_ACCENTS = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"  # Latin, Greek, Cyrillic
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Hebrew points
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"  # Arabic vowel signs, and the stroke that stretches a word
    "\ufe00-\ufe0f\U000e0100-\U000e01ef]"  # variation selectors
)


_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t", "ŋ": "n", "ı": "i"}
)


_VOICED = re.compile(".[\u3099\u309a]")
"""A kana with its sound mark apart, as half-width and decomposed Japanese has it."""


def fold(text: str) -> str:
    """`text` with its letters and digits folded and a space for everything else."""
    return _VOICED.sub(lambda kana: normalize("NFC", kana[0]), text.translate(_folded))


class _Folded(dict[int, str]):
    """From a character's code point to what becomes of it."""

    def __missing__(self, code: int) -> str:
        if len(self) >= _REMEMBERED_MOST:
            self.clear()
        folded = self[code] = _fold_one(chr(code))
        return folded


_folded = _Folded()


def _fold_one(character: str) -> str:
    """The compatibility folding of Unicode (The Unicode Standard, 3.13, D147), and beyond it what we leave out."""
    plain = normalize("NFKD", normalize("NFKD", character).casefold())
    letters = _ACCENTS.sub("", plain).translate(_LETTERS)
    return "".join(_part_of_word(letter) for letter in normalize("NFC", letters))


def _part_of_word(letter: str) -> str:
    """Letters, marks and digits stay, digits of all scripts as our own; what can't be seen goes, the rest separates."""
    digit = decimal(letter, None)
    if digit is not None:
        return str(digit)
    kind = category(letter)
    if kind == "Cf":
        return ""
    return letter if kind[0] in "LNM" else " "


_UNSEEN = (
    "\x00-\x20\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f"
    "\u205f-\u206f\u2800\u3000\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0010fffe\U0010ffff"
)
"""Blanks, controls, and what Unicode says to show nothing for (Default_Ignorable_Code_Point of its first plane)."""

SOMETHING = f"[^{_UNSEEN}]"
"""A regular expression, alike in every language, that finds something to see in a text."""

_SOMETHING = re.compile(SOMETHING)
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_UNWANTED = re.compile(
    "[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"  # draw text elsewhere, or not at all
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U0010fffe\U0010ffff]"  # are no characters, or sort behind all there are
)


def one_line(text: str) -> str:
    """`text` on one line, with a space for whatever breaks it, and without what only makes a text look like another.

    Joiners stay, since scripts and pictures are made with them. Empty when there is nothing to see.
    """
    line = _UNWANTED.sub("", _BREAKS.sub(" ", text)).strip()
    return line if has_something(line) else ""


def as_typed(text: str, longest: int) -> str:
    """Return the text with the blanks around it, unless it is longer than may be with them."""
    return text if len(text) <= longest else text.strip()


def has_something(text: str) -> bool:
    """Return whether the text shows anything."""
    return _SOMETHING.search(text) is not None
