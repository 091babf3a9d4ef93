"""What a model suggests to do: values that may be, with words that stand in the ticket."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.assistant import triage
from chalicelib.assistant.answers import Do, Suggestion
from chalicelib.assistant.by_model import ByModel
from chalicelib.assistant.case import Case, Inside
from chalicelib.assistant.triage import Offered
from chalicelib.domain.vocabulary import Priority, Status, TicketType
from tests.assistant.making import case_of
from tests.assistant.scripted import Scripted

CASE = case_of("The whole warehouse stands still.\nBilling has to look at this, please.")
SUMMARY = {"wanted": "w", "done": "d", "open": "o", "sources": {"wanted": ["s1"]}}
OFFERED = Offered({"m_ana": "Ana K.", "m_ben": "Ben S."}, {"l_billing": "Billing"})
EVIDENCE = "The whole warehouse stands still."


def wish(do: Any, value: Any = "", evidence: Any = EVIDENCE, source: Any = "s1") -> dict[str, Any]:
    return {"do": do, "value": value, "evidence": evidence, "source": source}


def suggested(*wishes: Any, case: Case = CASE, offered: Offered = OFFERED) -> list[tuple[str, str]]:
    model = Scripted({**SUMMARY, "suggestions": list(wishes)})
    made = ByModel(model).summarize(Inside(case=case), offered)
    assert len(model.asked) == 1
    return [(one.do.value, one.value) for one in made.suggestions]


def test_what_may_be_is_suggested_with_names_evidence_and_engine() -> None:
    told = {**SUMMARY, "suggestions": [wish("assign", "m2"), wish("label", "l1", "Billing has\nto look at this")]}
    assign, label = ByModel(Scripted(told)).summarize(Inside(case=CASE), OFFERED).suggestions
    assert assign == Suggestion(
        do=Do.ASSIGN,
        value="m_ben",
        label="Ben S.",
        reason="model",
        evidence=EVIDENCE,
        sources=("description",),
        engine="openai_compatible",
    )
    assert (label.value, label.label, label.evidence) == ("l_billing", "Billing", "Billing has to look at this")


def test_each_value_may_be_one_of_those_there_are() -> None:
    assert suggested(wish("set_priority", "urgent")) == [("set_priority", "urgent")]
    assert suggested(wish("set_type", "bug_report")) == [("set_type", "bug_report")]
    assert suggested(wish("reply", "whatever")) == [("reply", "")]
    assert suggested(wish("ask_detail")) == [("ask_detail", "")]


@pytest.mark.parametrize(
    "given",
    [
        wish("set_priority", "catastrophic"),
        wish("set_priority", "medium"),
        wish("set_priority", ["urgent"]),
        wish("set_type", "support_ticket"),
        wish("set_type", ""),
        wish("assign", "m_ben"),
        wish("assign", "Ben S."),
        wish("assign", "m3"),
        wish("label", "l_billing"),
        wish("label", "l2"),
        wish("label", None),
        wish("resolve", "resolved"),
        wish("merge", "TKT-0001"),
        wish("canned", "c1"),
        wish("close_all"),
        wish(None),
        wish(["assign"], "m1"),
        wish("set_priority", "urgent", evidence="The warehouse burns."),
        wish("set_priority", "urgent", evidence=""),
        wish("set_priority", "urgent", evidence=" e "),
        wish("set_priority", "urgent", evidence=None),
        wish("set_priority", "urgent", source="s2"),
        wish("set_priority", "urgent", source=None),
        "assign",
        None,
        [],
    ],
    ids=str,
)
def test_all_else_is_dropped_and_the_summary_stays(given: Any) -> None:
    assert suggested(given) == []


@pytest.mark.parametrize("given", [None, {}, "assign", 5, {"do": "assign"}])
def test_suggestions_that_are_no_list_are_none(given: Any) -> None:
    made = ByModel(Scripted({**SUMMARY, "suggestions": given})).summarize(Inside(case=CASE), OFFERED)
    assert made.suggestions == ()
    assert made.parts[0].text == "w"


def test_there_are_three_at_most_and_none_twice() -> None:
    many = [wish("set_priority", "urgent"), wish("set_priority", "high"), wish("assign", "m1"), wish("assign", "m2")]
    assert suggested(*many, wish("label", "l1"), wish("reply")) == [
        ("set_priority", "urgent"),
        ("assign", "m_ana"),
        ("label", "l_billing"),
    ]


def test_a_ticket_that_is_settled_or_that_we_answered_wants_less() -> None:
    for status in (Status.RESOLVED, Status.CLOSED):
        assert suggested(wish("set_priority", "urgent"), case=replace(CASE, status=status)) == []
    answered = case_of(CASE.description, ("agent", "We look into it."))
    assert suggested(wish("reply"), wish("ask_detail"), case=answered) == []
    assert suggested(wish("assign", "m1"), case=replace(CASE, assignee_id="m_ana")) == []


def test_what_was_kept_goes_by_what_there_is_now() -> None:
    kept = [
        Suggestion(do=Do.ASSIGN, value="m_ben", label="Ben S.", reason="model"),
        Suggestion(do=Do.LABEL, value="l_billing", label="Billing", reason="model"),
        Suggestion(do=Do.SET_PRIORITY, value=Priority.URGENT, label="", reason="model"),
    ]
    left = Offered({"m_ana": "Ana K."}, {"l_billing": "Invoices"})
    now = triage.allowed(kept, replace(CASE, priority=Priority.URGENT), left)
    assert [(one.value, one.label) for one in now] == [("l_billing", "Invoices")]


def test_the_rules_come_first_and_nothing_is_said_twice() -> None:
    rules = [Suggestion(do=Do.SET_PRIORITY, value=Priority.HIGH, label="", reason="sounds_high")]
    model = [
        Suggestion(do=Do.SET_PRIORITY, value=Priority.URGENT, label="", reason="model"),
        Suggestion(do=Do.SET_TYPE, value=TicketType.BUG_REPORT, label="", reason="model"),
        Suggestion(do=Do.LABEL, value="l_1", label="", reason="model"),
        Suggestion(do=Do.LABEL, value="l_2", label="", reason="model"),
        Suggestion(do=Do.LABEL, value="l_1", label="", reason="model"),
    ]
    assert [one.value for one in triage.beside(rules, model)] == ["high", "bug_report", "l_1", "l_2"]


def test_names_are_told_as_data_without_their_ids() -> None:
    model = Scripted(SUMMARY)
    offered = Offered({f"m_{number:032}": f"Member {number}" for number in range(500)}, {"l_x": "password: hunter22"})
    ByModel(model).summarize(Inside(case=CASE), offered)
    assert "Member 7" in model.told
    assert "Member 70" not in model.told
    for hidden in ("m_0000", "l_x", "hunter22"):
        assert hidden not in model.told
