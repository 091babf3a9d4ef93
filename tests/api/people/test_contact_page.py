"""Everything about one contact, and that what members write of them stays with members."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.services.people.contacts import mark_address
from tests.api.asking import CONTACTS, TICKETS, fields, new_ticket, problem, walked
from tests.support.desk import Answer, Desk

SECRET = "Pays late, call her sister."


def change(desk: Desk, contact_id: str, token: str = "", **changes: Any) -> Answer:
    return desk.http("PATCH", f"{CONTACTS}/{contact_id}", json=changes, token=token or desk.admin.token)


def read(desk: Desk, contact_id: str, token: str = "") -> dict[str, Any]:
    answer = desk.http("GET", f"{CONTACTS}/{contact_id}", token=token or desk.admin.token)
    assert answer.status == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture
def maya(desk: Desk) -> str:
    """The contact of two tickets."""
    for title in ("Checkout", "Refund"):
        ticket = new_ticket(desk, title=title, contact={"email": "maya@example.com", "name": "Maya Osei"})
    desk.settle()
    contact_id: str = ticket["contact"]["id"]
    return contact_id


def test_phones_and_notes_are_kept_and_a_number_nobody_can_dial_is_refused(desk: Desk, maya: str) -> None:
    answer = change(desk, maya, phones=[" +49 30  1234 ", "+49 30 1234", "ext. 200"], notes=SECRET)
    assert answer.status == 200, answer.text
    assert (read(desk, maya)["phones"], read(desk, maya)["notes"]) == (["+49 30 1234", "ext. 200"], SECRET)
    assert fields(problem(change(desk, maya, phones=["+49 30", "call"]), 422, "validation_failed")) == ["phones.1"]
    assert read(desk, maya)["phones"] == ["+49 30 1234", "ext. 200"]


def test_a_contact_is_made_and_kept_with_a_phone_alone(desk: Desk) -> None:
    made = desk.http("POST", CONTACTS, json={"phones": ["+49 30 1234"]}, token=desk.admin.token)
    assert (made.status, made.json()["name"], made.json()["email"]) == (201, "+49 30 1234", None)
    assert change(desk, made.json()["id"], name="").status == 200
    assert fields(problem(change(desk, made.json()["id"], phones=[]), 422, "validation_failed")) == ["name"]


def test_their_tickets_are_listed_the_newest_first_whatever_became_of_them(desk: Desk, maya: str) -> None:
    desk.http("POST", f"{TICKETS}/TKT-0001/archive", token=desk.admin.token)
    new_ticket(desk, contact={"email": "noa@example.com"})
    listed = walked(desk, f"{CONTACTS}/{maya}/tickets", desk.admin.token, 1)
    assert [(row["ref"], row["archived"]) for row in listed] == [("TKT-0002", False), ("TKT-0001", True)]
    nobody = desk.http("GET", f"{CONTACTS}/c_nobody/tickets", token=desk.admin.token)
    problem(nobody, 404, "not_found")


def test_an_address_that_is_tried_again_is_no_longer_marked(desk: Desk, maya: str) -> None:
    with desk.ports.open("acme") as room:
        mark_address(room, "maya@example.com", undeliverable=True)
    assert read(desk, maya)["undeliverable"] == ["maya@example.com"]
    assert change(desk, maya, try_again=["other@example.com"]).json()["undeliverable"] == ["maya@example.com"]
    assert change(desk, maya, try_again=["MAYA@example.com"]).json()["undeliverable"] == []


def test_notes_are_for_members_and_programs_that_may_read_notes(desk: Desk, maya: str) -> None:
    assert change(desk, maya, notes=SECRET).status == 200
    key = desk.api_key("contacts:write")
    assert read(desk, maya, key)["notes"] is None
    problem(change(desk, maya, key, notes="Gone"), 403, "forbidden")
    assert change(desk, maya, key, company="Osei & Co").json()["notes"] is None
    assert read(desk, maya)["notes"] == SECRET
    assert read(desk, maya, desk.api_key("contacts:read", "notes:read"))["notes"] == SECRET


def test_notes_on_a_contact_never_leave_to_a_customer(desk: Desk, maya: str) -> None:
    assert change(desk, maya, notes=SECRET, phones=["+49 30 1234"]).status == 200
    ref, token = f"{TICKETS}/TKT-0001", desk.admin.token
    canned = desk.http("POST", "/v1/acme/canned-responses", json={"name": "Hi", "body": "Hi"}, token=token)
    told = [
        desk.http(
            "POST", f"/v1/acme/canned-responses/{canned.json()['id']}/render", json={"ref": "TKT-0001"}, token=token
        ),
        desk.http("POST", f"{ref}/assistant/draft", json={}, token=token),
        desk.http("POST", f"{ref}/replies", json={"body": "Which cards?"}, token=token),
        desk.http("POST", f"{ref}/resolve", json={"resolution": "Restarted"}, token=token),
    ]
    desk.settle()
    assert all(answer.status in (200, 201, 422) for answer in told), [answer.text for answer in told]
    left = [answer.text for answer in told] + [mail.text for mail in desk.sent]
    assert not any(SECRET in text or "+49 30 1234" in text for text in left)
