"""What an engine gives back. `engine` made it; `fallback` is why another one, that should have, did not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from chalicelib.assistant.model import Reason
from chalicelib.domain.vocabulary import Channel, Priority, TicketType

SUMMARY_WORDS = 100
SENTENCE_LENGTH = 4_000
"""Of a sentence that asks for a ticket, in characters."""
TRANSLATED_LENGTH = 6_000
"""Characters that are translated at once: more takes a model longer than anybody waits for."""


@dataclass(frozen=True, slots=True)
class SummaryPart:
    """One of the three parts of a summary. `sources` are ids of what it rests on."""

    kind: Literal["wanted", "done", "open"]
    text: str
    sources: tuple[str, ...] = ()


class Do(StrEnum):
    """The kinds of suggestion. Nothing of it happens before somebody presses the button."""

    ASSIGN = "assign"
    SET_PRIORITY = "set_priority"
    SET_TYPE = "set_type"
    MERGE = "merge"
    CANNED = "canned"
    REPLY = "reply"
    ASK_DETAIL = "ask_detail"
    RESOLVE = "resolve"
    LABEL = "label"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One action for one click. `value` is what it sets or uses, `label` how people call that.

    `reason` names why, `evidence` is what was read that says so, and `sources` where it stands. `engine` suggests it.
    """

    do: Do
    value: str
    label: str
    reason: str
    evidence: str = ""
    sources: tuple[str, ...] = ()
    engine: str = "model_free"


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A summary of what is wanted, done and open, in at most `SUMMARY_WORDS` words.

    `suggestions` are those that the engine read out of the texts on the way. They are kept with it.
    """

    parts: tuple[SummaryPart, ...]
    engine: str
    fallback: Reason | Literal[""] = ""
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage an answer rests on: the ticket's reference, the entry's id, and the words themselves."""

    ref: str
    source: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The answer to a question. `fact` is what it was answered from, if it is one; not `answered`: it can't say."""

    text: str
    quotes: tuple[Quote, ...]
    engine: str
    fallback: Reason | Literal[""] = ""
    fact: str | None = None
    answered: bool = True


@dataclass(frozen=True, slots=True)
class Recorded:
    """A finding of the desk's own at a ticket, in words, and the passages that it rests on."""

    text: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A reply for somebody to read, change and send. `quotes` are what its facts were taken from."""

    text: str
    engine: str
    quotes: tuple[Quote, ...] = ()
    fallback: Reason | Literal[""] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """A text in another language. `language` is the one it was written in, as far as that is one we know."""

    text: str
    engine: str
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The ticket that a sentence asks for. `person`, `company`, `assignee` and `labels` are as they were written.

    `to_me`: whoever wrote it takes the ticket.
    """

    title: str
    description: str
    priority: Priority = Priority.MEDIUM
    type: TicketType = TicketType.SUPPORT_TICKET
    person: str = ""
    company: str = ""
    email: str | None = None
    channel: Channel | None = None
    assignee: str = ""
    to_me: bool = False
    labels: tuple[str, ...] = ()
    engine: str = "model_free"
    fallback: Reason | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """One question asked before, and what was answered."""

    question: str
    answer: str
