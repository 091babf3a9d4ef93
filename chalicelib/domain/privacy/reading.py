"""Texts as numbers are looked for in them: the digits of every script as our own, one kind of space and dash."""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import category, decimal, normalize

UNSEEN = "\u200b"
"""What stands for every sign that can't be seen."""
_KINDS = {"Zs": " ", "Pd": "-", "Cf": UNSEEN, "Mn": UNSEEN, "Me": UNSEEN}
_ALIKE = {"\t": " ", "\u2212": "-", "\u00b7": "."}


@dataclass(frozen=True, slots=True, order=True)
class MaskedSpan:
    """A place in a text that is masked, and what is `shown` there still: the last digits, or nothing."""

    start: int
    end: int
    shown: str = ""


def read(text: str) -> str:
    """Return the text with as many characters as before, so that a place in one is the same place in the other."""
    if text.isascii():
        return text.replace("\t", " ")
    return text.translate({ord(sign): _alike(sign) for sign in set(text)})


def _alike(sign: str) -> str:
    if sign.isascii():
        return _ALIKE.get(sign, sign)
    digit = decimal(sign, None)
    if digit is not None:
        return str(digit)
    folded = normalize("NFKC", sign)
    if len(folded) == 1 and folded.isascii():
        return folded
    return _ALIKE.get(sign) or _KINDS.get(category(sign), sign)
