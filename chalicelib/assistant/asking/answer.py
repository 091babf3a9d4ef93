"""Answers to typed questions: a fact where one is asked for, else the sentences that tell it, else that nobody said."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.assistant.answers import Answered, Quote
from chalicelib.assistant.asking.asked import AskedQuestion
from chalicelib.assistant.asking.ways import WAYS
from chalicelib.assistant.case import Inside, Similar
from chalicelib.assistant.facts.fact import Fact, FactLine, Voice
from chalicelib.assistant.facts.table import told
from chalicelib.domain.settings.workspace import CannedResponse

_FACTS = {
    "promised": Fact.PROMISED,
    "tried": Fact.TRIED,
    "outstanding": Fact.OUTSTANDING,
    "wanting": Fact.OUTSTANDING,
    "last_answered": Fact.LAST_ANSWERED,
    "due": Fact.DUE,
    "before": Fact.BEFORE,
    "ended": Fact.ENDED,
}
"""Facts of which "nothing is recorded" is an answer, too, when nothing more is asked about."""


def answer(
    inside: Inside,
    text: str,
    similar: Sequence[Similar],
    voice: Voice,
    canned: Sequence[CannedResponse] = (),
) -> Answered:
    """Answer a question, or say that it can't be answered."""
    asked = AskedQuestion.at(inside, text, similar, canned, voice)
    if not _is_elsewhere(asked):
        for way in WAYS:
            lines = way(asked)
            if lines:
                return _of(lines, asked)
        if not asked.question.about:
            for kind, fact in _FACTS.items():
                if asked.question.asks(kind):
                    return told(fact, inside, voice)
    return Answered(text=voice.t("found_nothing"), quotes=(), engine="model_free", answered=False)


def _is_elsewhere(asked: AskedQuestion) -> bool:
    """Whether it asks for what no ticket tells, or about another ticket than this one and those it is shown with."""
    case = asked.inside.case
    known = {case.ref, *(one.ref for one in asked.similar), *(one.ref for one in asked.inside.before or ())}
    texts = " ".join(text.body for text in asked.inside.texts()).upper()
    return asked.question.asks("other") or any(
        one not in known and one not in texts for one in asked.question.references
    )


def _of(lines: Sequence[FactLine], asked: AskedQuestion) -> Answered:
    quotes = tuple(Quote(one.ref or asked.inside.case.ref, one.source, one.text) for one in lines)
    return Answered(text="\n".join(one.shown for one in lines), quotes=quotes, engine="model_free")
