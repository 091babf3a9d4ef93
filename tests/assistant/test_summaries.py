"""Summaries and suggestions of the demo tickets, each read once by a person and held to what was sensible."""

from __future__ import annotations

import pytest

from chalicelib.assistant.answers import SUMMARY_WORDS, Do
from chalicelib.assistant.case import Inside
from chalicelib.assistant.engine import ModelFree
from chalicelib.assistant.sentences import words_in
from chalicelib.assistant.suggestions import suggest
from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.tickets.message import InternalNote
from chalicelib.domain.vocabulary import Status
from tests.assistant.demo_cases import DEMO, NOW, around
from tests.assistant.making import case_of

DONE = {
    1: "A slot is reserved before the confirmation is written",
    2: "I've added your vote.",
    3: "The second payment of 49.00 was given back",
    4: "Corrected in version 5.2.1",
    5: "I have prepared the whole year for you",
    6: "a new one was sent",
    8: "I have sent a mail to the address on file",
    9: "Please choose your city there",
    10: "The three corrected invoices are in your account.",
    11: "the key is under Settings → API",
    12: "you can hide phone numbers from trainers",
    13: "Access closed within six minutes",
    14: "Calendar → Closures → New takes a span of days",
    15: "Done. The next invoice will be the yearly one.",
    16: "till rounds per line",
    17: "contrast 2.9 to 1",
    18: "Answer at once and write afterwards",
    19: "With Print → Landscape the names fit for now",
    20: "look whether the new phone sets its time by itself",
    21: "Please press Integrations → Newsletter → Connect again.",
    22: "that one has no DKIM key",
    23: "We asked: May I switch on “fit to screen”?",
    24: "I have set it to 24 hours for all four of yours.",
    25: "People are moved up only if they have a card on file.",
    26: "open the booking, press Refund, and change the amount",
    27: "We need one page signed by your father",
    29: "Please correct the name under Payments → Bank account",
    31: "Invoices have to be kept for some years by law",
    34: "Internal note: Form to get off it is filled in.",
    35: "it is under Settings → Battery",
    38: "Provider has paused payouts until the new account is verified",
    39: "have stopped a job that got in the way",
}
"""Of those where anything was done."""
NOTED = {
    7: "Same wish as from the two hotels last month.",
    28: "Time of sending is fixed for everybody at the moment.",
    30: "browsers that fill in forms by themselves get round the check.",
    32: "The new mail address isn't confirmed yet.",
    33: "the browser's language goes before the setting.",
    36: "The tablet throws cookies away when it locks, I think.",
    37: "We make a year of dates ahead and then forget to make more.",
    40: "Allowed with every plan.",
}
"""Of those where nothing was done yet, what colleagues know of them."""
OPEN = {
    12: "May our developers call you",
    16: "Attached to a mail that I've sent",
    17: "our designers have it on the table",
    18: "Waiting for the customer",
    23: "Yes, do that.",
    25: "I'm looking at Tuesday's class now.",
    31: "I'll write you two sentences you can send her.",
    35: "is the app allowed to run in the background",
    38: "Yes! The bank was bought by another one",
    39: "the 502s should be gone within five minutes",
}


@pytest.mark.parametrize("number", DEMO)
def test_a_summary_says_what_is_wanted_done_and_open_in_a_hundred_words(number: int) -> None:
    parts = ModelFree().summarize(DEMO[number]).parts
    assert [part.kind for part in parts] == ["wanted", "done", "open"]
    assert sum(words_in(part.text) for part in parts) <= SUMMARY_WORDS
    assert parts[0].sources == ("description",)


@pytest.mark.parametrize("number", DEMO)
def test_what_was_done_is_what_helped_and_no_side_remark(number: int) -> None:
    _, done, _ = ModelFree().summarize(DEMO[number]).parts
    assert done.sources
    if number in DONE:
        assert DONE[number] in done.text
    else:
        assert done.text.startswith("Nothing yet. Internal note: ")
        assert NOTED[number] in done.text


@pytest.mark.parametrize(("number", "text"), OPEN.items())
def test_what_is_open_is_what_somebody_waits_for(number: int, text: str) -> None:
    _, done, still = ModelFree().summarize(DEMO[number]).parts
    assert text in still.text
    assert done.text not in still.text


@pytest.mark.parametrize("number", DEMO)
def test_settled_tickets_need_nothing_and_open_ones_something_unless_it_is_the_customers_turn(number: int) -> None:
    case = DEMO[number].case
    found = [one.do for one in suggest(case, around(DEMO[number]))]
    if case.settled:
        assert found == []
    elif case.status is Status.WAITING:
        assert set(found) <= {Do.CANNED, Do.SET_PRIORITY}
    else:
        assert Do.REPLY in found
    assert (Do.ASSIGN in found) == (case.assignee_id is None and not case.settled)


def test_sources_are_entries_that_are_there() -> None:
    for inside in DEMO.values():
        there = {text.source for text in inside.texts()}
        sources = {source for part in ModelFree().summarize(inside).parts for source in part.sources}
        evidence = {source for one in suggest(inside.case, around(inside)) for source in one.sources}
        assert sources | evidence <= there


@pytest.mark.parametrize(
    ("noted", "answered", "done"),
    [
        ("Same wish as from the two hotels.", False, "Nothing yet. Internal note: Same wish"),
        ("Whose is it? [an aside]", False, "Nothing yet."),
        ("Roles by course are half done.", False, "Nothing yet."),
        ("Noch nicht erledigt, morgen.", False, "Nothing yet."),
        ("Ask her for the make?", True, "Which phone is it?"),
        ("The form to get off the list is filled in.", False, "filled in"),
        ("Den Cache geprüft.", False, "geprüft"),
        ("The till rounds per line.", True, "rounds per line"),
    ],
)
def test_a_note_counts_when_it_tells_an_act_or_what_was_found_after_an_answer(
    noted: str, answered: bool, done: str
) -> None:
    note = InternalNote(id="9" * 26, at=NOW, author=Actor(ActorKind.AGENT, "m", "m"), body=noted)
    said = [("agent", "Which phone is it?")] if answered else []
    told = ModelFree().summarize(Inside(case=case_of("It is broken.", *said), notes=(note,)))
    assert done in told.parts[1].text


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n ",
        "?",
        "Hi",
        "```\nonly code\n```",
        "> only a quote",
        "x" * 100_000,
        "word " * 20_000,
        "On On On " * 5_000,
        "((((((((((" * 5_000,
        "导出坏了。" * 3_000,
        "\u202e\u0000\ufffd",
    ],
    ids=lambda text: text[:10],
)
def test_any_text_has_a_summary_of_a_hundred_words(text: str) -> None:
    note = InternalNote(id="9", at=NOW, author=Actor(ActorKind.AGENT, "m", "m"), body=text)
    inside = Inside(case=case_of(text, ("customer", text), ("agent", text)), notes=(note,))
    parts = ModelFree().summarize(inside).parts
    assert sum(words_in(part.text) for part in parts) <= SUMMARY_WORDS
    assert all(part.text for part in parts)


def test_the_words_around_are_in_the_desk_s_language() -> None:
    inside = Inside(case=case_of("Der Export geht seit Montag nicht.", language="de"))
    _, done, still = ModelFree().summarize(inside).parts
    assert (done.text, still.text) == ("Noch nichts.", "Dem Kunden hat noch niemand geantwortet.")
