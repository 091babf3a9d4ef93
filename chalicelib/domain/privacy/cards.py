"""What a card number is: digits of an issuer, as many as its cards have, with the check digit that all have."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from chalicelib.domain.privacy.reading import UNSEEN, MaskedSpan

_ISSUED: tuple[tuple[str, str, tuple[int, ...]], ...] = (
    ("4", "4", (13, 16, 19)),  # Visa
    ("51", "55", (16,)),  # Mastercard
    ("2221", "2720", (16,)),
    ("34", "34", (15,)),  # American Express
    ("37", "37", (15,)),
    ("300", "305", (14,)),  # Diners Club
    ("309", "309", (14,)),
    ("36", "36", (14,)),
    ("38", "39", (14,)),
    ("6011", "6011", (16, 17, 18, 19)),  # Discover
    ("644", "659", (16, 17, 18, 19)),
    ("3528", "3589", (16, 17, 18, 19)),  # JCB
    ("62", "62", (16, 17, 18, 19)),  # UnionPay
    ("81", "81", (16, 17, 18, 19)),
    ("5018", "5018", (16, 17, 18, 19)),  # Maestro, Dankort
    ("5019", "5019", (16,)),
    ("5020", "5020", (16, 17, 18, 19)),
    ("5038", "5038", (16, 17, 18, 19)),
    ("5893", "5893", (16, 17, 18, 19)),
    ("6304", "6304", (16, 17, 18, 19)),
    ("6759", "6759", (16, 17, 18, 19)),
    ("6761", "6763", (16, 17, 18, 19)),
    ("2200", "2204", (16, 17, 18, 19)),  # Mir
    ("504175", "504175", (16,)),  # Elo, Hipercard
    ("506699", "506778", (16,)),
    ("5090", "5090", (16,)),
    ("606282", "606282", (16,)),
    ("6362", "6363", (16,)),
    ("508", "508", (16,)),  # RuPay
    ("6069", "6069", (16,)),
    ("82", "82", (16,)),
    ("5060", "5061", (16, 18, 19)),  # Verve
    ("9792", "9792", (16,)),  # Troy
    ("8600", "8600", (16,)),  # Uzcard, Humo
    ("9860", "9860", (16,)),
)
"""The first digits of an issuer's numbers, from and to, and how many there are in all (ISO/IEC 7812-1)."""
_GROUPED = (
    *(
        (4, 4, 4, 4),
        (4, 6, 5),
        (4, 6, 4),
        (4, 4, 4, 4, 3),
        (4, 4, 4, 4, 2),
        (4, 4, 4, 4, 1),
        (4, 4, 4, 3),
        (4, 4, 4, 2),
    ),
    *(
        (4, 4, 4, 1),
        (4, 3, 3, 3),
        (4, 4, 5),
        (8, 8),
        (4, 12),
        (12, 4),
        (4, 4, 8),
        (8, 4, 4),
        (4, 8, 4),
        (6, 10),
        (6, 13),
    ),
)
"""How many digits stand together where a number is written in groups: as on cards, and as people type it."""
_BY_FIRST = {count: [one for one in _GROUPED if one[0] == count] for count, *_ in _GROUPED}
_LEAST, _MOST = 13, 19
_DIGITS = re.compile(f"[0-9](?:{UNSEEN}*[0-9])*")
_NEXT = re.compile(rf"[ {UNSEEN}*_~`\\]{{0,6}}(?:[-./]|\r?\n[> ]{{0,8}})?[ {UNSEEN}*_~`\\]{{0,6}}")
"""What may stand between two groups: spaces, a dash, a dot, signs that mark words as bold, or the end of a line."""
_NAMED = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", re.IGNORECASE)
"""UUIDs, which may be digits alone by chance."""
SHOWN = 4
"""The last digits, by which people tell cards apart (PCI DSS 3.4.1 lets anybody see them)."""


@dataclass(frozen=True, slots=True)
class _DigitGroup:
    start: int
    end: int
    digits: str


