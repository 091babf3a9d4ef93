"""The port that all engines have in common, and the engine that needs no model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from chalicelib.assistant import answering, drafting, summary, wishes
from chalicelib.assistant.answers import Answered, Draft, Summary, Turn, Wish
from chalicelib.assistant.case import Case, Inside, Similar
from chalicelib.assistant.wish.names import Names
from chalicelib.assistant.wording import words

MODEL_FREE = "model_free"


@dataclass(frozen=True, slots=True)
class Asking:
    """A question about a ticket, what was asked before, and the tickets like it."""

    question: str
    history: Sequence[Turn]
    similar: Sequence[Similar]


class Engine(Protocol):
    """Texts about tickets. An engine changes nothing; `draft` alone is for customers, and is given no notes."""

    @property
    def name(self) -> str: ...

    def summarize(self, inside: Inside) -> Summary: ...

    def answer(self, inside: Inside, asking: Asking) -> Answered: ...

    def draft(self, case: Case, similar: Sequence[Similar], agent: str) -> Draft: ...

    def understand(self, sentence: str, names: Names | None = None, /) -> Wish: ...


@dataclass(frozen=True, slots=True)
class ModelFree:
    """Rules and word counts: always there, always the same, and costs nothing."""

    name: str = MODEL_FREE

    def summarize(self, inside: Inside) -> Summary:
        return summary.summarize(inside, words(inside.case.language))

    def answer(self, inside: Inside, asking: Asking) -> Answered:
        return answering.answer(inside, asking.question, asking.similar, words(inside.case.language))

    def draft(self, case: Case, similar: Sequence[Similar], agent: str) -> Draft:
        """In the customer's language, as far as their words show it."""
        return drafting.draft(case, similar, words(drafting.customer_language(case)), agent)

    def understand(self, sentence: str, names: Names | None = None, /) -> Wish:
        return wishes.understand(sentence, names)
