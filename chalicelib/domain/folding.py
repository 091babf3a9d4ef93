"""Characters as searches compare them: without case, accents and the several ways that Unicode has to write one letter.

Each character is folded by itself and remembered. So the time is linear in the text, which Unicode's normal forms of a
whole hostile text are not: ordering n accents on one letter takes n² steps.
"""

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