def is_card(digits: str) -> bool:
    """Return whether it is a number of some issuer, whose check digit is right."""
    return _is_issued(digits) and checks_out(digits)


def checks_out(digits: str) -> bool:
    """Return whether the last digit is the check digit of those before it (ISO/IEC 7812-1, annex B)."""
    turned = [int(digit) for digit in reversed(digits)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in turned[1::2])
    return (sum(turned[::2]) + sum(doubled)) % 10 == 0


def cards(text: str, apart: Sequence[MaskedSpan] = ()) -> Iterator[MaskedSpan]:
    """Find the card numbers in a text that was `read`, but for those in what is something else: a UUID, or any of
    `apart`."""
    others = sorted([*apart, *(MaskedSpan(*found.span()) for found in _NAMED.finditer(text))])
    groups = [_DigitGroup(*one.span(), one[0].replace(UNSEEN, "")) for one in _DIGITS.finditer(text)]
    at = 0
    while at < len(groups):
        number = _number_at(text, groups, at)
        if not number or _is_within(others, number[0].start, number[-1].end):
            at += 1
            continue
        digits = "".join(group.digits for group in number)
        yield MaskedSpan(number[0].start, number[-1].end, digits[-SHOWN:])
        at += len(number)


def _is_within(others: Sequence[MaskedSpan], start: int, end: int) -> bool:
    """Whether one of the others, which are in order, is there as well."""
    before = bisect_left(others, MaskedSpan(end, end))
    return before > 0 and others[before - 1].end > start


def _number_at(text: str, groups: Sequence[_DigitGroup], at: int) -> Sequence[_DigitGroup]:
    """The groups of the number that begins with that one; none if none does."""
    first = groups[at]
    if _is_part_of_a_word(text, first.start):
        return ()
    if _LEAST <= len(first.digits) <= _MOST:
        return groups[at : at + 1] if _stands_alone(text, groups, at) and is_card(first.digits) else ()
    for lengths in _BY_FIRST.get(len(first.digits), ()):
        number = groups[at : at + len(lengths)]
        if tuple(len(group.digits) for group in number) == lengths and _is_one_number(text, number):
            return number
    return ()


def _stands_alone(text: str, groups: Sequence[_DigitGroup], at: int) -> bool:
    """Whether it is neither what stands behind the point of a fraction nor a barcode (EAN-13), nor part of a word."""
    one, before = groups[at], groups[at - 1] if at else None
    between = text[before.end : one.start] if before else ""
    fraction = between == "." or (before is not None and between == "," and before.digits == "0")
    barcode = len(one.digits) == 13 and ean_checks_out(one.digits)
    return not fraction and not barcode and not _goes_on_in_letters(text, one.end)


def ean_checks_out(digits: str) -> bool:
    """Return whether the last of thirteen digits is the check digit that barcodes have."""
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0


def _is_one_number(text: str, groups: Sequence[_DigitGroup]) -> bool:
    """Whether groups of digits are a card's, and nothing stands between them that would part numbers; a line ends once
    in a number at most."""
    between = [text[one.end : following.start] for one, following in pairwise(groups)]
    whole = all(map(_NEXT.fullmatch, between)) and sum("\n" in one for one in between) <= 1
    return whole and is_card("".join(one.digits for one in groups)) and not _goes_on_in_letters(text, groups[-1].end)


def _is_part_of_a_word(text: str, start: int) -> bool:
    """Whether a letter stands before it, as in the number of an order, or the sign that telephone numbers begin
    with."""
    before = text[start - 1] if start else ""
    if before == "_":
        return start > 1 and text[start - 2].isascii() and text[start - 2].isalnum()
    return before == "+" or _is_letter(before)


def _goes_on_in_letters(text: str, end: int) -> bool:
    return _is_letter(text[end : end + 1])


def _is_letter(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()


def _is_issued(digits: str) -> bool:
    return any(len(digits) in lengths and first <= digits[: len(first)] <= last for first, last, lengths in _ISSUED)
