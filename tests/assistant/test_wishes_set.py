"""How well the frozen sentences are understood, and that nothing typed takes long or breaks."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from chalicelib.assistant.answers import SENTENCE_LENGTH
from chalicelib.assistant.wish.names import MOST_LOOKUPS, KnownPerson, Names
from chalicelib.assistant.wishes import understand
from chalicelib.domain.tickets.ticket import TITLE_LENGTH
from tests.assistant.scoring.sentences import FIELDS, SET, Table, is_right, names_of, score, understood

DOCUMENT: dict[str, Any] = json.loads(SET.read_text("utf-8"))
BAR = 0.9
SIZES = pytest.mark.parametrize("large", [False, True], ids=["small desk", "large desk"])


@pytest.fixture(scope="module")
def tables() -> dict[bool, Table]:
    return {large: score(DOCUMENT, large=large) for large in (False, True)}


def test_the_set_is_the_frozen_one() -> None:
    sentences = DOCUMENT["sentences"]
    assert len(sentences) == len({one["text"] for one in sentences}) == 150
    assert {one["language"] for one in sentences} == {"en", "de", "es", "fr"}


@SIZES
@pytest.mark.parametrize("name", [*FIELDS, "whole"])
def test_a_field_is_right_in_nine_of_ten_sentences(tables: dict[bool, Table], name: str, large: bool) -> None:
    table = tables[large]
    assert table.share(name) >= BAR, [one["id"] for one, _, bad in table.wrong if name in bad or name == "whole"]


@pytest.mark.parametrize("name", ["sentences_other_desk.json", "sentences_more.json"])
def test_sentences_that_came_later_are_understood_as_well(name: str) -> None:
    table = score(json.loads((SET.parent / name).read_text("utf-8")), large=False)
    assert {field: table.share(field) for field in (*FIELDS, "whole") if table.share(field) < BAR} == {}


def test_the_score_knows_wrong_from_right() -> None:
    sentence = DOCUMENT["sentences"][0]
    names, people = names_of(DOCUMENT["desk"], large=False)
    right = understood(sentence["text"], names, people)
    wrong = {
        "title": "Export",
        "priority": "low",
        "type": "bug_report",
        "channel": "chat",
        "assignee": "Ben Keller",
        "labels": ["Billing", "VIP"],
        "contact": "Maya Okafor",
        "company": "Northwind",
        "new_contact": {"name": "Maya", "address": None},
        "ask": ["contact"],
    }
    assert [name for name in FIELDS if not is_right(name, right[name], sentence)] == []
    assert [name for name in FIELDS if is_right(name, wrong[name], sentence)] == []


PIECES = [
    *("a", "A ", "for Maya at ", "Maya ", "@", "@Ben ", "#", "#VIP ", "urgent, ", "not ", "and ", "please ", "label "),
    *("label Billing, ", "assign to ", "assign it to Ben and ", "(", "((Maya)) ", "Ä̈", "x@y.z ", "x@", "l'", "de "),
    *(
        "very ",
        "Maya, ",
        "by phone ",
        "no ",
        "ticket ",
        "create a ticket ",
        "“",
        "prio ",
        "1. ",
        "\n",
        "-",
        " - ",
        "日本",
    ),
]


@pytest.mark.parametrize("piece", PIECES, ids=repr)
@SIZES
def test_whatever_is_repeated_is_read_in_no_time(piece: str, large: bool) -> None:
    text = (piece * SENTENCE_LENGTH)[:SENTENCE_LENGTH]
    assert min(_seconds(text, large=large) for _ in range(3)) < 0.5


def test_of_ten_thousand_characters_the_beginning_counts() -> None:
    found = understand("Ticket for Maya Chen: export is broken. " + "It stops. " * 1_000, _names())
    assert (found.title, found.person) == ("Export is broken", "Maya Chen")
    assert len(found.description) <= SENTENCE_LENGTH


def test_contacts_are_looked_up_a_few_times_at_most() -> None:
    asked: list[str] = []

    def find(text: str) -> list[KnownPerson]:
        asked.append(text)
        return []

    understand("; ".join(f"Customer Somebody{chr(65 + number)}x says no" for number in range(26)), Names(find=find))
    assert 0 < len(asked) <= MOST_LOOKUPS


def test_without_names_to_look_up_nobody_is_asked_for() -> None:
    asked: list[str] = []

    def find(text: str) -> list[KnownPerson]:
        asked.append(text)
        return []

    understand("the export of the list stops at line 1000", Names(find=find))
    assert asked == []


@pytest.mark.parametrize("text", ["", " ", "!!!", "…", "😀", "工单", "?", "\u202e", "1", "🎟️ 🎟️", "()", ",", ": :"])
def test_a_sentence_without_words_asks_for_nothing(text: str) -> None:
    found = understand(text, _names())
    assert (found.person, found.company, found.assignee, found.labels) == ("", "", "", ())


MIXED = [
    ("Ticket für Maya Chen: export is broken, urgent, asígnalo a Ben Ortiz", "Export is broken", "Ben Ortiz"),
    ("Bitte Ticket anlegen: la factura está mal. Assign to Will Harper.", "La factura está mal", "Will Harper"),
]


@pytest.mark.parametrize(("text", "title", "assignee"), MIXED)
def test_languages_may_be_mixed(text: str, title: str, assignee: str) -> None:
    found = understand(text, _names())
    assert (found.title, found.assignee) == (title, assignee)


WORDS = [
    "will the export be faster?",
    "mark all as read does nothing",
    "the bill is wrong",
    "a rose garden template is missing",
    "frank answers are cut off",
    "export label is missing",
    "api keys expire too soon",
]


@pytest.mark.parametrize("text", WORDS)
def test_names_that_are_words_name_nobody_in_small_letters(text: str) -> None:
    found = understand(text, _names())
    assert (found.person, found.company, found.assignee, found.labels) == ("", "", "", ())
    assert found.title == text[:1].upper() + text[1:]


def _seconds(text: str, *, large: bool) -> float:
    names = names_of(DOCUMENT["desk"], large=large)[0]
    began = time.process_time()
    found = understand(text, names)
    assert len(found.title) <= TITLE_LENGTH
    return time.process_time() - began


def _names() -> Names:
    return names_of(DOCUMENT["desk"], large=False)[0]
