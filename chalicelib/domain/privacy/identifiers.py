"""Account numbers, and the numbers by which states know people: found by their form and their check digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chalicelib.domain.privacy.cards import ean_checks_out
from chalicelib.domain.privacy.reading import UNSEEN, MaskedSpan

_LENGTHS = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 "
    "ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 "
    "LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 "
    "PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 "
    "YE30"
)
_IBAN_LENGTHS = {one[:2]: int(one[2:]) for one in _LENGTHS.split()}
"""By country, as SWIFT's IBAN registry has them (ISO 13616)."""
_IBAN_BEGINS = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{2})[0-9]{2}")
_WITHIN = re.compile(rf"[ {UNSEEN}*_~`]{{0,3}}(?:[-.]|\r?\n[> ]{{0,8}})?[ {UNSEEN}*_~`]{{0,3}}")
_SSN = re.compile(r"(?<![\w-])(?!000|666|9)[0-9]{3}([- ])(?!00)[0-9]{2}\1(?!0000)[0-9]{4}(?![\w-])")
_DNI = re.compile(
    r"(?<![\w-])([XYZ]-?[0-9]{7}|[0-9]{8}|[0-9]{1,2}\.[0-9]{3}\.[0-9]{3})-?([A-Z])(?![\w-])", re.IGNORECASE
)
_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
_NIR = re.compile(
    r"(?<!\w)([12] ?[0-9]{2} ?[0-9]{2} ?(?:[0-9]{2}|2[AB]) ?[0-9]{3} ?[0-9]{3}) ?([0-9]{2})(?!\w)", re.IGNORECASE
)
_AHV = re.compile(r"(?<!\w)756([. ]?)[0-9]{4}\1[0-9]{4}\1[0-9]{2}(?!\w)")
SHOWN = 4


def ibans(text: str) -> Iterator[MaskedSpan]:
    """Find the account numbers of ISO 13616, in groups or not, whose check digits are right."""
    for beginning in _IBAN_BEGINS.finditer(text):
        length = _IBAN_LENGTHS.get(beginning[1].upper())
        found = _signs(text, beginning.start(), length) if length else None
        if found and _iban_checks_out(found[0]):
            yield MaskedSpan(beginning.start(), found[1], found[0][-SHOWN:])


def _signs(text: str, start: int, length: int) -> tuple[str, int] | None:
    """The next letters and digits, as many as that, and where they end; None where there are fewer, or more."""
    signs, at = "", start
    while len(signs) < length:
        sign = text[at : at + 1]
        if not (sign.isascii() and sign.isalnum()):
            at = _behind(text, at)
            sign = text[at : at + 1]
            if not (sign.isascii() and sign.isalnum()):
                return None
        signs, at = signs + sign.upper(), at + 1
    following = text[at : at + 1]
    return None if following.isascii() and following.isalnum() else (signs, at)


def _behind(text: str, at: int) -> int:
    found = _WITHIN.match(text, at)
    return found.end() if found else at


def _iban_checks_out(signs: str) -> bool:
    turned = signs[4:] + signs[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def us_ssns(text: str) -> Iterator[MaskedSpan]:
    """Find what is written as a Social Security number of the United States, which has no check digit."""
    return (MaskedSpan(*found.span()) for found in _SSN.finditer(text))


def es_dnis(text: str) -> Iterator[MaskedSpan]:
    """Find numbers of Spanish identity cards, and of foreigners in Spain (NIE)."""
    for found in _DNI.finditer(text):
        digits = found[1].upper().replace(".", "").replace("-", "")
        digits = str("XYZ".index(digits[0])) + digits[1:] if digits[0] in "XYZ" else digits
        if _DNI_LETTERS[int(digits) % 23] == found[2].upper():
            yield MaskedSpan(*found.span())


def fr_nirs(text: str) -> Iterator[MaskedSpan]:
    """Find French social security numbers (INSEE), those of Corsica included."""
    for found in _NIR.finditer(text):
        signs = found[1].upper().replace(" ", "").replace("2A", "19").replace("2B", "18")
        if 97 - int(signs) % 97 == int(found[2]):
            yield MaskedSpan(*found.span())


def ch_ahvs(text: str) -> Iterator[MaskedSpan]:
    """Find Swiss social security numbers (AHV)."""
    for found in _AHV.finditer(text):
        if ean_checks_out("".join(sign for sign in found[0] if sign.isdigit())):
            yield MaskedSpan(*found.span())
