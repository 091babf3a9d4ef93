"""Ask AI without a model: what is quoted, from where, and that nothing is made up."""

from __future__ import annotations

import pytest

from chalicelib.assistant.answers import Answered
from chalicelib.assistant.case import Inside
from chalicelib.assistant.engine import Asking, ModelFree
from tests.assistant.demo_cases import DEMO
from tests.assistant.making import case_of, similar

ASKED = [
    (3, "What became of the second payment?", "49.00"),
    (3, "Which invoice is it about?", "2210"),
    (8, "Who is the ticket assigned to?", "Ben Ito"),
    (34, "What is the priority?", "High"),
    (8, "wer ist zuständig", "Ben Ito"),
]


def asked(inside: Inside, question: str, *like: object) -> Answered:
    return ModelFree().answer(inside, Asking(question=question, history=(), similar=like))  # type: ignore[arg-type]


@pytest.mark.parametrize(("number", "question", "told"), ASKED)
def test_a_question_about_a_demo_ticket_finds_the_passage(number: int, question: str, told: str) -> None:
    found = asked(DEMO[number], question)
    assert told in found.text
    assert any(told in quote.text for quote in found.quotes)


@pytest.mark.parametrize("question", ["What about the weather in Lisbon?", "?", "and", "Привет", "🙂"])
def test_what_nobody_said_is_not_answered(question: str) -> None:
    found = asked(DEMO[39], question)
    assert found.quotes == ()
    assert found.text == "I found nothing about that in this ticket or in similar ones."


def test_every_quote_stands_where_it_says() -> None:
    for number, question, _ in ASKED:
        texts = {text.source: " ".join(text.body.split()) for text in DEMO[number].texts()}
        for quote in asked(DEMO[number], question).quotes:
            assert quote.ref == f"TKT-{number:04d}"
            if quote.source in texts:
                assert quote.text.rstrip("…")[:20] in texts[quote.source].replace("*", "").replace("`", "")


def test_how_a_similar_ticket_ended_is_quoted_with_its_reference() -> None:
    found = asked(Inside(case=case_of("The export stops.")), "How was the export restarted?", similar())
    assert [(quote.ref, quote.source) for quote in found.quotes][:1] == [("TKT-0007", "resolution")]


def test_it_answers_in_the_desk_s_language() -> None:
    german = Inside(case=case_of("Der Export geht nicht.", language="de"))
    assert asked(german, "Wetter?").text == "Dazu habe ich weder in diesem Ticket noch in ähnlichen etwas gefunden."
    assert asked(german, "Wer ist zuständig?").text == "Niemand hat es: es ist nicht zugewiesen."
