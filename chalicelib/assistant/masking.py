"""Secrets that stand in texts, made unreadable before a model gets them."""

from __future__ import annotations

import re

from chalicelib.domain.privacy.cards import cards
from chalicelib.domain.privacy.masking import edited
from chalicelib.domain.privacy.reading import read

MASK = "[hidden]"
_CALLED = re.compile(
    r"((?:\b(?:password|passwort|kennwort|contraseña|mot de passe|api[ _-]?key|secret|token)\b)\s*[:=]\s*)\S+",
    re.IGNORECASE,
)
_OURS = (
    re.compile(r"\bwtk_\w{8,}"),
    re.compile(r"(?<=/t/)[\w.-]{20,}"),
    re.compile(r"(?<=/password/)[\w.-]{20,}"),
    re.compile(r"\breply\+[\w.-]{10,}(?=@)", re.IGNORECASE),
)
_THEIRS = (
    re.compile(r"\b(?:sk|pk|rk|xox[abp]|ghp|gho|glpat|whsec)[-_][\w-]{16,}"),
    re.compile(r"\bAIza[\w-]{30,}"),
    re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"),
    re.compile(r"\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*"),
    re.compile(r"(?<=bearer )[\w.~+/=-]{16,}", re.IGNORECASE),
    re.compile(r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]*(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?"),
)


def masked(text: str) -> str:
    """Without keys, tokens, tracking links, reply addresses, card numbers, and what is called a password."""
    for shape in (*_OURS, *_THEIRS):
        text = shape.sub(MASK, text)
    text = _CALLED.sub(rf"\1{MASK}", text)
    return edited(text, [(card.start, card.end, MASK) for card in cards(read(text))])
