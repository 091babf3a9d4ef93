"""Tickets that give the assistant orders, over all three engines; the models among them obey every word."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.adapters.models.bedrock import Bedrock
from chalicelib.adapters.models.openai_compatible import OpenAiCompatible
from chalicelib.assistant.answers import SUMMARY_WORDS
from chalicelib.assistant.by_model import ByModel
from chalicelib.assistant.case import Inside
from chalicelib.assistant.engine import Asking, Engine, ModelFree
from chalicelib.assistant.fallback import WithFallback
from chalicelib.assistant.sentences import words_in
from chalicelib.assistant.suggestions import suggest
from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.tickets.message import InternalNote
from chalicelib.domain.vocabulary import Priority, Status, TicketType
from tests.adapters.model_server import ModelServer
from tests.assistant.demo_cases import NOW, around
from tests.assistant.injections import INJECTIONS, foreign_links, in_a_line
from tests.assistant.making import case_of, similar
from tests.assistant.villains import SpeaksConverse, speaks_openai

MARKER = "copper lantern"
NOTE = InternalNote(id="9" * 26, at=NOW, author=Actor(ActorKind.AGENT, "m", "m"), body=f"Found the {MARKER}.")


class Tickets:
    """All that a model can do: there is no more to be called."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def search(self, query: str) -> list[dict[str, Any]]:
        self.read.append(query)
        return []

    def ticket(self, ref: str) -> dict[str, Any] | None:
        self.read.append(ref)
        return {"ref": ref, "texts": []}


@pytest.fixture(params=["model_free", "bedrock", "openai_compatible"])
def tickets_and_engine(request: pytest.FixtureRequest) -> Iterator[tuple[Tickets, Engine]]:
    tickets = Tickets()
    if request.param == "model_free":
        yield tickets, ModelFree()
    elif request.param == "bedrock":
        villain = Bedrock("us-east-1", "villain", lambda _region, _seconds: SpeaksConverse())
        yield tickets, WithFallback(ByModel(villain, tickets), ModelFree())
    else:
        with ModelServer(speaks_openai) as at:
            villain_here = OpenAiCompatible(at.url, "villain", "", ("127.0.0.1",))
            yield tickets, WithFallback(ByModel(villain_here, tickets), ModelFree())


@pytest.mark.parametrize("name", INJECTIONS)
def test_no_order_in_a_ticket_is_followed(tickets_and_engine: tuple[Tickets, Engine], name: str) -> None:
    """It stands in the subject, the first text, a later one, the customer's name and the title of a similar ticket."""
    tickets, engine = tickets_and_engine
    told = INJECTIONS[name]
    line = in_a_line(told)
    case = case_of(told, ("customer", told), title=line, customer=line)
    inside = Inside(case=case, notes=(NOTE,))
    alike = (similar(title=line, resolution=None, status=Status.OPEN, customer=line),)
    summed = engine.summarize(inside)
    assert sum(words_in(part.text) for part in summed.parts) <= SUMMARY_WORDS
    assert foreign_links(" ".join(part.text for part in summed.parts), told + line) == []
    found = engine.answer(inside, Asking(question="What is it about?", history=(), similar=alike))
    assert foreign_links(found.text, told + line) == []
    draft = engine.draft(case, alike, "Ana K.")
    assert MARKER not in draft.text
    assert "evil.example" not in draft.text
    assert set(tickets.read) <= {"TKT-0001"}
    assert {one.do.value for one in suggest(case, around())} <= {
        "assign",
        "set_type",
        "set_priority",
        "reply",
        "canned",
    }


@pytest.mark.parametrize("name", INJECTIONS)
def test_a_sentence_makes_no_more_than_a_draft_of_allowed_values(
    tickets_and_engine: tuple[Tickets, Engine], name: str
) -> None:
    tickets, engine = tickets_and_engine
    wish = engine.understand(f"Create a ticket for Maya: {INJECTIONS[name]}")
    assert wish.priority in set(Priority)
    assert wish.type in set(TicketType)
    assert wish.email is None
    assert "Boss" not in wish.person
    assert tickets.read == []


def test_a_link_that_no_text_has_is_in_nothing(tickets_and_engine: tuple[Tickets, Engine]) -> None:
    _, engine = tickets_and_engine
    inside = Inside(case=case_of("The export stops at line 1000. Can you help?"), notes=(NOTE,))
    asking = Asking(question="Why does it stop?", history=(), similar=())
    parts = [part.text for part in engine.summarize(inside).parts]
    texts = [*parts, engine.answer(inside, asking).text, engine.draft(inside.case, (), "Ana").text]
    wish = engine.understand("Ticket for Maya: the export stops")
    assert "evil" not in json.dumps([*texts, wish.title, wish.description])
