"""A model that says what a test wants it to, and remembers what it was asked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from chalicelib.assistant.model import Conversation, ModelAnswer, ModelError, ToolCall

Line = ModelAnswer | ModelError | str | dict[str, Any]


class Scripted:
    """Says its lines one after the other; the last one again and again."""

    def __init__(self, *lines: Line, name: str = "openai_compatible") -> None:
        self.name = name
        self.asked: list[Conversation] = []
        self._lines: Sequence[Line] = lines

    def ask(self, conversation: Conversation, seconds: float) -> ModelAnswer:
        assert seconds > 0
        line = self._lines[min(len(self.asked), len(self._lines) - 1)]
        self.asked.append(conversation)
        if isinstance(line, ModelError):
            raise line
        if isinstance(line, ModelAnswer):
            return line
        return ModelAnswer(text=line if isinstance(line, str) else json.dumps(line))

    @property
    def told(self) -> str:
        """Everything it was ever told."""
        turns = [turn for one in self.asked for turn in one.messages]
        results = [result.text for turn in turns for result in turn.results]
        return "\n".join([*(one.system for one in self.asked), *(turn.text for turn in turns), *results])


def wants(name: str, **arguments: Any) -> ModelAnswer:
    """The model asks for a tool."""
    return ModelAnswer(text="", calls=(ToolCall("call-1", name, arguments),))


def answers(text: str, *sources: str, quote: str = "") -> dict[str, Any]:
    """The model answers in one sentence, which rests on the first text if nothing else is said."""
    return {"sentences": [{"text": text, "sources": list(sources or ("s1",)), "quote": quote}]}


class Clock:
    """Time that passes only when somebody waits."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
