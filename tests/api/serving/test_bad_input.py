"""Whatever a program sends, it gets an answer in one form that names what was wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.api.asking import TICKETS, fields, new_ticket, problem
from tests.support.desk import Answer, Desk

NOT_JSON = {
    "nothing": b"",
    "half an object": b'{"title": "x"',
    "two objects": b'{"title": "x"}{"title": "y"}',
    "single quotes": b"{'title': 'x'}",
    "a comment": b'{"title": "x"} // note',
    "NaN": b'{"title": NaN}',
    "Infinity": b'{"title": -Infinity}',
    "a raw line break in a string": b'{"title": "a\nb"}',
    "100,000 open brackets": b"[" * 100_000,
    "100,000 open objects": b'{"title":' * 100_000,
    "a number of 100,000 digits": b'{"title": ' + b"9" * 100_000 + b"}",
}
NOT_AN_OBJECT = (b"[]", b'"title"', b"7", b"null", b"true", b"1e999", b"[" * 900 + b"]" * 900)
WRONG_TITLES: tuple[Any, ...] = (
    None,
    7,
    1.5,
    True,
    [],
    ["x"],
    {},
    {"a": 1},
    "",
    "   ",
    "\u200b\u200d",
    "\x00",
    "x" * 301,
    "\ud800",
    "a\udfff",
)


def post(desk: Desk, body: bytes, path: str = TICKETS, **headers: str) -> Answer:
    return desk.http("POST", path, body=body, token=desk.admin.token, headers=headers)


@pytest.mark.parametrize("body", NOT_JSON.values(), ids=NOT_JSON)
def test_what_is_not_json_is_refused_as_such(standing_desk: Desk, body: bytes) -> None:
    problem(post(standing_desk, body), 400, "malformed_json")


@pytest.mark.parametrize("body", NOT_AN_OBJECT, ids=lambda body: body[:8].decode())
def test_json_that_is_no_object_is_refused_at_the_body(standing_desk: Desk, body: bytes) -> None:
    assert fields(problem(post(standing_desk, body), 422, "validation_failed")) == ["body"]


@pytest.mark.parametrize("title", WRONG_TITLES, ids=ascii)
def test_a_title_that_is_none_is_named(standing_desk: Desk, title: Any) -> None:
    answer = standing_desk.http("POST", TICKETS, json={"title": title}, token=standing_desk.admin.token)
    assert fields(problem(answer, 422, "validation_failed")) == ["title"]


WRONG_FIELDS = {
    "description": ("description", 7),
    "a description beyond the limit": ("description", "x" * 100_001),
    "type": ("type", "incident"),
    "priority": ("priority", "High"),
    "status": ("status", "done"),
    "channel": ("channel", "fax"),
    "nobody's id": ("assignee_id", "m_nobody"),
    "an id of odd characters": ("assignee_id", "m_#\x00\U0010ffff"),
    "an id beyond the limit": ("assignee_id", "m" * 101),
    "labels that are no list": ("labels", "l_1"),
    "an unknown label": ("labels", ["l_unknown"]),
    "notify_customer as a word": ("notify_customer", "yes"),
    "notify_customer as a number": ("notify_customer", 1),
    "participants beyond the limit": ("participants", [f"p{number}@example.com" for number in range(101)]),
}


@pytest.mark.parametrize(("field", "value"), WRONG_FIELDS.values(), ids=WRONG_FIELDS)
def test_a_field_that_holds_what_cannot_be_is_named(standing_desk: Desk, field: str, value: Any) -> None:
    given = {"title": "Checkout", field: value}
    answer = standing_desk.http("POST", TICKETS, json=given, token=standing_desk.admin.token)
    named = fields(problem(answer, 422, "validation_failed"))
    assert [name.partition(".")[0] for name in named] == [field]


WRONG_CONTACTS = {
    "neither address nor id": ({}, "contact"),
    "nothing but a blank name": ({"name": " "}, "contact"),
    "address and id": ({"email": "maya@example.com", "id": "c_1"}, "contact"),
    "no address": ({"email": "maya"}, "contact.email"),
    "an address in two lines": ({"email": "maya@example.com\r\nBcc: all@example.com"}, "contact.email"),
    "a list of addresses": ({"email": "a@example.com, b@example.com"}, "contact.email"),
    "a quoted local part": ({"email": '"a b"@example.com'}, "contact.email"),
    "a bare domain": ({"email": "maya@localhost"}, "contact.email"),
    "an unknown id": ({"id": "c_unknown"}, "contact.id"),
    "a field nobody knows": ({"email": "maya@example.com", "phone": "1"}, "contact.phone"),
    "a name of 201 characters": ({"email": "maya@example.com", "name": "x" * 201}, "contact.name"),
}


@pytest.mark.parametrize(("contact", "field"), WRONG_CONTACTS.values(), ids=WRONG_CONTACTS)
def test_what_is_wrong_with_a_contact_is_named_by_its_path(
    standing_desk: Desk, contact: dict[str, str], field: str
) -> None:
    given = {"title": "Checkout", "contact": contact}
    answer = standing_desk.http("POST", TICKETS, json=given, token=standing_desk.admin.token)
    assert fields(problem(answer, 422, "validation_failed")) == [field]


def test_every_wrong_field_is_named_at_once(desk: Desk) -> None:
    given = {"titel": "Checkout", "priority": "high!", "participants": ["a@example.com", 7]}
    answer = desk.http("POST", TICKETS, json=given, token=desk.admin.token)
    named = fields(problem(answer, 422, "validation_failed"))
    assert set(named) == {"title", "titel", "priority", "participants.1"}


def test_an_unknown_field_of_any_spelling_is_named_as_far_as_text_can(desk: Desk) -> None:
    for name in ("titel", "", "\0", "\ud800", "x" * 100_000, "title\r\nX-Header: 1", "<script>"):
        document = problem(
            desk.http("POST", TICKETS, json={"title": "ok", name: 1}, token=desk.admin.token), 422, "validation_failed"
        )
        assert len(fields(document)) == 1
        assert len(json.dumps(document)) < 10_000


def test_ten_thousand_wrong_fields_do_not_make_a_long_answer(desk: Desk) -> None:
    given = {f"field{number}": number for number in range(10_000)}
    answer = desk.http("POST", TICKETS, json=given, token=desk.admin.token)
    problem(answer, 422, "validation_failed")
    assert len(answer.content) < 50_000


@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "json"])
def test_another_content_type_than_json_is_refused(standing_desk: Desk, kind: str) -> None:
    problem(post(standing_desk, b'{"title": "x"}', **{"content-type": kind}), 415, "unsupported_media_type")


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON", "application/json;v=1"])
def test_json_is_taken_however_its_type_is_spelt(standing_desk: Desk, kind: str) -> None:
    assert post(standing_desk, b'{"title": "x"}', **{"content-type": kind}).status == 201


def test_a_body_beyond_the_limit_is_refused_as_too_large(desk: Desk) -> None:
    for size in (3_000_000, 11_000_000):
        body = json.dumps({"title": "x" * size}).encode()
        problem(post(desk, body), 413, "too_large")


def test_the_longest_description_is_taken_in_any_script(desk: Desk) -> None:
    """Escaped, as many programs send it, a character beyond the first plane takes twelve bytes."""
    for character in ("x", "汉", "😀"):
        longest = character * 100_000
        answer = desk.http("POST", TICKETS, json={"title": "Long", "description": longest}, token=desk.admin.token)
        assert answer.status == 201, answer.text[:300]
        assert answer.json()["description"] == longest
        assert answer.json()["description_html"].startswith("<p")


def test_bytes_that_are_no_utf_8_are_refused_and_not_stored_as_something_else(standing_desk: Desk) -> None:
    """https://www.rfc-editor.org/rfc/rfc8259#section-8.1"""
    for body in (b'{"title": "\xff\xfe"}', b'\xef\xbb\xbf{"title": "x"}', '{"title": "x"}'.encode("utf-16")):
        problem(post(standing_desk, body), 400, "malformed_json")


