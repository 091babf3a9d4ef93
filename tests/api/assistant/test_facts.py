"""What a ticket records, asked by a button: exact, or that nothing is recorded."""

from __future__ import annotations

import pytest

from chalicelib.assistant.facts.fact import Fact
from tests.api.asking import TICKETS, problem
from tests.api.assistant.test_panel import MAYA, TOM, post, ticket
from tests.support.desk import Desk

PROMISE = "I'll send you the corrected invoice by Friday."


def asked(desk: Desk, ref: str, fact: str, language: str = "en", token: str | None = None) -> str:
    return str(post(desk, f"{ref}/assistant/ask", {"fact": fact, "language": language}, token=token)["text"])


def test_each_fact_has_an_answer_or_says_that_nothing_is_recorded(desk: Desk) -> None:
    ref = ticket(desk, "Wrong VAT", "Invoice INV-2026-0815 of €49.90 has the wrong VAT since Monday. Can you mend it?")
    before = {fact.value: asked(desk, ref, fact.value) for fact in Fact}
    assert before["promised"] == "No promise is open; nothing is recorded."
    assert before["last_answered"] == "Nobody has replied yet."
    assert before["ended"] == "It isn't recorded how it ended."
    assert before["amounts"].splitlines() == ["INV-2026-0815", "€49.90"]
    assert before["outstanding"] == "Can you mend it?"
    assert "since Monday" in before["since"]
    post(desk, f"{ref}/replies", {"body": f"I checked the invoice. {PROMISE}"})
    assert asked(desk, ref, "promised") == PROMISE
    assert asked(desk, ref, "tried") == "I checked the invoice."
    assert asked(desk, ref, "outstanding") == "No open question is recorded."
    post(desk, f"{ref}/resolve", {"resolution": "VAT corrected."})
    assert asked(desk, ref, "ended").startswith("VAT corrected.")
    assert asked(desk, ref, "due") == "No deadline is running."


@pytest.mark.parametrize("language", ["de", "es", "fr"])
def test_an_answer_is_in_the_readers_language(desk: Desk, language: str) -> None:
    ref = ticket(desk)
    assert len({asked(desk, ref, "promised", each) for each in ("en", language)}) == 2


def test_a_customers_other_tickets_are_told_to_members_alone(desk: Desk) -> None:
    other = ticket(desk, "The coffee machine leaks", "Water everywhere.")
    ticket(desk, "Of somebody else", "Nothing to do with it.", contact=TOM)
    ref = ticket(desk, contact=MAYA)
    desk.settle()
    answer = post(desk, f"{ref}/assistant/ask", {"fact": "before"})
    assert [quote["ref"] for quote in answer["quotes"]] == [other]
    key = desk.api_key("tickets:read", "tickets:write")
    assert "coffee" not in asked(desk, ref, "before", token=key)
    question = {"question": "Did they write to us before?"}
    assert "coffee" not in str(post(desk, f"{ref}/assistant/ask", question, token=key))


def test_notes_are_in_no_fact_that_a_key_is_told(desk: Desk) -> None:
    ref = ticket(desk)
    post(desk, f"{ref}/notes", {"body": "I called Anna about 7,300.00 EUR. We will refund the lantern tomorrow."})
    key = desk.api_key("tickets:read", "tickets:write")
    told = " ".join(asked(desk, ref, fact.value, token=key) for fact in Fact)
    assert "lantern" not in told
    assert "7,300" not in told
    assert "lantern" in asked(desk, ref, "promised")


@pytest.mark.parametrize("body", [{}, {"question": "Who?", "fact": "who"}, {"fact": "weather"}, {"question": ""}])
def test_a_question_or_a_fact_is_asked_and_not_both(desk: Desk, body: dict[str, str]) -> None:
    ref = ticket(desk)
    answer = desk.http("POST", f"{TICKETS}/{ref}/assistant/ask", json=body, token=desk.admin.token)
    problem(answer, 422, "validation_failed")


def test_what_nobody_told_can_not_be_said(desk: Desk) -> None:
    ref = ticket(desk)
    answer = post(desk, f"{ref}/assistant/ask", {"question": "What is her telephone number?"})
    assert (answer["answered"], answer["quotes"]) == (False, [])
