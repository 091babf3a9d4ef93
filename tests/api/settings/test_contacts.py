"""Contacts: finding them by how they begin, changing and blocking them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from tests.api.asking import CONTACTS, FORM, TICKETS, fields, new_ticket, portal_form, problem, walked
from tests.support.desk import Answer, Desk


def _made(desk: Desk, name: str = "", email: str | None = None) -> str:
    answer = desk.http("POST", CONTACTS, json={"name": name, "email": email}, token=desk.admin.token)
    assert answer.status == 201, answer.text
    return str(answer.json()["id"])


def _change(desk: Desk, contact_id: str, **changes: Any) -> Answer:
    return desk.http("PATCH", f"{CONTACTS}/{contact_id}", json=changes, token=desk.admin.token)


def _found(desk: Desk, start: str, limit: int = 100) -> list[str]:
    listed = walked(desk, f"{CONTACTS}?q={quote(start)}", desk.admin.token, limit)
    return [contact["name"] or contact["email"] for contact in listed]


@pytest.fixture(scope="module")
def crowd(standing_desk: Desk) -> Desk:
    """A desk with contacts of many kinds."""
    people = [
        ("Maya Osei", "maya@example.com"),
        ("MAYA Ito", "zoe@example.com"),
        ("Mayer & Co", "m@mayer.example"),
        ("Inês Duarte", "ines@casa.example"),
        ("Zed", "mayhem@example.com"),
        ("", "maybe@example.com"),
        ("Ben", None),
        ("Straßer", "s@example.com"),
        ("o'Neil # 7", "oneil@example.com"),
    ]
    for name, email in people:
        _made(standing_desk, name, email)
    maya = walked(standing_desk, f"{CONTACTS}?q=maya%20o", standing_desk.admin.token, 1)[0]
    addresses = ["maya@example.com", "may@work.example", "mayor@work.example"]
    assert _change(standing_desk, maya["id"], addresses=addresses).status == 200
    zed = walked(standing_desk, f"{CONTACTS}?q=zed", standing_desk.admin.token, 1)[0]
    assert _change(standing_desk, zed["id"], addresses=["mayhem@example.com", "may-zed@work.example"]).status == 200
    return standing_desk


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("may", ["MAYA Ito", "Maya Osei", "maybe@example.com", "Mayer & Co", "Zed"]),
        (" Maya O ", ["Maya Osei"]),
        ("maya@example.com", ["Maya Osei"]),
        ("MAYOR@", ["Maya Osei"]),
        ("zoe@", ["MAYA Ito"]),
        ("ines", ["Inês Duarte"]),
        ("Inês", ["Inês Duarte"]),
        ("ine", ["Inês Duarte"]),
        ("strasse", ["Straßer"]),
        ("o'neil #", ["o'Neil # 7"]),
        ("osei", []),
        ("@example.com", []),
        ("maya@example.com#", []),
        ("\U0010fffd", []),
    ],
)
def test_contacts_are_found_by_the_beginning_of_name_or_address_each_once(
    crowd: Desk, start: str, expected: list[str]
) -> None:
    assert _found(crowd, start) == expected
    for limit in (1, 2):
        assert _found(crowd, start, limit) == expected


def test_an_empty_search_is_the_whole_list(crowd: Desk) -> None:
    whole = walked(crowd, CONTACTS, crowd.admin.token, 100)
    assert len(whole) == 9
    assert walked(crowd, f"{CONTACTS}?q=", crowd.admin.token, 4) == whole


def test_a_search_that_is_too_long_or_blank_is_refused_at_its_field(crowd: Desk) -> None:
    for start in ("x" * 201, "%20%20"):
        answer = crowd.http("GET", f"{CONTACTS}?q={start}", token=crowd.admin.token)
        assert fields(problem(answer, 422, "validation_failed")) == ["q"]


def test_a_cursor_of_another_search_is_refused(crowd: Desk) -> None:
    cursor = crowd.http("GET", f"{CONTACTS}?q=may&limit=1", token=crowd.admin.token).json()["next_cursor"]
    for other in (f"{CONTACTS}?q=ma&cursor={cursor}", f"{CONTACTS}?cursor={cursor}"):
        problem(crowd.http("GET", other, token=crowd.admin.token), 400, "bad_cursor")


def test_what_is_named_changes_and_the_contact_is_found_by_what_is_new_alone(desk: Desk) -> None:
    contact = _made(desk, "Maya Osei", "maya@example.com")
    changed = _change(desk, contact, name="  Noor   Haddad ", company="Haddad Dental", email="NOOR@example.com")
    assert changed.json() == {
        "id": contact,
        "name": "Noor Haddad",
        "email": "noor@example.com",
        "addresses": ["noor@example.com"],
        "company": "Haddad Dental",
        "blocked": False,
        "parked": False,
        "undeliverable": [],
        "complained": [],
        "held": None,
        "phones": [],
        "notes": "",
        "merged_into": None,
        "merged": [],
    }
    assert desk.http("GET", f"{CONTACTS}/{contact}", token=desk.admin.token).json() == changed.json()
    assert _found(desk, "maya") == []
    assert _found(desk, "noor") == ["Noor Haddad"]
    assert _change(desk, contact, company=None).json() == changed.json() | {"company": None}
    _made(desk, "Another", "maya@example.com")


def test_the_first_address_is_the_one_that_mail_goes_to(desk: Desk) -> None:
    contact = _made(desk, "Maya", "old@example.com")
    both = _change(desk, contact, addresses=["new@example.com", "old@example.com", "NEW@example.com"]).json()
    assert (both["email"], both["addresses"]) == ("new@example.com", ["new@example.com", "old@example.com"])
    moved = _change(desk, contact, email="newest@example.com").json()
    assert moved["addresses"] == ["newest@example.com", "old@example.com"]
    assert _change(desk, contact, email=None).json()["addresses"] == ["old@example.com"]
    for address in ("old@example.com", "x@example.com"):
        ticket = new_ticket(desk, contact={"email": address})
        assert (ticket["contact"]["id"] == contact) == (address == "old@example.com")


def test_an_address_is_one_contacts_alone(desk: Desk) -> None:
    _made(desk, "Ben", "ben@example.com")
    maya = _made(desk, "Maya", "maya@example.com")
    for changes in ({"email": "BEN@example.com"}, {"addresses": ["maya@example.com", "ben@example.com"]}):
        assert fields(problem(_change(desk, maya, name="Changed", **changes), 409, "address_taken")) == ["email"]
    assert desk.http("GET", f"{CONTACTS}/{maya}", token=desk.admin.token).json()["name"] == "Maya"


def test_what_cannot_be_is_refused_at_its_field(desk: Desk) -> None:
    maya = _made(desk, "", "maya@example.com")
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"email": "maya"}, "email"),
        ({"addresses": ["a@example.com", "b"]}, "addresses.1"),
        ({"addresses": [f"a{number}@example.com" for number in range(6)]}, "addresses"),
        ({"email": "a@example.com", "addresses": []}, "email"),
        ({"addresses": []}, "name"),
        ({"email": None}, "name"),
        ({"blocked": "yes"}, "blocked"),
        ({"blocked": None}, "blocked"),
        ({"name": None}, "name"),
        ({"id": "c_2"}, "id"),
    ]
    for changes, field in wrong:
        assert fields(problem(_change(desk, maya, **changes), 422, "validation_failed")) == [field], changes
    problem(_change(desk, "c_none", name="x"), 404, "not_found")


def test_tickets_show_a_new_name_once_they_are_made_anew(desk: Desk) -> None:
    ticket = new_ticket(desk, contact={"email": "maya@example.com", "name": "Maya Osei"})
    _change(desk, ticket["contact"]["id"], name="Maya Ito")
    shown = desk.http("GET", f"{TICKETS}/{ticket['ref']}", token=desk.admin.token).json()
    assert shown["contact"]["name"] == "Maya Osei"
    assert new_ticket(desk, contact={"email": "maya@example.com"})["contact"]["name"] == "Maya Ito"


def test_who_is_blocked_opens_no_ticket_until_unblocked(desk: Desk) -> None:
    contact = _made(desk, "Maya", FORM["email"])
    assert _change(desk, contact, blocked=True).json()["blocked"] is True
    assert desk.http("POST", "/portal/acme", form=portal_form(desk)).status != 303
    assert desk.http("GET", TICKETS, token=desk.admin.token).json()["items"] == []
    assert _change(desk, contact, blocked=False).json()["blocked"] is False
    assert desk.http("POST", "/portal/acme", form=portal_form(desk)).status == 303


def test_blocking_is_in_the_audit_log_without_the_persons_name_and_company(desk: Desk) -> None:
    contact = _made(desk, "Maya Osei", "maya@example.com")
    before = len(walked(desk, "/v1/acme/audit", desk.admin.token, 100))
    _change(desk, contact, name="Noor")
    _change(desk, contact, blocked=True, company="Secret Ltd")
    _change(desk, contact, blocked=True)
    _change(desk, contact, blocked=False)
    log = walked(desk, "/v1/acme/audit", desk.admin.token, 100)
    assert len(log) == before + 2
    assert [(entry["action"], entry["subject"]) for entry in log[:2]] == [
        ("contact.unblocked", contact),
        ("contact.blocked", contact),
    ]
    assert log[1]["changes"] == {"blocked": {"from": False, "to": True}}
    for personal in ("Maya", "Noor", "maya@", "noor@", "Secret"):
        assert personal not in str(log)


def test_where_a_contacts_mail_goes_is_in_the_audit_log_from_and_to(desk: Desk) -> None:
    contact = _made(desk, "Maya Osei", "maya@example.com")
    key = desk.api_key("contacts:write")
    path = f"{CONTACTS}/{contact}"
    assert desk.http("PATCH", path, json={"email": "evil@attacker.example"}, token=key).status == 200
    _change(desk, contact, addresses=["maya@example.com", "m@example.com"], blocked=True)
    _change(desk, contact, addresses=["maya@example.com", "m@example.com"], name="Maya O.")
    back, moved = walked(desk, "/v1/acme/audit?action=contact", desk.admin.token, 100)
    assert (moved["action"], moved["subject"], moved["actor"]["id"][:2]) == ("contact.readdressed", contact, "k_")
    assert moved["changes"] == {"addresses": {"from": ["maya@example.com"], "to": ["evil@attacker.example"]}}
    assert back["action"] == "contact.blocked"
    assert back["changes"]["addresses"] == {
        "from": ["evil@attacker.example"],
        "to": ["maya@example.com", "m@example.com"],
    }


def test_a_ticket_that_is_given_to_another_address_of_its_contact_is_in_the_audit_log(desk: Desk) -> None:
    ticket = new_ticket(desk, contact={"email": "maya@example.com", "name": "Maya"})
    contact, path = ticket["contact"]["id"], f"{TICKETS}/{ticket['ref']}"
    _change(desk, contact, email="evil@attacker.example")
    given = {"contact": {"id": contact}, "participants": []}
    assert desk.http("PATCH", path, json=given, token=desk.admin.token).status == 200
    desk.settle()
    (entry,) = walked(desk, "/v1/acme/audit?action=ticket.contact_changed", desk.admin.token, 100)
    told = {"from": "Maya <maya@example.com>", "to": "Maya <evil@attacker.example>"}
    assert (entry["subject"], entry["changes"]) == (ticket["ref"], {"contact": told})
    events = [entry["event"] for entry in walked(desk, f"{path}/timeline", desk.admin.token, 100)]
    assert events[-1]["changes"]["contact"]["to"]["email"] == "evil@attacker.example"


def test_who_may_read_contacts_may_not_change_them(desk: Desk) -> None:
    contact = _made(desk, "Maya")
    viewer = desk.add_member("Vic V.", "vic@acme.example", "viewer").token
    assert desk.http("GET", f"{CONTACTS}?q=may", token=viewer).json()["items"][0]["id"] == contact
    for token in (viewer, desk.api_key("contacts:read"), desk.api_key("settings:write")):
        answer = desk.http("PATCH", f"{CONTACTS}/{contact}", json={"blocked": True}, token=token)
        problem(answer, 403, "forbidden")
