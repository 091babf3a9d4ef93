"""Questions about a ticket, answered without a model by quoting: the ticket itself, and how similar ones ended."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.assistant import cues
from chalicelib.assistant.answers import Answered, Quote
from chalicelib.assistant.case import Case, Inside, Similar, Text
from chalicelib.assistant.doing import said, with_next
from chalicelib.assistant.likeness import stem
from chalicelib.assistant.sentences import is_question, sentences, shortened
from chalicelib.assistant.wording import Wording
from chalicelib.domain.search_terms import is_spaceless, terms_in_order
from chalicelib.locales import word

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


_CAUSES = "why how warum wieso weshalb wie porque como pourquoi comment"
_NEAR = 0.5
"""How much the words of the sentence before count."""
_OURS = 2.0
"""How much more our own words count when somebody asks why or how: causes are found by us."""


@dataclass(frozen=True, slots=True)
class _Passage:
    """What may be quoted, found by its `terms` and, less, by those `near` it."""

    ref: str
    source: str
    text: str
    terms: frozenset[str]
    near: frozenset[str] = frozenset()
    bonus: float = 0.0
    ours: bool = False


def answer(inside: Inside, question: str, similar: Sequence[Similar], t: Wording) -> Answered:
    """The passages that have most of the question's words, a rare word counting more; or that there are none."""
    passages = [*_facts(inside.case, t), *_passages(inside), *_resolutions(similar)]
    scored = sorted(_scored(passages, question), key=lambda pair: -pair[0])
    best = [passage for score, passage in scored if score >= _NEARLY_AS_GOOD * scored[0][0]]
    quotes = [Quote(one.ref, one.source, shortened(one.text, _QUOTED_WORDS)) for one in best]
    quotes = list(dict.fromkeys(quotes))[:MOST_QUOTES]
    text = "\n\n".join(quote.text for quote in quotes) if quotes else t("found_nothing")
    return Answered(text=text, quotes=tuple(quotes), engine="model_free")


def _scored(passages: Sequence[_Passage], question: str) -> list[tuple[float, _Passage]]:
    wanted = _terms(question)
    having = Counter(term for passage in passages for term in passage.terms & wanted)
    rarity = {term: math.log(1 + len(passages) / count) for term, count in having.items()}
    ours = _OURS if set(cues.plain(question).split()) & set(_CAUSES.split()) else 1.0
    scored = []
    for passage in passages:
        score = sum(rarity[term] for term in passage.terms & wanted)
        score += _NEAR * sum(rarity.get(term, 0) for term in (passage.near - passage.terms) & wanted)
        if score:
            scored.append((score * (ours if passage.ours else 1) + passage.bonus, passage))
    return scored


def _passages(inside: Inside) -> list[_Passage]:
    """Each sentence. For a question that somebody answered the answer stands: it is what is asked for again."""
    ref, found = inside.case.ref, []
    texts = inside.texts()
    for place, text in enumerate(texts):
        before: frozenset[str] = frozenset()
        for sentence in sentences(text.body):
            terms, ours = _terms(sentence), text.writer != "customer"
            reply = _reply(texts[place + 1 :], text) if is_question(sentence) else None
            if reply:
                found.append(_Passage(ref, reply[0], reply[1], terms, before, ours=ours))
            elif not is_question(sentence):
                found.append(_Passage(ref, text.source, sentence, terms, before, ours=ours))
            before = terms
    return found


def _reply(later: Sequence[Text], asked: Text) -> tuple[str, str] | None:
    """How the other side's next message begins, and where it stands."""
    sides = {"customer": "agent", "agent": "customer"}
    text = next((one for one in later if one.writer == sides.get(asked.writer)), None)
    told = said([text])[:2] if text else []
    return (told[0].source, with_next(told, told[0])) if told else None


def _resolutions(similar: Sequence[Similar]) -> list[_Passage]:
    return [
        _Passage(one.ref, "resolution", one.resolution, _terms(f"{one.title} {one.resolution}"), ours=True)
        for one in similar
        if one.resolution
    ]


def _facts(case: Case, t: Wording) -> list[_Passage]:
    """What the ticket's fields say, in words."""
    values = {
        "assignee": case.assignee or t("nobody"),
        "customer": case.customer or t("nobody"),
        "status": word(t, "status", case.status.value),
        "priority": word(t, "priority", case.priority.value),
        "created": case.created_at.date().isoformat(),
    }
    return [
        _Passage(case.ref, name, t(f"fact.{name}", value=value), frozenset(map(stem, _FACTS[name].split())), bonus=0.5)
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
