"""What a desk makes unreadable, for good, in what people write: numbers of certain kinds, and patterns of its own.

A pattern is no regular expression, but as many signs as what it stands for: `#` is a digit, `@` a letter, all else
itself. However it is written, a text is looked through once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from chalicelib.domain.errors import invalid
from chalicelib.domain.text import one_line

MOST_PATTERNS = 20
PATTERN_LENGTH = 40
LEAST_SIGNS = 5
"""Letters and digits that a pattern has to have: every year is four digits, and every short word four letters."""
DIGIT, LETTER = "#", "@"
_ONE_SIGN = {DIGIT: "[0-9]", LETTER: r"[^\W\d_]"}


class MaskedKind(StrEnum):
    """The numbers that can be told from others: by their check digits, but for `us_ssn`, which has none."""

    CARD = "card"
    IBAN = "iban"
    US_SSN = "us_ssn"
    ES_DNI = "es_dni"
    FR_NIR = "fr_nir"
    CH_AHV = "ch_ahv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Masking:
    """The kinds of numbers that are masked, and the desk's own `patterns`."""

    id: str = "masking"
    kinds: tuple[MaskedKind, ...] = ()
    patterns: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return ""

    @property
    def is_on(self) -> bool:
        return bool(self.kinds or self.patterns)


NOTHING_MASKED = Masking()
"""The masking of every workspace before somebody chooses."""


def check(masking: Masking, prefix: str) -> Masking:
    """Return it with each kind once, and patterns as they are kept: on one line. Raise DeskError at a pattern that
    would take too much away, or the references of a desk's own tickets, which begin with `prefix`."""
    patterns = tuple(dict.fromkeys(map(one_line, masking.patterns)))
    for place, pattern in enumerate(patterns):
        _check_pattern(pattern, prefix, f"patterns.{place}")
    if len(patterns) > MOST_PATTERNS:
        raise invalid("patterns", f"A desk may have {MOST_PATTERNS} patterns at most.")
    return Masking(kinds=tuple(dict.fromkeys(masking.kinds)), patterns=patterns)


def expression(pattern: str) -> re.Pattern[str]:
    """Return what finds a pattern in a text, in letters of either case and not in the midst of a word or a number."""
    signs = "".join(_ONE_SIGN.get(sign) or re.escape(sign) for sign in pattern)
    before = r"(?<!\w)" if _is_wordy(pattern[0]) else ""
    after = r"(?!\w)" if _is_wordy(pattern[-1]) else ""
    return re.compile(before + signs + after, re.IGNORECASE)


def _check_pattern(pattern: str, prefix: str, field: str) -> None:
    if len(pattern) > PATTERN_LENGTH:
        raise invalid(field, f"A pattern may have {PATTERN_LENGTH} characters at most.")
    if sum(map(_is_wordy, pattern)) < LEAST_SIGNS:
        raise invalid(field, f"A pattern needs at least {LEAST_SIGNS} letters and digits, or # and @ in their place.")
    if not any(sign == DIGIT or (sign != LETTER and sign.isalnum()) for sign in pattern):
        raise invalid(
            field, "This pattern stands for every word of its length. Put in a digit, or what always is there."
        )
    found = expression(pattern)
    if any(found.search(f"{prefix}-{'0' * (digits - 1)}1") for digits in range(4, 11)):
        raise invalid(field, f"This pattern would mask references of tickets, such as {prefix}-0001.")


def _is_wordy(sign: str) -> bool:
    return sign in _ONE_SIGN or sign.isalnum()
