"""Questions about a ticket, answered without a model by quoting: the ticket itself, and how similar ones ended."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.assistant import cues
from chalicelib.assistant.answers import Answered, Quote
from chalicelib.assistant.case import Case, Inside, Similar
from chalicelib.assistant.likeness import stem
from chalicelib.assistant.sentences import sentences, shortened
from chalicelib.assistant.wording import Words
from chalicelib.domain.terms import is_spaceless, terms_in_order

MOST_QUOTES = 3
_QUOTED_WORDS = 60
_NEARLY_AS_GOOD = 0.6
_FACTS = {
    "assignee": "who assigned assignee owner responsible wer zugewiesen zustandig quien asignado qui assigne",
    "customer": "customer contact client kunde kundin kontakt cliente contacto contact wrote reported",
    "status": "status state open closed stand estado statut etat",
    "priority": "priority urgent prioritat dringend prioridad urgente priorite",
    "created": "when created came opened wann erstellt cuando creado quand cree",
}


@dataclass(frozen=True, slots=True)
class _Passage:
    ref: str
    source: str
    text: str
    terms: frozenset[str]
    bonus: float = 0.0


def answer(inside: Inside, question: str, similar: Sequence[Similar], t: Words) -> Answered:
    """The passages that have most of the question's words, a rare word counting more; or that there are none."""
    wanted = _terms(question)
    passages = [*_facts(inside.case, t), *_passages(inside), *_resolutions(similar)]
    scored = sorted(_scored(passages, wanted), key=lambda pair: -pair[0])
    best = [passage for score, passage in scored if score >= _NEARLY_AS_GOOD * scored[0][0]][:MOST_QUOTES]
    if not best:
        return Answered(text=t("found_nothing"), quotes=(), engine="model_free")
    quotes = tuple(Quote(one.ref, one.source, shortened(one.text, _QUOTED_WORDS)) for one in best)
    return Answered(text="\n\n".join(quote.text for quote in quotes), quotes=quotes, engine="model_free")


def _scored(passages: Sequence[_Passage], wanted: frozenset[str]) -> list[tuple[float, _Passage]]:
    having = Counter(term for passage in passages for term in passage.terms & wanted)
    rarity = {term: math.log(1 + len(passages) / count) for term, count in having.items()}
    scored = ((sum(rarity[term] for term in passage.terms & wanted), passage) for passage in passages)
    return [(score + passage.bonus, passage) for score, passage in scored if score > 0]


def _passages(inside: Inside) -> list[_Passage]:
    """Each sentence, found by its own words and by those around it."""
    found = []
    for text in inside.texts():
        told = sentences(text.body)
        for index, sentence in enumerate(told):
            near = " ".join(told[max(0, index - 1) : index + 1])
            found.append(_Passage(inside.case.ref, text.source, sentence, _terms(near)))
    return found


def _resolutions(similar: Sequence[Similar]) -> list[_Passage]:
    return [
        _Passage(one.ref, "resolution", one.resolution, _terms(f"{one.title} {one.resolution}"))
        for one in similar
        if one.resolution
    ]


def _facts(case: Case, t: Words) -> list[_Passage]:
    """What the ticket's fields say, in words."""
    values = {
        "assignee": case.assignee or t("nobody"),
        "customer": case.customer or t("nobody"),
        "status": t(f"status.{case.status.value}"),
        "priority": t(f"priority.{case.priority.value}"),
        "created": case.created_at.date().isoformat(),
    }
    return [
        _Passage(case.ref, name, t(f"fact.{name}", value=value), frozenset(map(stem, _FACTS[name].split())), 0.5)
        for name, value in values.items()
    ]


def _terms(text: str) -> frozenset[str]:
    """What a text is found by. Questions live of small words such as "who" and "when", which facts answer."""
    little = cues.stop_words() - {"who", "when", "wer", "wann", "quien", "cuando", "qui", "quand"}
    return frozenset(
        stem(term)
        for term in terms_in_order(text)
        if term not in little and (len(term) > 1 or (is_spaceless(term) and len(text) == 1))
    )
