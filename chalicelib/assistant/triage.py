"""What a model suggests to do with a ticket: held to values that may be, and to words that stand in a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.assistant.answers import Do, Suggestion
from chalicelib.assistant.case import Case
from chalicelib.assistant.prompts import Sources, told
from chalicelib.assistant.sentences import shortened
from chalicelib.assistant.structured import optional
from chalicelib.domain.vocabulary import Priority, TicketType

MOST = 3
"""Suggestions of a model, beside those of the rules."""
_MOST_OFFERED = 60
_READ = 10
_EVIDENCE = 16
_SHORTEST = 4
"""Characters of evidence: fewer stand anywhere."""
_ONE_EACH = frozenset(Do) - {Do.LABEL}
"""What is suggested once. Of labels there may be several."""


@dataclass(frozen=True, slots=True)
class Offered:
    """The choices of a suggestion, names by ids: members who may be given tickets, and labels that it lacks."""

    members: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    def told(self) -> Mapping[str, Any]:
        """As data for a model, under short ids: it has no others to make up or to copy wrongly."""
        return {
            "members": [{"id": short, "name": told(self.members[real])} for short, real in _short("m", self.members)],
            "labels": [{"id": short, "name": told(self.labels[real])} for short, real in _short("l", self.labels)],
        }

    def real(self, do: Do, value: str) -> str:
        """Return the id behind a short one; empty when there is none. Values of other kinds stay."""
        if do is Do.ASSIGN:
            return dict(_short("m", self.members)).get(value, "")
        return dict(_short("l", self.labels)).get(value, "") if do is Do.LABEL else value


NOTHING = Offered()


def suggested(
    found: Mapping[str, Any], case: Case, offered: Offered, sources: Sources, engine: str
) -> tuple[Suggestion, ...]:
    """Return what a model's answer suggests, each with its evidence; the rest is dropped without a word."""
    told_us = found.get("suggestions")
    read = [_read(one, offered, sources, engine) for one in (told_us if isinstance(told_us, list) else [])[:_READ]]
    return tuple(allowed([one for one in read if one], case, offered)[:MOST])


def allowed(made: Sequence[Suggestion], case: Case, offered: Offered) -> list[Suggestion]:
    """Return those that can still be carried out, by the names that things have now. Suggestions are kept for a while:
    meanwhile a member may have left, or a label."""
    found: list[Suggestion] = []
    for one in made:
        if not case.settled and _may_be(one, case, offered) and not _doubled(one, found):
            found.append(replace(one, label=_called(one, offered)))
    return found


def beside(rules: Sequence[Suggestion], more: Sequence[Suggestion]) -> list[Suggestion]:
    """Return the rules' suggestions, and behind them those of a model that say something else."""
    found = list(rules)
    for one in more:
        if not _doubled(one, found):
            found.append(one)
    return found


def _read(given: Any, offered: Offered, sources: Sources, engine: str) -> Suggestion | None:
    """A suggestion with words that stand in a text exactly so, on whatever lines."""
    if not isinstance(given, dict) or optional(given, "do") not in set(Do):
        return None
    do, text = Do(given["do"]), sources.by_id.get(optional(given, "source"))
    evidence = " ".join(optional(given, "evidence").split())
    if text is None or len(evidence) < _SHORTEST or evidence not in " ".join(text.body.split()):
        return None
    value = "" if do in (Do.REPLY, Do.ASK_DETAIL) else offered.real(do, optional(given, "value"))
    return Suggestion(
        do=do,
        value=value,
        label="",
        reason="model",
        evidence=shortened(evidence, _EVIDENCE),
        sources=(text.source,),
        engine=engine,
    )


def _may_be(one: Suggestion, case: Case, offered: Offered) -> bool:
    match one.do:
        case Do.SET_PRIORITY:
            return one.value in set(Priority) and one.value != case.priority
        case Do.SET_TYPE:
            return one.value in set(TicketType) and one.value != case.type
        case Do.ASSIGN:
            return one.value in offered.members and one.value != case.assignee_id
        case Do.LABEL:
            return one.value in offered.labels
        case Do.REPLY | Do.ASK_DETAIL:
            return case.customer_spoke_last
    return False


def _doubled(one: Suggestion, among: Sequence[Suggestion]) -> bool:
    """Whether something else says the same: of what is suggested once, any other value counts as well."""
    return any(one.do is each.do and (one.do in _ONE_EACH or one.value == each.value) for each in among)


def _called(one: Suggestion, offered: Offered) -> str:
    names = {Do.ASSIGN: offered.members, Do.LABEL: offered.labels}.get(one.do, {})
    return names.get(one.value, "")


def _short(letter: str, names: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(f"{letter}{number}", real) for number, real in enumerate(list(names)[:_MOST_OFFERED], 1)]
