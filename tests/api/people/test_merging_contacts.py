"""Two contacts who are one person: new mail finds the survivor, and nobody reads more than before."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from chalicelib.services.widget.requests import of_person
from tests.api.asking import CONTACTS, TICKETS, fields, new_ticket, problem, walked
from tests.support.desk import SUPPORT, Answer, Desk

MAYA, WORK = "maya@example.com", "maya@work.example"


def post(desk: Desk, path: str, **body: Any) -> Answer:
    return desk.http("POST", f"{CONTACTS}/{path}", json=body, token=desk.admin.token)


def get(desk: Desk, contact_id: str) -> dict[str, Any]:
    found: dict[str, Any] = desk.http("GET", f"{CONTACTS}/{contact_id}", token=desk.admin.token).json()
    return found


def mail(desk: Desk, sender: str, subject: str) -> None:
    raw = f"From: {sender}\r\nSubject: {subject}\r\nMessage-ID: <{subject}@x.example>\r\n\r\nIt broke.\r\n"
    desk.receive(raw.encode(), sender, [SUPPORT])
    desk.settle()


def newest(desk: Desk) -> dict[str, Any]:
    ticket: dict[str, Any] = walked(desk, TICKETS, desk.admin.token, 100)[0]
    return ticket


@pytest.fixture
def two(desk: Desk) -> tuple[str, str]:
    """Maya, and Maya at work, each with a ticket: TKT-0001 and TKT-0002."""
    made = [new_ticket(desk, title=address, contact={"email": address, "name": "Maya"}) for address in (MAYA, WORK)]
    desk.settle()
    one, other = (ticket["contact"]["id"] for ticket in made)
    return one, other


def test_what_comes_in_is_the_survivors_until_they_are_parted_again(desk: Desk, two: tuple[str, str]) -> None:
    one, other = two
    before = get(desk, one), get(desk, other)
    assert post(desk, f"{one}/merge", other=other).json()["merged"][0]["email"] == WORK
    assert post(desk, f"{one}/merge", other=other).status == 200, "again"
    assert get(desk, other)["merged_into"] == one

    mail(desk, WORK, "third")
    assert newest(desk)["contact"] == {"id": one, "name": "Maya", "email": MAYA}
    assert new_ticket(desk, contact={"id": other})["contact"]["id"] == one
    listed = walked(desk, f"{CONTACTS}/{one}/tickets", desk.admin.token, 1)
    assert [row["number"] for row in listed] == [4, 3, 2, 1]
    assert [row["contact"]["id"] for row in listed] == [one, one, other, one]

    assert post(desk, f"{one}/unmerge", other=other).status == 200
    assert (get(desk, one), get(desk, other)) == before
    assert post(desk, f"{one}/unmerge", other=other).status == 200, "again"
    mail(desk, WORK, "fifth")
    assert newest(desk)["contact"]["id"] == other
    audit = desk.http("GET", "/v1/acme/audit?action=contact", token=desk.admin.token).json()["items"]
    assert [(entry["action"], entry["subject"]) for entry in audit] == [
        ("contact.unmerged", one),
        ("contact.merged", one),
    ]


def test_nobody_is_given_a_link_to_the_others_ticket(desk: Desk, two: tuple[str, str]) -> None:
    one, other = two
    assert post(desk, f"{one}/merge", other=other).status == 200
    sent = len(desk.sent)
    for address, own, foreign in ((MAYA, "/t/1.", "/t/2."), (WORK, "/t/2.", "/t/1.")):
        desk.http("POST", "/portal/acme/find", form={"email": address})
        desk.settle()
        letter = desk.sent[-1]
        assert letter.to == (address,)
        assert own in letter.text
        assert foreign not in letter.text
        with desk.ports.open("acme") as room:
            assert [f"/t/{request.token[:2]}" for request in of_person(desk.ports, room, address)] == [own]
    assert len(desk.sent) == sent + 2
    desk.http("POST", f"{TICKETS}/TKT-0002/replies", json={"body": "Which cards?"}, token=desk.admin.token)
    desk.settle()
    assert [letter.to for letter in desk.sent[sent + 2 :]] == [(WORK,)]
    across = desk.http("POST", f"{TICKETS}/TKT-0001/merge", json={"duplicate": "TKT-0002"}, token=desk.admin.token)
    problem(across, 409, "different_contacts")


def test_who_is_blocked_stays_so_whoever_they_are_merged_into(desk: Desk, two: tuple[str, str]) -> None:
    one, other = two
    desk.http("PATCH", f"{CONTACTS}/{other}", json={"blocked": True}, token=desk.admin.token)
    assert post(desk, f"{one}/merge", other=other).status == 200
    mail(desk, WORK, "blocked")
    mail(desk, MAYA, "welcome")
    assert (newest(desk)["title"], newest(desk)["number"]) == ("welcome", 3)


def test_what_can_not_be_merged_is_refused(desk: Desk, two: tuple[str, str]) -> None:
    one, other = two
    third = desk.http("POST", CONTACTS, json={"name": "Noor"}, token=desk.admin.token).json()["id"]
    assert fields(problem(post(desk, f"{one}/merge", other=one), 422, "validation_failed")) == ["other"]
    assert fields(problem(post(desk, f"{one}/merge", other="c_nobody"), 422, "validation_failed")) == ["other"]
    assert post(desk, f"{one}/merge", other=other).status == 200
    assert problem(post(desk, f"{third}/merge", other=other), 409, "merged")["merged_into"] == one
    problem(post(desk, f"{other}/merge", other=third), 409, "merged")
    problem(post(desk, f"{third}/unmerge", other=other), 409, "not_merged")
    changed = desk.http("PATCH", f"{CONTACTS}/{other}", json={"name": "B"}, token=desk.admin.token)
    problem(changed, 409, "merged")
    assert post(desk, f"{third}/merge", other=one).status == 200
    mail(desk, WORK, "along")
    assert newest(desk)["contact"]["id"] == third, "along both pointers"


def test_as_many_as_a_reader_follows_can_be_one_person(desk: Desk) -> None:
    made = [desk.http("POST", CONTACTS, json={"name": f"N{n}"}, token=desk.admin.token).json()["id"] for n in range(11)]
    for below, above in itertools.pairwise(made[:10]):
        assert post(desk, f"{above}/merge", other=below).status == 200
    problem(post(desk, f"{made[10]}/merge", other=made[9]), 409, "too_many")
    assert new_ticket(desk, contact={"id": made[0]})["contact"]["id"] == made[9]
