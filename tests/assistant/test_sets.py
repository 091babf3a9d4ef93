"""The sets that the assistant without a model is measured by: buttons and typed questions at forty tickets."""

from __future__ import annotations

import pytest

from chalicelib.assistant.facts.fact import Fact
from tests.assistant.scoring.facts import wrong
from tests.assistant.scoring.questions import UNSAID, WRONG, asked, judged
from tests.assistant.scoring.tickets import read

TICKETS = read("tickets")
QUESTIONS = read("questions")
READ_FROM_FIELDS = (Fact.WHO, Fact.LAST_ANSWERED, Fact.DUE, Fact.BEFORE, Fact.ENDED)
MOST_WRONG = {Fact.PROMISED: 5, Fact.TRIED: 12, Fact.OUTSTANDING: 6, Fact.SINCE: 3, Fact.AMOUNTS: 1}
"""Tickets at which what is read from sentences is too much or too little."""


@pytest.mark.parametrize("fact", READ_FROM_FIELDS)
def test_what_the_fields_tell_is_exact(fact: Fact) -> None:
    assert {one["id"]: faults for one in TICKETS if (faults := wrong(fact, one))} == {}


@pytest.mark.parametrize("fact", MOST_WRONG)
def test_what_is_read_from_sentences_is_as_exact_as_it_was(fact: Fact) -> None:
    faulty = [one["id"] for one in TICKETS if wrong(fact, one)]
    assert len(faulty) <= MOST_WRONG[fact], faulty


def test_few_answers_are_wrong_and_few_questions_stay_open() -> None:
    tickets = {one["id"]: one for one in TICKETS}
    marks = [(one, judged(one, asked(one, tickets[one["ticket"]]))) for one in QUESTIONS]
    wrongly = [one["id"] for one, mark in marks if mark == WRONG]
    answerable = [mark for one, mark in marks if one["answerable"]]
    assert len(wrongly) <= 0.03 * len(marks), wrongly
    assert answerable.count(UNSAID) <= 0.25 * len(answerable)
