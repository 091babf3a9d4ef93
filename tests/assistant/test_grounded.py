"""Answers of a model: each sentence with a source, or not at all."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.assistant.answers import Answered, Quote, Recorded
from chalicelib.assistant.by_model import ByModel
from chalicelib.assistant.case import Inside
from chalicelib.assistant.engine import Asking, ModelFree
from chalicelib.assistant.fallback import WithFallback
from chalicelib.assistant.model import ModelError
from chalicelib.assistant.wording import words
from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.tickets.message import InternalNote
from tests.assistant.demo_cases import NOW
from tests.assistant.making import case_of, similar
from tests.assistant.scripted import Scripted, answers, wants

CASE = case_of("The export stops at line 1000.", ("agent", "We raised the limit to 1,000,000 lines."))
NOTE = InternalNote(id="9" * 26, at=NOW, author=Actor(ActorKind.AGENT, "m", "m"), body="Credit them 3,480.50 EUR.")
INSIDE = Inside(case=CASE, notes=(NOTE,))
CANT_SAY = words("en")("found_nothing")


class Tickets:
    def search(self, _query: str) -> list[dict[str, Any]]:
        return [{"ref": "TKT-0012", "title": "Import stops"}]

    def ticket(self, ref: str) -> dict[str, Any] | None:
        texts = [
            {"id": "e1", "from": "customer", "text": "It stops."},
            {"id": "e2", "from": "agent", "text": "Restarted."},
        ]
        return {"ref": ref, "title": "Import stops", "texts": texts} if ref == "TKT-0012" else None


def answered(*lines: Any, recorded: Any = (), inside: Inside = INSIDE) -> Answered:
    asking = Asking(question="Why?", history=(), similar=[similar()], recorded=recorded)
    return ByModel(Scripted(*lines), Tickets()).answer(inside, asking)


def sentences(*told: tuple[str, Any]) -> dict[str, Any]:
    return {"sentences": [{"text": text, "sources": sources} for text, sources in told]}


def test_sentences_stay_with_their_sources_and_go_without() -> None:
    told: tuple[tuple[str, Any], ...] = (
        ("It stopped at line 1000.", ["s1"]),
        ("Mercury was in retrograde.", ["s99"]),
        ("We raised the limit.", ["nowhere", "s2"]),
        ("All is well.", []),
        ("All is fine.", None),
        ("All is good.", "s1"),
        ("All is great.", [5, {}]),
    )
    found = answered(sentences(*told))
    assert found.text == "It stopped at line 1000. We raised the limit."
    assert [quote.source for quote in found.quotes] == ["description", CASE.messages[0].id]
    assert (found.answered, found.engine, found.fallback) == (True, "openai_compatible", "")


@pytest.mark.parametrize(
    "said",
    [
        {"sentences": []},
        sentences(("It is broken.", ["s99"])),
        {"sentences": ["It is broken. [s1]", None, 5, ["s1"]]},
        {"sentences": [{"text": "", "sources": ["s1"]}]},
        {"sentences": [{"sources": ["s1"]}]},
        sentences(("It is broken.", ["TKT-6666"])),
        sentences(("<script></script>", ["s1"])),
    ],
)
def test_without_a_sentence_that_rests_on_something_it_can_t_say(said: dict[str, Any]) -> None:
    found = answered(said)
    assert (found.text, found.quotes, found.answered) == (CANT_SAY, (), False)


def test_the_shape_of_long_ago_is_asked_for_again_and_then_no_answer() -> None:
    with pytest.raises(ModelError, match="bad_answer"):
        answered({"text": "It is broken.", "quotes": [{"source": "s1", "text": "The export stops"}]})
    engine = WithFallback(ByModel(Scripted({"text": "It is broken."})), ModelFree())
    assert engine.answer(INSIDE, Asking("Why?", (), ())).fallback == "bad_answer"


def test_quotes_are_words_that_stand_there() -> None:
    found = answered(answers("It was the limit.", "s2", "s1", quote="We raised\n the limit"))
    assert [(quote.source, quote.text) for quote in found.quotes] == [
        (CASE.messages[0].id, "We raised the limit"),
        ("description", "The export stops at line 1000."),
    ]


def test_a_similar_ticket_a_field_and_what_was_looked_up_are_sources() -> None:
    found = answered(answers("A restart helped.", "TKT-0007"))
    assert found.quotes == (Quote("TKT-0007", "resolution", "The export was restarted. It runs again."),)
    found = answered(answers("Nobody has it.", "assigned_to"))
    assert found.quotes == (Quote("TKT-0042", "assignee", f"Assignee: {words('en')('nobody')}"),)
    assert not answered(answers("It was restarted.", "TKT-0012")).answered
    found = answered(wants("search_tickets", query="x"), answers("There is another.", "TKT-0012"))
    assert found.quotes == (Quote("TKT-0012", "title", "Import stops"),)
    found = answered(wants("get_ticket", ref="TKT-0012"), answers("We did.", "TKT-0012", quote="Restarted."))
    assert found.quotes == (Quote("TKT-0012", "e2", "Restarted."),)
    assert not answered(wants("get_ticket", ref="TKT-0099"), answers("We did.", "TKT-0099")).answered


def test_what_the_desk_recorded_is_a_source_and_is_told_as_data() -> None:
    quote = Quote("TKT-0042", CASE.messages[0].id, "We raised the limit")
    model = Scripted(answers("The limit was raised on Monday.", "f1"))
    asking = Asking("Why?", (), (), recorded=(Recorded("Promised: nothing. password: hunter22", (quote,)),))
    found = ByModel(model).answer(INSIDE, asking)
    assert found.quotes == (quote,)
    assert "Promised: nothing." in model.told
    assert "hunter22" not in model.told
    assert not ByModel(Scripted(answers("x y z.", "f2"))).answer(INSIDE, asking).answered


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("It stops at line 1000.", True),
        ("It stops at line 1,000.", True),
        ("It stops at line 1 000.", True),
        ("It stops at line 1.000,00.", True),
        ("It stops at line 999.", False),
        ("It stops at line 1000,50.", False),
        ("We credit 3.480,50 EUR.", True),
        ("We credit 3480.", True),
        ("We credit 3,480.51.", False),
        ("We credit 348.", False),
        ("There are 2 messages of 25 lines.", True),
        (f"It came on {NOW.day}.{NOW.month}.{NOW.year}.", True),
        ("It came on 3.4.1999.", False),
        ("Call +49 30 1234567.", False),
    ],
)
def test_a_number_that_nobody_told_takes_its_sentence_with_it(text: str, stays: bool) -> None:
    assert answered(answers(text)).answered is stays


def test_links_that_nobody_gave_are_taken_out_of_a_sentence() -> None:
    found = answered(answers("Sign in at https://evil.example/login or [here](https://evil.example)."))
    assert "evil" not in found.text


def test_an_endless_answer_is_cut_to_its_first_sentences() -> None:
    found = answered(sentences(*[(f"Sentence {'x' * 2_000}.", ["s1"])] * 50))
    assert len(found.text) < 10_000
    assert len(found.quotes) == 1


def test_items_of_a_list_stand_on_lines_of_their_own() -> None:
    found = answered(sentences(("We did two things:", ["s2"]), ("- raised the limit", ["s2"]), ("- told you", ["s2"])))
    assert found.text == "We did two things:\n- raised the limit\n- told you"
