"""Two tickets become one and two again, with mail to both all the while."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Any

from tests.e2e.life import mailed
from tests.e2e.test_journey import answer_to, submit
from tests.support.desk import Answer, Desk


def ask(desk: Desk, method: str, path: str, body: Any = None) -> Answer:
    return desk.http(method, f"/v1/acme/tickets/{path}", json=body, token=desk.admin.token)


def said(desk: Desk, ref: str) -> list[tuple[str, str | None]]:
    entries = ask(desk, "GET", f"{ref}/timeline?limit=100").json()["items"]
    return [(entry["body_text"], entry["merged_from"]) for entry in entries if entry["kind"] != "event"]


def answer(desk: Desk, mail: Any, text: str, sender: str) -> None:
    desk.receive(answer_to(mail, text, sender), parseaddr(sender)[1], [parseaddr(mail.headers["Reply-To"])[1]])
    desk.settle()


def test_a_duplicate_lives_on_the_primary_and_goes_back_where_it_came_from(desk: Desk) -> None:
    submit(desk, title="Checkout returns 502")
    submit(desk, title="Payments broken")
    desk.settle()
    second = desk.sent[1]
    assert ask(desk, "POST", "TKT-0001/notes", {"body": "first note"}).status == 201

    merged = ask(desk, "POST", "TKT-0001/merge", {"duplicate": "TKT-0002"})
    assert merged.status == 200, merged.text
    assert merged.json()["duplicates"] == ["TKT-0002"]
    assert ask(desk, "GET", "TKT-0002").json()["merged_into"] == "TKT-0001"
    refs = [row["ref"] for row in desk.http("GET", "/v1/acme/tickets", token=desk.admin.token).json()["items"]]
    assert refs == ["TKT-0001"]

    answer(desk, second, "still broken", "Maya Osei <maya@example.com>")
    assert said(desk, "TKT-0001") == [
        ("Since this morning every payment ends in a 502.", "TKT-0002"),
        ("first note", None),
        ("still broken", "TKT-0002"),
    ]
    late = ask(desk, "POST", "TKT-0002/replies", {"body": "to the wrong one"})
    assert (late.status, late.json()["code"]) == (409, "merged")

    undone = ask(desk, "POST", "TKT-0001/unmerge", {"duplicate": "TKT-0002"})
    assert undone.json()["duplicates"] == []
    assert said(desk, "TKT-0001") == [("first note", None)]
    assert said(desk, "TKT-0002") == [("still broken", None)]
    assert ask(desk, "GET", "TKT-0002").json()["status"] == "open"


def test_customers_of_two_merged_tickets_never_read_each_other(desk: Desk) -> None:
    first = submit(desk, "maya@example.com", "Mayas secret matter")
    second = submit(desk, "noor@example.com", "Noors secret matter", "Noor Aziz")
    desk.settle()
    assert ask(desk, "POST", "TKT-0001/replies", {"body": "for Maya alone"}).status == 201
    desk.settle()
    refused = ask(desk, "POST", "TKT-0001/merge", {"duplicate": "TKT-0002"})
    assert (refused.status, refused.json()["code"]) == (409, "different_contacts")
    assert ask(desk, "POST", "TKT-0001/merge", {"duplicate": "TKT-0002", "across_contacts": True}).status == 200
    desk.settle()
    before = len(desk.sent)
    assert ask(desk, "POST", "TKT-0001/replies", {"body": "for both of you"}).status == 201
    desk.settle()
    mails = desk.sent[before:]
    assert sorted(mail.to[0] for mail in mails) == ["maya@example.com", "noor@example.com"]
    noors = next(mail for mail in mails if mail.to[0] == "noor@example.com")
    assert "TKT-0002" in noors.subject
    assert "Maya" not in noors.raw.decode() + noors.text + noors.html

    first, second = (mailed(desk, path) for path in (first, second))
    page = desk.http("GET", second).text
    assert "for both of you" in page
    assert "Noors secret matter" in page
    assert "for Maya alone" not in page
    assert "Mayas" not in page
    page = desk.http("GET", first).text
    assert "for both of you" in page
    assert "for Maya alone" in page
    assert "Noor" not in page


def test_a_ticket_is_not_merged_into_itself_or_its_own_duplicate(desk: Desk) -> None:
    submit(desk)
    submit(desk)
    submit(desk)
    itself = ask(desk, "POST", "TKT-0001/merge", {"duplicate": "TKT-0001"})
    assert (itself.status, itself.json()["errors"][0]["field"]) == (422, "duplicate")
    assert ask(desk, "POST", "TKT-0001/merge", {"duplicate": "TKT-0002"}).status == 200
    backwards = ask(desk, "POST", "TKT-0002/merge", {"duplicate": "TKT-0001"})
    assert backwards.status == 422
    again = ask(desk, "POST", "TKT-0001/merge", {"duplicate": "TKT-0002"})
    assert (again.status, again.json()["code"]) == (409, "merged")
    chained = ask(desk, "POST", "TKT-0003/merge", {"duplicate": "TKT-0001"})
    assert chained.status == 200
    assert ask(desk, "GET", "TKT-0003").json()["duplicates"] == ["TKT-0001"]
