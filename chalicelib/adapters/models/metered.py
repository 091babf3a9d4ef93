"""What a model costs: held against the day's budget before, counted and logged after. Never what was said."""

from __future__ import annotations

import time
from dataclasses import dataclass

from chalicelib.adapters.models.spend import DAY, Spend, What, of_engine, today
from chalicelib.assistant.model import Conversation, Model, ModelAnswer, ModelError
from chalicelib.observability import count, log

_CHARACTERS = 3
"""Of a token, where nobody counts: rather too few than too many."""


@dataclass(frozen=True, slots=True)
class Metered:
    """`budget` is in tokens a day (UTC). What a question may cost at most is set aside before it is asked."""

    model: Model
    workspace: str
    model_id: str
    budget: int
    spend: Spend

    @property
    def name(self) -> str:
        return self.model.name

    def ask(self, conversation: Conversation, seconds: float) -> ModelAnswer:
        reserved = conversation.size // _CHARACTERS + conversation.most_tokens
        if not self._add(reserved):
            self._add(-reserved)
            self._tell("budget", 0.0)
            raise ModelError("budget")
        self._count("asked", 1)
        started = time.monotonic()
        try:
            said = self.model.ask(conversation, seconds)
        except ModelError as failure:
            self._tell(failure.reason, time.monotonic() - started, asked=conversation.size)
            raise
        tokens_in = max(said.tokens_in, conversation.size // (2 * _CHARACTERS))
        tokens_out = max(said.tokens_out, len(said.text) // (2 * _CHARACTERS))
        self._add(tokens_in + tokens_out - reserved)
        self._count("in", tokens_in)
        self._count("out", tokens_out)
        self._tell("answered", time.monotonic() - started, said.tokens_in, said.tokens_out, conversation.size)
        return said

    def _add(self, tokens: int) -> bool:
        """Count them; whether the budget still holds. When the table is too busy to tell, it does not."""
        day = today()
        spent = self.spend(f"tokens|{self.workspace}", day, (day + 2) * DAY, tokens)
        return spent is not None and spent <= self.budget

    def _count(self, what: What, amount: int) -> None:
        """Count it to be shown. Nothing is held to it."""
        day = today()
        self.spend(of_engine(self.workspace, self.name, what), day, (day + 2) * DAY, amount)

    def _tell(self, outcome: str, seconds: float, tokens_in: int = 0, tokens_out: int = 0, asked: int = 0) -> None:
        log.info(
            "model asked",
            workspace=self.workspace,
            engine=self.name,
            model=self.model_id,
            outcome=outcome,
            milliseconds=round(seconds * 1000),
            tokens_in=tokens_in,
            tokens_out=tokens_out,
            characters=asked,
        )
        count("ModelTokens", tokens_in + tokens_out, engine=self.name, outcome=outcome)
