"""The port that all engines have in common, and the engine that needs no model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Protocol

from chalicelib.assistant import drafting, summary, wishes
from chalicelib.assistant.answers import Answered, Draft, Recorded, Summary, Turn, Wish
from chalicelib.assistant.asking.answer import answer
from chalicelib.assistant.case import Case, Inside, Similar
from chalicelib.assistant.facts.fact import Voice
from chalicelib.assistant.triage import NOTHING, Offered
from chalicelib.assistant.wish.names import Names
from chalicelib.assistant.wording import words
from chalicelib.domain.settings.workspace import CannedResponse

MODEL_FREE = "model_free"


@dataclass(frozen=True, slots=True)
class Asking:
    """A question about a ticket, what was asked before, the tickets like it, the desk's canned texts, and what the desk
    itself worked out. `zone` is the reader's clock."""

    question: str
    history: Sequence[Turn]
    similar: Sequence[Similar]
    zone: tzinfo = UTC
    canned: Sequence[CannedResponse] = ()
    recorded: Sequence[Recorded] = ()


class Engine(Protocol):
    """Texts about tickets. An engine changes nothing; `draft` alone is for customers, and is given no notes.

    `summarize` may suggest values of those `offered`; `tone` are replies of the desk's, as examples of how it writes.
    """

    @property
    def name(self) -> str: ...

    def summarize(self, inside: Inside, offered: Offered = NOTHING, /) -> Summary: ...

    def answer(self, inside: Inside, asking: Asking) -> Answered: ...

    def draft(self, case: Case, similar: Sequence[Similar], agent: str, tone: Sequence[str] = (), /) -> Draft: ...

    def understand(self, sentence: str, names: Names | None = None, /) -> Wish: ...


@dataclass(frozen=True, slots=True)
class ModelFree:
    """Rules and word counts: always there, always the same, and costs nothing."""

    name: str = MODEL_FREE

    def summarize(self, inside: Inside, _offered: Offered = NOTHING, /) -> Summary:
        return summary.summarize(inside, words(inside.case.language))

    def answer(self, inside: Inside, asking: Asking) -> Answered:
        voice = Voice(words(inside.case.language), asking.zone)
        return answer(inside, asking.question, asking.similar, voice, asking.canned)

    def draft(self, case: Case, similar: Sequence[Similar], agent: str, _tone: Sequence[str] = (), /) -> Draft:
        """In the customer's language, as far as their words show it."""
        return drafting.draft(case, similar, words(drafting.customer_language(case)), agent)

    def understand(self, sentence: str, names: Names | None = None, /) -> Wish:
        return wishes.understand(sentence, names)
