"""Which actions are suggested, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.assistant.answers import Do, Suggestion
from chalicelib.assistant.case import Case
from chalicelib.assistant.drafting import LIKE_ENOUGH
from chalicelib.assistant.suggestions import DUPLICATE, MOST, SAME_MATTER, Around, priority_of, suggest, type_of
from chalicelib.domain.settings.workspace import Label
from chalicelib.domain.vocabulary import Priority, Status, TicketType
from tests.assistant.demo_cases import CANNED, DEMO, MEMBERS, NOW, around
from tests.assistant.judged import JUDGED
from tests.assistant.making import case_of, similar
from tests.assistant.scoring.similar import precision, scored
from tests.bench.similar import ranked


def suggested(case: Case, **known: Any) -> dict[Do, Suggestion]:
    return {one.do: one for one in suggest(case, replace(around(), **known))}


@pytest.mark.parametrize(
    ("text", "priority"),
    [
        ("This is urgent.", Priority.URGENT),
        ("It fails since Monday, urgent", Priority.URGENT),
        ("Der Export geht seit Montag nicht, dringend", Priority.URGENT),
        ("Das ist nicht dringend", Priority.LOW),
        ("Not urgent at all.", Priority.LOW),
        ("No hurry. It would be important for our festival, though.", Priority.LOW),
        ("It is important to us", Priority.HIGH),
        ("none of my customers can pay", Priority.URGENT),
        ("Es urgente, por favor", Priority.URGENT),
        ("Die Kasse: nichts geht mehr", Priority.URGENT),
        ("would be nice to have", None),
        ("Where do I find my API key?", None),
        ("", None),
    ],
)
def test_how_urgent_words_sound(text: str, priority: Priority | None) -> None:
    assert priority_of(text) is priority


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The newsletter doesn't arrive", TicketType.BUG_REPORT),
        ("No puede iniciar sesión desde ayer", TicketType.BUG_REPORT),
        ("Der Export geht seit Montag nicht", TicketType.BUG_REPORT),
        ("L'application ne fonctionne toujours pas", TicketType.BUG_REPORT),
        ("It would be nice to have dark mode", TicketType.FEATURE_REQUEST),
        ("Ein Dunkelmodus wäre schön", TicketType.FEATURE_REQUEST),
        ("Please change our plan to yearly", TicketType.CUSTOMER_REQUEST),
        ("Where do I find my key?", None),
    ],
)
def test_what_kind_of_ticket_words_sound_like(text: str, kind: TicketType | None) -> None:
    assert type_of(text) is kind


def test_a_priority_goes_up_with_the_words_that_say_so_and_never_down() -> None:
    found = suggested(case_of("None of our customers can pay. Please help."))[Do.SET_PRIORITY]
    assert (found.value, found.evidence, found.sources) == (
        "urgent",
        "None of our customers can pay.",
        ("description",),
    )
    assert Do.SET_PRIORITY not in suggested(case_of("No hurry at all.", priority=Priority.HIGH))
    assert Do.SET_PRIORITY not in suggested(case_of("It is important.", priority=Priority.HIGH))


def test_who_solved_the_likest_ticket_is_suggested_else_whoever_asks() -> None:
    case = case_of("The export stops.")
    known = suggested(case, similar=[similar(assignee_id="m_ben")])[Do.ASSIGN]
    assert (known.value, known.label, known.evidence) == ("m_ben", "Ben Ito", "TKT-0007")
    viewer = suggested(case, similar=[similar(assignee_id="m_dmitri")])[Do.ASSIGN]
    assert (viewer.value, viewer.reason) == ("m_ana", "nobody_has_it")
    for other in ({"score": SAME_MATTER - 0.01}, {"status": Status.IN_PROGRESS}):
        weak = suggested(case, similar=[similar(assignee_id="m_ben", **other)])[Do.ASSIGN]
        assert (weak.value, weak.reason) == ("m_ana", "nobody_has_it")
    assert Do.ASSIGN not in suggested(case, me=None)
    assert Do.ASSIGN not in suggested(case_of("The export stops.", assignee_id="m_ben"))


def test_like_enough_is_of_the_same_matter_nine_times_in_ten() -> None:
    assert precision(scored(), SAME_MATTER) >= 0.9
    assert precision(scored(), DUPLICATE) >= 0.95
    assert precision(scored(), LIKE_ENOUGH, most=1) >= 0.95


def test_of_the_judged_requests_the_likest_is_of_the_same_matter() -> None:
    likest = [(one, like[0]) for one in JUDGED if (like := ranked(one.title, [one.text]))]
    near = [(one, like) for one, like in likest if like.score >= SAME_MATTER]
    right = [one for one, like in near if like.number in one.expected]
    assert len(right) / len(near) >= 0.9
    assert len(right) / len(JUDGED) >= 0.8
    for number, inside in DEMO.items():
        texts = [text.body for text in inside.case.customer_texts()[:3]]
        like = {one.number for one in ranked(inside.case.title, texts, but=number) if one.score >= SAME_MATTER}
        assert like <= {other for one in JUDGED if number in one.expected for other in one.expected}


def test_a_probable_duplicate_is_of_the_same_customer_open_recent_and_alike() -> None:
    case = case_of("The export stops.")
    twin = similar(same_customer=True, status=Status.OPEN, score=DUPLICATE)
    assert suggested(case, similar=[twin])[Do.MERGE].value == "TKT-0007"
    for other in (
        {"same_customer": False},
        {"status": Status.RESOLVED},
        {"score": DUPLICATE - 0.01},
        {"created_at": NOW - timedelta(days=8)},
    ):
        assert Do.MERGE not in suggested(case, similar=[replace(twin, **other)])


def test_a_reply_before_the_sla_breaches_comes_first() -> None:
    due = NOW + timedelta(minutes=20)
    found = suggest(case_of("The export stops.", due_at=due, late=True), around())
    assert (found[0].do, found[0].reason, found[0].value) == (Do.REPLY, "sla", due.isoformat())
    assert [one.do for one in found].count(Do.REPLY) == 1
    answered = case_of("The export stops.", ("agent", "We look."), due_at=due, late=True)
    assert "sla" not in {one.reason for one in suggest(answered, around())}


def test_a_customer_who_says_it_works_is_not_answered_but_resolved() -> None:
    glad = case_of("The export stops.", ("agent", "Restarted."), ("customer", "It works again, thank you!"))
    found = suggested(glad)
    assert found[Do.RESOLVE].evidence == "It works again, thank you!"
    assert Do.REPLY not in found
    still = case_of("The export stops.", ("agent", "Restarted."), ("customer", "It works, but can you add a column?"))
    assert Do.RESOLVE not in suggested(still)
    assert suggested(still)[Do.REPLY].reason == "customer_waits"


def test_of_a_fault_told_in_few_words_more_is_asked_by_the_desk_s_text_or_by_ours() -> None:
    terse = case_of("It is broken.")
    assert suggested(terse)[Do.CANNED].label == "Ask for details"
    assert Do.ASK_DETAIL not in suggested(terse)
    assert suggested(terse, canned=())[Do.ASK_DETAIL].reason == "little_said"
    known = suggested(terse, looked_into=True)
    assert Do.CANNED not in known
    assert Do.ASK_DETAIL not in suggested(terse, looked_into=True, canned=())
    exact = case_of("It is broken: “Error 512” on line 17 of the second page.")
    assert Do.ASK_DETAIL not in suggested(exact, canned=())


def test_a_long_silence_is_answered_by_the_text_made_for_it() -> None:
    waiting = case_of("Hello", ("agent", "Which page?"), status=Status.WAITING)
    late = {"now": NOW + timedelta(days=3), "canned": CANNED}
    assert suggested(waiting, **late)[Do.CANNED].label == "Closing after silence"
    assert Do.CANNED not in suggested(waiting, now=NOW + timedelta(days=2), canned=CANNED)


LABELS = (Label("l_1", "Billing", ""), Label("l_2", "Mobile app", ""), Label("l_3", "!", ""))


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The billing page shows nothing.", "l_1"),
        ("The mobile app closes at once.", "l_2"),
        ("My mobile is broken.", None),
        ("Nothing works.", None),
    ],
)
def test_a_label_is_suggested_where_the_customer_has_all_its_words(text: str, label: str | None) -> None:
    found = suggested(case_of(text, title="Help"), labels=LABELS, canned=()).get(Do.LABEL)
    assert (found.value if found else None) == label
    assert Do.LABEL not in suggested(case_of(text, title="Help", status=Status.RESOLVED), labels=LABELS)


def test_what_hurts_comes_first() -> None:
    late = case_of("The billing page shows nothing.", due_at=NOW, late=True)
    found = suggest(late, replace(around(), labels=LABELS))
    assert [one.do for one in found][:2] == [Do.REPLY, Do.ASSIGN]
    assert found[0].reason == "sla"
    assert [one.do for one in found].index(Do.ASSIGN) < [one.do for one in found].index(Do.LABEL)


def test_there_are_never_more_than_a_handful() -> None:
    everything = case_of(
        "Urgent: it is broken, nobody can pay.", title="Refund", due_at=NOW, late=True, customer_id="c_maya"
    )
    twin = similar(same_customer=True, status=Status.OPEN)
    found = suggest(everything, Around(members=MEMBERS, me=MEMBERS[0], canned=CANNED, similar=[twin], now=NOW))
    assert len(found) == MOST
    assert suggest(replace(everything, status=Status.CLOSED), around()) == []
