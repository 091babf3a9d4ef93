"""The port to language models: a conversation goes in, text and wishes for tools come out. Adapters only carry it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

MOST_ANSWER = 200_000
"""Characters of one answer that are looked at; what is longer is no answer."""


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A model asks for a tool. Whether there is one of that name, and whether it may, is for us to say."""

    id: str
    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ToolResult:
    """The result of a tool's call, as text."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One turn: of ours with `results` of the tools that were asked for, or of the model with `calls`."""

    role: Literal["user", "assistant"]
    text: str = ""
    calls: tuple[ToolCall, ...] = ()
    results: tuple[ToolResult, ...] = ()


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """A tool as it is offered. `schema` is a JSON schema of its arguments."""

    name: str
    description: str
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    system: str
    messages: tuple[Message, ...]
    tools: tuple[ToolSpec, ...] = ()
    most_tokens: int = 1000

    @property
    def size(self) -> int:
        """In characters: what tokens are estimated by where nobody counts them."""
        said = (len(one.text) + sum(len(result.text) for result in one.results) for one in self.messages)
        return len(self.system) + sum(said)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelAnswer:
    """A model's answer. Tokens are 0 where it doesn't tell them."""

    text: str
    calls: tuple[ToolCall, ...] = ()
    tokens_in: int = 0
    tokens_out: int = 0


Reason = Literal["timeout", "busy", "unavailable", "refused", "bad_answer", "budget"]
"""The cause of a model's failure: too slow, asked too often, out of order, not letting us in, nonsense, too dear."""


class ModelError(Exception):
    """A model was of no use this time."""

    def __init__(self, reason: Reason, *, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
        self.retry_after = retry_after


class Model(Protocol):
    @property
    def name(self) -> str:
        """Return the engine's name as answers give it: `bedrock`, `openai_compatible`."""
        ...

    def ask(self, conversation: Conversation, seconds: float) -> ModelAnswer:
        """One answer within so many seconds. Raises ModelError."""
        ...


class Lookup(Protocol):
    """The tools of a model: to read what its caller may read. They change nothing."""

    def search(self, query: str) -> Sequence[Mapping[str, Any]]: ...

    def ticket(self, ref: str) -> Mapping[str, Any] | None: ...