def test_odd_characters_in_texts_are_kept_or_refused_and_never_a_fault(desk: Desk) -> None:
    for text in (
        "a\0b",
        "\u202eevil",
        "e\u0301",
        "a\U0010ffff",
        "\x7f\x1b[31m",
        "a\r\nBcc: all@example.com",
        "İß\ufb01",
    ):
        ticket = new_ticket(desk, title=text, description=text, contact={"email": "maya@example.com", "name": text})
        path = f"{TICKETS}/{ticket['ref']}"
        for place in ("replies", "notes"):
            said = desk.http("POST", f"{path}/{place}", json={"body": text}, token=desk.admin.token)
            assert said.status == 201, said.text
        assert desk.http("GET", f"{path}/timeline", token=desk.admin.token).status == 200
    desk.settle()
    assert desk.sent
    for mail in desk.sent:
        assert mail.to == ("maya@example.com",)
        assert mail.message.get_all("Bcc") is None
        assert b"\0" not in mail.raw


def test_a_reply_of_nothing_but_space_is_refused_at_its_body(desk: Desk) -> None:
    new_ticket(desk)
    for place in ("replies", "notes"):
        for body in ("", " ", "\n\t ", "\u200b\ufeff"):
            answer = desk.http("POST", f"{TICKETS}/TKT-0001/{place}", json={"body": body}, token=desk.admin.token)
            assert fields(problem(answer, 422, "validation_failed")) == ["body"]


def test_last_seen_takes_ids_alone(desk: Desk) -> None:
    new_ticket(desk)
    for given in ("\U0010ffff\U0010ffff", "\0", "#", "x" * 101, "", 7):
        answer = desk.http(
            "POST", f"{TICKETS}/TKT-0001/replies", json={"body": "x", "last_seen": given}, token=desk.admin.token
        )
        assert fields(problem(answer, 422, "validation_failed")) == ["last_seen"]
