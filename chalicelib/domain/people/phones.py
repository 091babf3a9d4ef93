"""Telephone numbers, kept as people write them: nobody dials them but people."""

from __future__ import annotations

from chalicelib.domain.errors import invalid
from chalicelib.domain.text import one_line

PHONE_LENGTH = 40
PHONES = 10
_FEWEST_DIGITS = 3


def phone(text: str, field: str = "phone") -> str:
    """Return the number as it is kept. Raises DeskError at `field` for what nobody can dial."""
    shown = one_line(text)
    if len(shown) > PHONE_LENGTH or sum(letter.isdigit() for letter in shown) < _FEWEST_DIGITS:
        raise invalid(field, f"Write a telephone number, with {PHONE_LENGTH} characters at most.")
    return shown
