"""The ten facts and who finds each, and how what was found is told."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.assistant.answers import Answered, Quote, Recorded
from chalicelib.assistant.case import Inside
from chalicelib.assistant.facts import (
    amounts,
    before,
    due,
    ended,
    last_answered,
    outstanding,
    promised,
    since,
    tried,
    who,
)
from chalicelib.assistant.facts.fact import Fact, FactLine, Finder, Voice

FINDERS: Mapping[Fact, Finder] = {
    Fact.PROMISED: promised.find,
    Fact.TRIED: tried.find,
    Fact.OUTSTANDING: outstanding.find,
    Fact.WHO: who.find,
    Fact.SINCE: since.find,
    Fact.LAST_ANSWERED: last_answered.find,
    Fact.DUE: due.find,
    Fact.BEFORE: before.find,
    Fact.ENDED: ended.find,
    Fact.AMOUNTS: amounts.find,
}


def recorded(fact: Fact, inside: Inside, voice: Voice) -> list[FactLine]:
    """Return what a ticket records of a fact; an empty list when that is nothing."""
    return list(FINDERS[fact](inside, voice))


def every(inside: Inside, voice: Voice) -> list[Recorded]:
    """Return all that is recorded, each fact with its name and where it stands: what a model is given to go by."""
    found = [(fact, told(fact, inside, voice)) for fact in Fact]
    return [Recorded(f"{fact.value}: {one.text}", one.quotes) for fact, one in found if one.quotes]


def told(fact: Fact, inside: Inside, voice: Voice) -> Answered:
    """Answer by a fact: with each line and where it stands, or that nothing is recorded."""
    if fact is Fact.BEFORE and inside.before is None:
        return Answered(text=voice.t("fact.before.members"), quotes=(), engine="model_free", fact=fact)
    lines = recorded(fact, inside, voice)
    quotes = tuple(Quote(line.ref or inside.case.ref, line.source, line.text) for line in lines)
    text = "\n".join(line.text for line in lines) if lines else voice.t(f"fact.{fact.value}.none")
    return Answered(text=text, quotes=quotes, engine="model_free", fact=fact)
