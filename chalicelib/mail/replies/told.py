"""Sentences in which people tell what was written, in the words that programs use above a quote."""

from __future__ import annotations

import re

from chalicelib.mail.replies.header_blocks import BRACKETED

_OWN_WORDS = re.compile(
    r"\b(?:i|we) wrote\b|\bschrieb(?:en)? (?:ich|wir)\b|\b(?:ich|wir) schrieb|\bhabe(?:n)? (?:ich|wir)\b"
    r"|\bj.ai écrit|\bavons écrit|\b(?:yo )?(?:he|hemos) escrito|\bescribí|\b(?:ho|abbiamo) scritto|\bescrevi"
    r"|\bschre(?:ef ik|ven wij|ven we)\b|\bskrev (?:jag|jeg|vi)\b|\bkirjoitin|\bnapisał(?:em|am)|\bnapsal(?:a)? jsem"
    r"|\bя (?:написал|писал|написав|писав)|私が書",
    re.I,
)
_TO_A_PERSON = re.compile(
    r"\b(?:me|us|my|our|your|mir|uns|mein\w*|unser\w*|Ihre?[nrm]?|eure?[nrm]?|nous|notre|nos|votre|vos|su|sus"
    r"|nuestr\w+|vuestr\w+|meu|minha|seu|sua|voss[oa]s?|vostr[oaei]|mij|uw|jullie|mig|meg|oss|jeres|deres|minulle|meille"
    r"|teidän|mnie|nam|pani|pana|państwa|wasz\w*|vám|nám|mně|mne|váš|vaš\w*|мне|нам|вам|ваш\w*|мені|bana|bize|sizin"
    r"|nekem|nekünk|önök\w*|[a-zäö]{5,40}nne)\b|\bm['’]a(?:vez)? |担当|貴社|御社|弊社|[您我你]|[贵貴](?:公)?司"
    r"|귀사|저에게"
)
"""Small words of somebody who tells what was written to them; a program has only names."""


def in_own_words(text: str) -> bool:
    """Return whether somebody says that they wrote it themselves: `I wrote`."""
    return bool(_OWN_WORDS.search(text))


def is_told(text: str) -> bool:
    """Return whether somebody tells in a sentence of theirs who wrote to them, or that they wrote themselves.

    With an address in brackets it is a program's, whatever its words are.
    """
    return not BRACKETED.search(text) and (in_own_words(text) or bool(_TO_A_PERSON.search(text)))
