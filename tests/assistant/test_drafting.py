"""Drafts of replies: what a customer may be told, and nothing else."""

from __future__ import annotations

import inspect
import typing

import pytest

from chalicelib.assistant import drafting
from chalicelib.assistant.case import Case
from chalicelib.assistant.engine import Engine, ModelFree
from chalicelib.domain.vocabulary import Status, TicketType
from tests.assistant.demo_cases import DEMO
from tests.assistant.making import case_of, similar
from tests.support.leaks import leaked


def drafted(case: Case, *like: object) -> str:
    return ModelFree().draft(case, like, "Ana K.").text  # type: ignore[arg-type]


@pytest.mark.parametrize("number", DEMO)
def test_no_note_gets_into_a_draft(number: int) -> None:
    text = drafted(DEMO[number].case)
    assert leaked(text) == []
    for note in DEMO[number].notes:
        assert note.body.split(".")[0] not in text
    assert text.endswith("Best regards\nAna K.") or "Ana K." in text


def test_drafting_takes_a_type_that_holds_no_notes() -> None:
    """A `Case` has no place for a note, so no rule has to keep them out."""
    assert typing.get_type_hints(Engine.draft)["case"] is Case
    assert typing.get_type_hints(drafting.draft)["case"] is Case
    kinds = str(typing.get_type_hints(Case))
    assert "InternalNote" not in kinds
    assert "Inside" not in inspect.getsource(drafting)


def test_a_first_answer_to_a_fault_is_sorry_and_asks_for_what_is_missing() -> None:
    text = drafted(case_of("It is broken.", type=TicketType.BUG_REPORT))
    assert text.startswith("Hello Maya,")
    assert "sorry about the trouble with “Export is broken”" in text
    assert "since when" in text


def test_what_helped_somebody_else_is_offered_without_what_is_theirs() -> None:
    known = similar(
        resolution="Tom's export was restarted. Choose a smaller span of days. Invoice 2210 is paid. Ask tom@x.example."
    )
    text = drafted(case_of("The export stops at the end of the year, whatever I choose."), known)
    assert "Choose a smaller span of days." in text
    for private in ("Tom", "2210", "@"):
        assert private not in text
    assert "smaller span" not in drafted(case_of("The export stops."), similar(score=0.2, resolution=known.resolution))


def test_thanks_for_good_news_and_a_question_after_silence() -> None:
    glad = case_of("The export stops.", ("agent", "Restarted."), ("customer", "It works again!"))
    assert "glad it works" in drafted(glad)
    silent = case_of("The export stops.", ("agent", "Which page?"), status=Status.WAITING)
    assert "Do you still need our help" in drafted(silent)


@pytest.mark.parametrize(
    ("text", "greeting"),
    [
        ("Der Export geht seit Montag nicht, und wir können nicht arbeiten.", "Hallo Maya,"),
        ("La exportación no funciona desde ayer, por favor ayuda.", "Hola Maya"),
        ("L'export ne fonctionne pas depuis hier, et nous ne pouvons pas travailler.", "Bonjour Maya"),
    ],
)
def test_it_is_in_the_customer_s_language(text: str, greeting: str) -> None:
    assert drafted(case_of(text)).startswith(greeting)


@pytest.mark.parametrize("customer", ["", "maya@example.com", "  ", "Maya\nBcc: x"])
def test_whatever_the_customer_is_called_the_greeting_is_one_line(customer: str) -> None:
    assert drafted(case_of("It is broken.", customer=customer)).splitlines()[0] in ("Hello,", "Hello Maya,")
