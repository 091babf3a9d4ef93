"""When the SLA wants a first answer and the solution."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.assistant.case import Inside
from chalicelib.assistant.facts.fact import FactLine, Voice


def find(inside: Inside, voice: Voice) -> Iterator[FactLine]:
    """Yield each target that is still open; nothing for a ticket whose clock stands."""
    targets = (("first_due", inside.case.first_due), ("resolve_due", inside.case.resolve_due))
    for name, at in targets:
        if at is not None:
            yield FactLine(voice.t(f"fact.{name}", at=voice.moment(at)), name)
