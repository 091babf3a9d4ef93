"""A note is worded anew by whoever wrote it: what it said is kept, found no more, and told to whom it newly calls."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.tickets import reword
from infra.local.aws import client
from tests.api.asking import TICKETS, fields, new_ticket, problem
from tests.support.desk import Answer, Desk
from tests.support.stock import differences

TICKET = f"{TICKETS}/TKT-0001"


@pytest.fixture
def note(desk: Desk) -> dict[str, Any]:
    """The admin's own note on a ticket of a customer."""
    new_ticket(desk, contact={"email": "maya@example.com"})
    written = desk.http("POST", f"{TICKET}/notes", json={"body": "The **old** lantern"}, token=desk.admin.token)
    desk.settle()
    found: dict[str, Any] = written.json()
    return found


def edited(desk: Desk, note: dict[str, Any], body: str, token: str = "", **more: Any) -> Answer:
    path = f"{TICKET}/notes/{note['id']}"
    return desk.http("PATCH", path, json={"body": body, **more}, token=token or desk.admin.token)


def former(desk: Desk, note: dict[str, Any], token: str = "") -> list[dict[str, Any]]:
    answer = desk.http("GET", f"{TICKET}/notes/{note['id']}/former", token=token or desk.admin.token)
    assert answer.status == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def shown(desk: Desk, token: str = "") -> list[dict[str, Any]]:
    items = desk.http("GET", f"{TICKET}/timeline", token=token or desk.admin.token).json()["items"]
    return [one for one in items if one["kind"] == "internal_note"]


def found(desk: Desk, words: str) -> int:
    desk.settle()
    return len(desk.http("GET", f"{TICKETS}?q={words}", token=desk.admin.token).json()["items"])


def test_it_says_so_and_keeps_what_it_said(desk: Desk, note: dict[str, Any]) -> None:
    assert note["edited_at"] is None
    first = edited(desk, note, "The _new_ lantern").json()
    second = edited(desk, note, "As **typed**", body_format="text").json()
    assert (second["id"], second["at"], second["body_format"]) == (note["id"], note["at"], "text")
    (line,) = shown(desk)
    assert (line["body_text"], line["edited_at"]) == ("As **typed**", second["edited_at"])
    assert "<strong>" not in line["body_html"]
    assert [(one["body_text"], one["at"], one["body_format"]) for one in former(desk, note)] == [
        ("The **old** lantern", note["at"], "markdown"),
        ("The _new_ lantern", first["edited_at"], "markdown"),
    ]
    assert "<strong>old</strong>" in former(desk, note)[0]["body_html"]
    assert desk.http("GET", TICKET, token=desk.admin.token).json()["message_count"] == 1
    desk.settle()
    assert differences(desk.ports) == []


def test_the_same_text_again_changes_nothing(desk: Desk, note: dict[str, Any]) -> None:
    before = desk.http("GET", TICKET, token=desk.admin.token).json()["version"]
    answer = edited(desk, note, "The **old** lantern").json()
    assert (answer["edited_at"], answer["action_id"]) == (None, None)
    assert desk.http("GET", TICKET, token=desk.admin.token).json()["version"] == before
    assert former(desk, note) == []


def test_it_is_found_by_what_it_says_now_and_by_members_alone(desk: Desk, note: dict[str, Any]) -> None:
    assert found(desk, "old") == 1
    edited(desk, note, "Copper")
    assert (found(desk, "old"), found(desk, "lantern"), found(desk, "copper")) == (0, 0, 1)
    key = desk.api_key("tickets:read")
    assert desk.http("GET", f"{TICKETS}?q=copper", token=key).json()["items"] == []


def test_whom_it_calls_now_and_did_not_before_hears_of_it(desk: Desk, note: dict[str, Any]) -> None:
    bo = desk.add_member("Bo L.", "bo@acme.example", "agent")
    cy = desk.add_member("Cy P.", "cy@acme.example", "agent")

    def heard(person: Any) -> list[str]:
        desk.settle()
        items = desk.http("GET", "/v1/acme/inbox", token=person.token).json()["items"]
        return [one["event"] for one in items if one["event"] == "ticket.mentioned"]

    edited(desk, note, "@Bo L. see here")
    assert (len(heard(bo)), len(heard(cy))) == (1, 0)
    edited(desk, note, "@Bo L. and @Cy P., see here")
    assert (len(heard(bo)), len(heard(cy))) == (1, 1)


def test_it_is_its_writers_own(desk: Desk, note: dict[str, Any]) -> None:
    bo = desk.add_member("Bo L.", "bo@acme.example", "agent")
    problem(edited(desk, note, "Mine now", bo.token), 403, "forbidden")
    problem(edited(desk, note, "Mine now", desk.api_key("tickets:write", "notes:read")), 403, "forbidden")
    problem(edited(desk, note, "Is it there?", desk.api_key("tickets:write")), 404, "not_found")
    key = desk.api_key("tickets:write")
    own = desk.http("POST", f"{TICKET}/notes", json={"body": "By a program"}, token=key).json()
    assert edited(desk, own, "By a program, again", key).status == 200
    unread = desk.http("GET", f"{TICKET}/notes/{own['id']}/former", token=key)
    problem(unread, 404, "not_found")


def test_what_is_no_note_is_not_worded_anew(desk: Desk, note: dict[str, Any]) -> None:
    reply = desk.http("POST", f"{TICKET}/replies", json={"body": "Hello"}, token=desk.admin.token).json()
    problem(edited(desk, reply, "Bye"), 404, "not_found")
    problem(edited(desk, {"id": "01M8M1275ASAGYXSJXAA9ZKQDV"}, "Bye"), 404, "not_found")
    assert fields(problem(edited(desk, note, " \n"), 422, "validation_failed")) == ["body"]


def test_whoever_saw_another_text_is_refused_with_what_it_says(desk: Desk, note: dict[str, Any]) -> None:
    now = edited(desk, note, "Second", expected_edited_at=None).json()
    refused = problem(edited(desk, note, "Third", expected_edited_at=None), 409, "changed_since")
    assert refused["note"]["body_text"] == "Second"
    assert edited(desk, note, "Third", expected_edited_at=now["edited_at"]).status == 200
    assert edited(desk, note, "Fourth").status == 200


def test_long_texts_are_kept_whole_and_so_are_those_before(desk: Desk, note: dict[str, Any]) -> None:
    texts = [f"{letter * 40_000} end" for letter in "ab"]
    for text in texts:
        assert edited(desk, note, text).status == 200
    assert edited(desk, note, "Short").status == 200
    assert shown(desk)[0]["body_text"] == "Short"
    assert [one["body_text"] for one in former(desk, note)] == ["The **old** lantern", *texts]


def test_there_is_an_end_to_it(desk: Desk, note: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reword, "MOST_EDITS", 1)
    assert edited(desk, note, "Once").status == 200
    problem(edited(desk, note, "Twice"), 409, "too_many")


def test_what_a_later_release_stored_with_it_stays(desk: Desk, note: dict[str, Any]) -> None:
    table = desk.environment["TABLE_NAME"]
    (item,) = [one for one in client("dynamodb").scan(TableName=table)["Items"] if one["type"]["S"] == "note"]
    client("dynamodb").put_item(TableName=table, Item={**item, "zz": {"S": "later"}})
    edited(desk, note, "Again")
    (item,) = [one for one in client("dynamodb").scan(TableName=table)["Items"] if one["type"]["S"] == "note"]
    assert (item["zz"], item["b"]) == ({"S": "later"}, {"S": "Again"})
