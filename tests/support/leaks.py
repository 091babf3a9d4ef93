"""What the demo's colleagues tell each other in notes, found again by any few words of it."""

from __future__ import annotations

import re
from functools import cache
from html import unescape

from infra.local.demo.tickets import TICKETS

_RUN = 5
_TAG = re.compile(r"<[^>]*>")


def leaked(*texts: str) -> list[str]:
    """Every five words in a row of a demo note that stand in these texts, be they plain, HTML, an attribute or JSON."""
    return sorted({run for text in texts for run in _runs(text) | _runs(_TAG.sub(" ", text))} & _inner())


@cache
def _inner() -> frozenset[str]:
    """All that stands in notes, but for what customers read as well."""
    steps = [step for ticket in TICKETS for step in ticket.steps]
    notes = [_runs(step.text) for step in steps if step.kind == "note"]
    public = [*(step.text for step in steps if step.kind not in ("note", "escalate"))]
    public += [text for ticket in TICKETS for text in (ticket.title, ticket.text)]
    return frozenset(set().union(*notes) - set().union(*map(_runs, public)))


def _runs(text: str) -> set[str]:
    words = re.findall(r"\w+", unescape(text).lower())
    return {" ".join(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1)}
