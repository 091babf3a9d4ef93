"""Erasing a person: nothing of theirs is left, and what others said is."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.api.asking import CONTACTS, TICKETS, new_ticket, problem
from tests.services.mail.correspondence import Correspondence
from tests.services.privacy.test_purge import WORD, ask, items, long_mail, objects
from tests.support import stock
from tests.support.desk import Desk

ONE = f"{TICKETS}/TKT-0001"
MAYA = "maya@example.com"


@pytest.fixture
def post(desk: Desk) -> Correspondence:
    """Maya wrote ticket 1; Noor wrote ticket 2, on which Maya takes part and said something, too."""
    correspondence = Correspondence(desk)
    correspondence.send(long_mail())
    ask(desk, "POST", f"{ONE}/replies", {"body": f"Dear Maya, try {WORD}"})
    ask(desk, "POST", f"{ONE}/notes", {"body": f"They are {WORD}"})
    ask(desk, "POST", f"{ONE}/resolve", {"resolution": f"Restarted {WORD}"})
    correspondence.write("The lift is stuck", sender="Noor <noor@example.com>", Cc=f"Maya Osei <{MAYA}>")
    ask(desk, "PATCH", f"{TICKETS}/TKT-0002", {"participants": [MAYA]})
    desk.settle()
    correspondence.write(f"Me too, says {WORD}", Subject="Re: [TKT-0002] Checkout")
    correspondence.write(
        "Maya Osei is right, ask maya@example.com", sender="Noor <noor@example.com>", Subject="Re: [TKT-0002] Checkout"
    )
    return correspondence


def contact(desk: Desk, address: str = MAYA) -> str:
    found = [one for one in ask(desk, "GET", f"{CONTACTS}?limit=100")["items"] if address in one["addresses"]]
    return str(found[0]["id"])


def erase(desk: Desk, contact_id: str) -> Any:
    job = ask(desk, "POST", f"{CONTACTS}/{contact_id}/erasure")
    for _ in range(3):
        desk.advance(timedelta(minutes=1))
    done = ask(desk, "GET", f"/v1/acme/jobs/{job['id']}")
    assert done["state"] == "done", done
    return done["outcome"]


def whole(desk: Desk) -> str:
    return json.dumps(items(desk), default=str, ensure_ascii=False)


def test_nothing_of_theirs_is_left_and_what_others_said_is(desk: Desk, post: Correspondence) -> None:
    maya = contact(desk)
    before = ask(desk, "POST", f"{CONTACTS}/{maya}/erasure?preview=true")
    receipt = erase(desk, maya)
    assert receipt["name_after"] == before["name_after"]
    assert {row["kind"]: row["erased"] for row in receipt["rows"]}.items() >= {"contact": 1, "address": 1}.items()
    assert [row for row in receipt["rows"] if row["kind"] == "message"] == [
        row for row in before["rows"] if row["kind"] == "message"
    ]
    left = whole(desk)
    for word in (WORD, MAYA, "Maya", "Osei"):
        assert word.casefold() not in left.casefold(), left[left.casefold().find(word.casefold()) - 300 :][:400]
    assert [one for one in objects(desk) if one.startswith(("attachments/", "text/", "html/"))] == []
    one, two = (ask(desk, "GET", f"{TICKETS}/TKT-000{number}") for number in (1, 2))
    assert (one["contact"]["name"], one["contact"]["email"]) == (receipt["name_after"], None)
    assert (one["status"], one["message_count"]) == ("resolved", 2)
    assert two["participants"] == []
    said = [text for _, text in post.said("TKT-0002")]
    assert f"{receipt['name_after']} is right, ask {receipt['name_after']}" in said
    assert "█████" in said
    assert stock.differences(desk.ports) == []
    assert [row["ref"] for row in ask(desk, "GET", f"{TICKETS}?q={WORD}")["items"]] == []


def test_asked_for_twice_it_is_one_and_who_writes_again_is_somebody_new(desk: Desk, post: Correspondence) -> None:
    maya = contact(desk)
    first, second = (ask(desk, "POST", f"{CONTACTS}/{maya}/erasure") for _ in range(2))
    assert first["id"] == second["id"]
    erase(desk, maya)
    post.write("It is me again")
    assert contact(desk) != maya
    (newest,) = [row for row in ask(desk, "GET", TICKETS)["items"] if row["ref"] == "TKT-0003"]
    assert newest["contact"]["email"] == MAYA


def test_those_merged_into_them_are_they(desk: Desk, post: Correspondence) -> None:
    new_ticket(desk, title="Mine as well", contact={"email": "m.osei@example.org", "name": "M. Osei"})
    other = contact(desk, "m.osei@example.org")
    ask(desk, "POST", f"{CONTACTS}/{contact(desk)}/merge", {"other": other})
    desk.settle()
    erase(desk, other)
    left = whole(desk).casefold()
    assert "osei" not in left
    assert "mine as well" not in left
    assert stock.differences(desk.ports) == []


def test_a_member_is_not_erased_as_a_customer(desk: Desk) -> None:
    new_ticket(desk, contact={"email": desk.admin.email, "name": "Ana"})
    for query in ("", "?preview=true"):
        path = f"{CONTACTS}/{contact(desk, desk.admin.email)}/erasure{query}"
        problem(desk.http("POST", path, token=desk.admin.token), 409, "is_member")
