"""What customer and team say they did about it."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.assistant.case import RESOLUTION, Inside
from chalicelib.assistant.facts.fact import FactLine, Voice
from chalicelib.assistant.facts.promised import commits
from chalicelib.assistant.facts.saying import Said, said


def find(inside: Inside, _: Voice) -> Iterator[FactLine]:
    """Yield the sentences that tell of something done, in their order."""
    return (one.line() for one in said(inside) if one.source != RESOLUTION and acts(one))


def acts(one: Said) -> bool:
    """Return whether somebody tells of an act of theirs, other than such as ordering, receiving or noticing."""
    if one.asks or (one.ours and commits(one)):
        return False
    return one.count("acted") + one.begins("acted_first") > one.count("unacted")
