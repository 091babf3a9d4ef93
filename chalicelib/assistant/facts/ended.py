"""How a ticket ended."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.assistant.case import RESOLUTION, Inside
from chalicelib.assistant.facts.fact import FactLine, Voice


def find(inside: Inside, voice: Voice) -> Iterator[FactLine]:
    """Yield the notes it was resolved with, and when that was; nothing while it is open or nobody wrote any."""
    case = inside.case
    if case.resolution and case.settled:
        yield FactLine(case.resolution, RESOLUTION, quoted=True)
    if case.settled and case.resolved_at:
        yield FactLine(voice.t("fact.resolved_at", at=voice.moment(case.resolved_at)), RESOLUTION)
