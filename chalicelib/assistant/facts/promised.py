"""What we undertook to do and, as far as the ticket tells, haven't done yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chalicelib.assistant import cues
from chalicelib.assistant.case import RESOLUTION, Inside
from chalicelib.assistant.facts.fact import FactLine, Voice
from chalicelib.assistant.facts.saying import Said, later, said

_SHORT = 4
"""Letters of a word that shows a promise kept: "taza", "bill"."""


def find(inside: Inside, _: Voice) -> Iterator[FactLine]:
    """Yield our promises in the order they were given, without those that later words show as kept."""
    everything = said(inside)
    for one in everything:
        if one.ours and one.source != RESOLUTION and commits(one) and not _kept(one, later(everything, one)):
            yield one.line()


def commits(one: Said) -> bool:
    """Return whether somebody undertakes something: says so, or tells what they do at a time that is yet to come."""
    if one.asks or one.has("uncommit"):
        return False
    if one.has("commit"):
        return True
    coming = (one.has("we_do") and one.has("soon")) or one.has("ahead")
    return coming and not one.has("acted") and not one.has("past")


def _kept(promise: Said, behind: Sequence[Said]) -> bool:
    told = [one for one in behind if not one.asks and not commits(one) and not cues.has("undone", one.text)]
    if any(_happened(one) and one.subject(_SHORT) & promise.subject(_SHORT) for one in told):
        return True
    reports_back = promise.has("report") and not promise.has("event")
    return reports_back and any(one.writer == "agent" and one.source != RESOLUTION for one in told)


def _happened(one: Said) -> bool:
    return one.has("acted") or one.has("kept") or cues.has("done", one.text) or cues.has("act", one.text)
