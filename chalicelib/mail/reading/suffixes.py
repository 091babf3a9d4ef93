"""Domains that strangers share: the list of https://publicsuffix.org with its private part, such as github.io."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


def is_public_suffix(domain: str) -> bool:
    """Return whether anybody can have a domain below this one, which is as the DNS has it."""
    return bool(_suffixes().is_public(domain))


@cache
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList  # cold start: 340 KB of text that few mails need

    return PublicSuffixList()
