"""Since when: when the ticket was opened, and since when somebody says it happens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chalicelib.assistant import cues
from chalicelib.assistant.case import DESCRIPTION, Inside
from chalicelib.assistant.facts.fact import FactLine, Voice
from chalicelib.assistant.facts.saying import Said, said


def find(inside: Inside, voice: Voice) -> Iterator[FactLine]:
    """Yield the instant of its opening, and the first sentence that dates the matter."""
    yield FactLine(voice.t("fact.opened", value=voice.moment(inside.case.created_at)), "created_at")
    first = _dating(said(inside))
    if first:
        yield first.line()


def _dating(talk: Sequence[Said]) -> Said | None:
    """The first sentence with a "since", else the first that names a day: of the description before what came after,
    of the customer's before ours. What is yet to come, asked for or thanked for dates nothing."""
    telling = [one for one in talk if not one.asks and not one.has("demand") and not cues.has("thanks", one.text)]
    opening = [one for one in telling if one.source == DESCRIPTION]
    theirs = [one for one in telling if not one.ours and one.source != DESCRIPTION]
    ours = [one for one in telling if one.ours]
    anyhow = ("ever_since", "since_when", "dated")
    for among, kinds in ((opening, anyhow), (theirs, anyhow), (ours, ("ever_since",))):
        for kind in kinds:
            found = next((one for one in among if one.has(kind)), None)
            if found:
                return found
    return None
