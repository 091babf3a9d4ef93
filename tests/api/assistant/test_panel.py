"""The assistant at a ticket, over HTTP, without a model."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.storage.table.records import SummaryRecord
from tests.api.asking import TICKETS, fields, new_ticket, problem
from tests.support.desk import WORKSPACE, Desk

MARKER = "copper lantern"
MAYA = {"email": "maya@globex.example", "name": "Maya Osei"}
TOM = {"email": "tom@cycles.example", "name": "Tom Lindqvist"}
EXPORT = "The monthly export stops at line 1000 since the update on Monday. Please help us get the whole file."


def told(desk: Desk, ref: str, *, token: str | None = None) -> dict[str, Any]:
    answer = desk.http("GET", f"{TICKETS}/{ref}/assistant", token=token or desk.admin.token)
    assert answer.status == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


def post(desk: Desk, path: str, body: Any, *, token: str | None = None) -> dict[str, Any]:
    answer = desk.http("POST", f"{TICKETS}/{path}", json=body, token=token or desk.admin.token)
    assert answer.status in (200, 201), answer.text
    document: dict[str, Any] = answer.json()
    return document


def summary(panel: dict[str, Any]) -> dict[str, str]:
    return {part["kind"]: part["text"] for part in panel["summary"]["parts"]}


def ticket(desk: Desk, title: str = "Export is broken", description: str = EXPORT, **given: Any) -> str:
    return str(new_ticket(desk, title=title, description=description, **{"contact": MAYA, **given})["ref"])


def test_the_panel_sums_up_suggests_and_finds_what_was_alike(desk: Desk) -> None:
    past = ticket(desk, "Export leaves out lines", "The export of our bookings stops at 1000 lines.", contact=TOM)
    post(desk, f"{past}/resolve", {"resolution": "The export has a limit; we raised it to a million lines."})
    desk.settle()
    ref = ticket(desk, type="support_ticket")
    panel = told(desk, ref)
    assert summary(panel)["wanted"].startswith("The monthly export stops at line 1000")
    assert summary(panel)["open"] == "Nobody has replied to the customer yet."
    assert panel["summary"]["engine"] == "model_free"
    (like,) = panel["similar"]
    assert (like["ref"], like["customer"]) == (past, "Tom Lindqvist")
    assert like["resolution"] == "The export has a limit; we raised it to a million lines."
    assert "Export" in like["shared"]
    assert {"assign", "reply"} <= {one["do"] for one in panel["suggestions"]}


def test_a_summary_is_made_anew_only_when_the_ticket_changed(desk: Desk) -> None:
    ref = ticket(desk)
    first = told(desk, ref)["summary"]
    _forge(desk, "kept")
    assert summary(told(desk, ref)) == {"wanted": "kept"}
    post(desk, f"{ref}/replies", {"body": "We have raised the limit. Please try again."})
    second = told(desk, ref)["summary"]
    assert second["version"] > first["version"]
    assert second["parts"][1]["text"] == "We have raised the limit."


def _forge(desk: Desk, text: str) -> None:
    """Put something else in the place of what was kept, to see whether it is used."""
    with desk.ports.open(WORKSPACE) as room:
        kept = room.summaries.get(1, "member#model_free#en")
        record = SummaryRecord(room.summaries.keys.ticket(1), "SUMMARY#member#model_free#en")
        data = {"parts": [{"kind": "wanted", "text": text, "sources": []}], "engine": "model_free"}
        record.update([SummaryRecord.data.set(data), SummaryRecord.version.set(kept[0])])


def test_an_older_summary_never_replaces_a_newer_one(desk: Desk) -> None:
    ticket(desk)
    with desk.ports.open(WORKSPACE) as room:
        from chalicelib.assistant.answers import Summary, SummaryPart

        new, old = (Summary(parts=(SummaryPart("wanted", text),), engine="x") for text in ("new", "old"))
        room.summaries.put(1, "member", 5, new)
        room.summaries.put(1, "member", 4, old)
        assert room.summaries.get(1, "member") == (5, new)


def test_suggestions_are_kept_with_their_summary_and_those_of_a_later_release_passed_over(desk: Desk) -> None:
    ticket(desk)
    with desk.ports.open(WORKSPACE) as room:
        from chalicelib.assistant.answers import Do, Suggestion, Summary, SummaryPart

        one = Suggestion(do=Do.LABEL, value="l", label="L", reason="model", evidence="e", sources=("s",), engine="x")
        whole = Summary(parts=(SummaryPart("wanted", "w", ("s",)),), engine="x", suggestions=(one,))
        room.summaries.put(1, "member", 5, whole)
        assert room.summaries.get(1, "member") == (5, whole)
        record = SummaryRecord.get(room.summaries.keys.ticket(1), "SUMMARY#member")
        later = [{**record.data["suggestions"][0], "do": "teleport"}, {**record.data["suggestions"][0], "zz": 1}]
        record.update([SummaryRecord.data.set({**record.data, "suggestions": later})])
        assert room.summaries.get(1, "member") == (5, whole)


def test_notes_are_told_to_members_and_to_nobody_else(desk: Desk) -> None:
    ref = ticket(desk)
    post(desk, f"{ref}/notes", {"body": f"Found the cause: the {MARKER} table is full."})
    assert MARKER in summary(told(desk, ref))["done"]
    key = desk.api_key("tickets:read", "tickets:write")
    assert MARKER not in str(told(desk, ref, token=key))
    question = {"question": "What is the cause? Which table is full?"}
    assert MARKER in post(desk, f"{ref}/assistant/ask", question)["text"]
    assert MARKER not in str(post(desk, f"{ref}/assistant/ask", question, token=key))
    for token in (desk.admin.token, key):
        assert MARKER not in str(post(desk, f"{ref}/assistant/draft", {}, token=token))


def test_an_answer_names_its_sources(desk: Desk) -> None:
    ref = ticket(desk)
    said = post(desk, f"{ref}/replies", {"body": "The limit is 1000 lines; I raised it to a million."})
    found = post(desk, f"{ref}/assistant/ask", {"question": "To what was the limit raised?", "history": []})
    assert found["quotes"][0] == {"ref": ref, "source": said["id"], "text": said["body_text"]}
    nothing = post(desk, f"{ref}/assistant/ask", {"question": "Will it rain in Lisbon?"})
    assert nothing["quotes"] == []
    assert nothing["text"]


def test_a_draft_greets_the_customer_and_is_signed_by_who_asks(desk: Desk) -> None:
    draft = post(desk, f"{ticket(desk)}/assistant/draft", {})["text"]
    assert draft.startswith("Hello Maya,")
    assert draft.endswith(desk.admin.name)
    assert desk.http("GET", f"{TICKETS}/TKT-0001/timeline", token=desk.admin.token).json()["items"][1:] == []


def test_of_merged_tickets_of_two_customers_a_draft_quotes_only_its_own(desk: Desk) -> None:
    mine = ticket(desk)
    theirs = ticket(desk, "Export broken too", "Our secret project Heron needs the export. Please help.", contact=TOM)
    post(desk, f"{mine}/merge", {"duplicate": theirs, "across_contacts": True})
    assert "Heron" in str(post(desk, f"{mine}/assistant/ask", {"question": "Which secret project needs it?"}))
    assert "Heron" not in str(post(desk, f"{mine}/assistant/draft", {}))


def test_archived_and_merged_tickets_are_not_suggested_as_similar(desk: Desk) -> None:
    gone = ticket(desk, contact=TOM)
    post(desk, f"{gone}/archive", {})
    primary, duplicate = (ticket(desk, contact=TOM) for _ in range(2))
    post(desk, f"{primary}/merge", {"duplicate": duplicate})
    desk.settle()
    ref = ticket(desk, contact={"email": "new@x.example"})
    assert [one["ref"] for one in told(desk, ref)["similar"]] == [primary]


def test_a_second_request_of_the_same_customer_is_suggested_for_merging(desk: Desk) -> None:
    first = ticket(desk)
    desk.settle()
    panel = told(desk, ticket(desk))
    (merge,) = [one for one in panel["suggestions"] if one["do"] == "merge"]
    assert (merge["value"], merge["label"]) == (first, "Export is broken")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "question"),
        ({"question": " "}, "question"),
        ({"question": "x" * 1001}, "question"),
        ({"question": 5}, "question"),
        ({"question": "x", "history": [{"question": "x"}]}, "history.0.answer"),
        ({"question": "x", "history": [{"question": "x", "answer": "y"}] * 21}, "history"),
        ({"question": "x", "notes": True}, "notes"),
    ],
    ids=str,
)
def test_a_wrong_question_is_refused_at_its_field(desk: Desk, body: Any, field: str) -> None:
    ref = ticket(desk)
    answer = desk.http("POST", f"{TICKETS}/{ref}/assistant/ask", json=body, token=desk.admin.token)
    assert fields(problem(answer, 422, "validation_failed")) == [field]


def test_a_ticket_that_is_not_there_has_no_assistant(desk: Desk) -> None:
    for ref in ("TKT-0404", "nonsense"):
        problem(desk.http("GET", f"{TICKETS}/{ref}/assistant", token=desk.admin.token), 404, "not_found")


@pytest.mark.parametrize(
    "text",
    ["", "x", "🙂" * 5_000, "<script>alert(1)</script>", "导出坏了，请帮忙。" * 50, "``` \n" * 200, "word " * 15_000],
    ids=lambda text: text[:10],
)
def test_any_description_has_a_panel(desk: Desk, text: str) -> None:
    ref = ticket(desk, "Odd one", text)
    desk.settle()
    panel = told(desk, ref)
    assert len(panel["summary"]["parts"]) == 3
    post(desk, f"{ref}/assistant/ask", {"question": "What does he want?"})
    post(desk, f"{ref}/assistant/draft", {})
