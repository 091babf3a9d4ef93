"""Whether the customer wrote before, and about what. Members alone are told."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.assistant.case import Inside
from chalicelib.assistant.facts.fact import FactLine, Voice
from chalicelib.locales import word


def find(inside: Inside, voice: Voice) -> Iterator[FactLine]:
    """Yield the customer's other tickets, the newest first."""
    for one in inside.before or ():
        status = word(voice.t, "status", one.status.value)
        yield FactLine(f"{one.title} ({status}, {voice.moment(one.created_at)})", "title", one.ref)
