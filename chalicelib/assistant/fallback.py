"""The engine that always has an answer: what the model-free one says when a model is of no use, and why it does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from chalicelib.assistant.answers import Answered, Draft, Summary, Wish
from chalicelib.assistant.case import Case, Inside, Similar
from chalicelib.assistant.engine import Asking, Engine
from chalicelib.assistant.model import ModelError
from chalicelib.assistant.triage import NOTHING, Offered
from chalicelib.assistant.wish.names import Names

T = TypeVar("T", Summary, Answered, Draft, Wish)


@dataclass(frozen=True, slots=True)
class WithFallback:
    engine: Engine
    otherwise: Engine

    @property
    def name(self) -> str:
        return self.engine.name

    def summarize(self, inside: Inside, offered: Offered = NOTHING) -> Summary:
        return _first(lambda: self.engine.summarize(inside, offered), lambda: self.otherwise.summarize(inside, offered))

    def answer(self, inside: Inside, asking: Asking) -> Answered:
        return _first(lambda: self.engine.answer(inside, asking), lambda: self.otherwise.answer(inside, asking))

    def draft(self, case: Case, similar: Sequence[Similar], agent: str, tone: Sequence[str] = ()) -> Draft:
        return _first(
            lambda: self.engine.draft(case, similar, agent, tone),
            lambda: self.otherwise.draft(case, similar, agent, tone),
        )

    def understand(self, sentence: str, names: Names | None = None, /) -> Wish:
        return _first(
            lambda: self.engine.understand(sentence, names), lambda: self.otherwise.understand(sentence, names)
        )


def _first(attempt: Callable[[], T], otherwise: Callable[[], T]) -> T:
    try:
        return attempt()
    except ModelError as failure:
        return replace(otherwise(), fallback=failure.reason)
