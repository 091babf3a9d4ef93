"""Whether it was the customer who asked: said by a button on the link that was mailed to them, and by nothing else."""

from __future__ import annotations

import re

import pytest

from tests.support.desk import Desk

FORM = {"name": "Somebody", "email": "maya@example.com", "title": "Refund", "description": "Send it to my new account."}


@pytest.fixture
def links(desk: Desk) -> tuple[str, str]:
    """The link that whoever sent the form is shown, and the one that is mailed."""
    sent = desk.http("POST", "/portal/acme", form={**FORM, "nonce": "n" * 32, "type": "support_ticket"})
    desk.settle()
    mailed = re.search(r"/portal/acme/t/[\w.]+", desk.sent[-1].text)
    assert (sent.status, mailed is not None) == (303, True)
    return sent.headers["location"].partition("?")[0].removeprefix("http://help.test"), mailed[0] if mailed else ""


def requester(desk: Desk) -> tuple[bool, str | None]:
    ticket = desk.http("GET", "/v1/acme/tickets/TKT-0001", token=desk.admin.token).json()
    return ticket["requester_verified"], ticket["requester"] and ticket["requester"]["reason"]


def happened(desk: Desk) -> list[str]:
    items = desk.http("GET", "/v1/acme/tickets/TKT-0001/timeline", token=desk.admin.token).json()["items"]
    return [one["event"]["type"] for one in items if one["kind"] == "event"]


def test_opening_the_link_proves_nothing_however_often(desk: Desk, links: tuple[str, str]) -> None:
    for _ in range(25):
        assert desk.http("GET", links[1], address="198.51.100.9").status == 200
        assert desk.http("HEAD", links[1], address="198.51.100.10").status == 200
    assert (requester(desk), happened(desk)) == ((False, "form"), ["ticket.created"])


@pytest.mark.parametrize(
    ("mine", "told", "event"),
    [
        ("yes", (True, "confirmed"), "ticket.requester_verified"),
        ("no", (False, "denied"), "ticket.requester_denied"),
    ],
)
def test_the_button_on_the_mailed_link_settles_it(
    desk: Desk, links: tuple[str, str], mine: str, told: tuple[bool, str], event: str
) -> None:
    assert 'name="mine"' in desk.http("GET", links[1]).text
    before = len(desk.sent)
    for _ in range(2):
        assert desk.http("POST", f"{links[1]}/mine", form={"mine": mine}).status == 303
    assert (requester(desk), happened(desk)) == (told, ["ticket.created", event])
    assert 'name="mine"' not in desk.http("GET", links[1]).text
    desk.settle()
    assert len(desk.sent) == before, "it is told to nobody outside"


def test_who_was_only_shown_the_page_is_not_asked(desk: Desk, links: tuple[str, str]) -> None:
    assert 'name="mine"' not in desk.http("GET", links[0]).text
    assert desk.http("POST", f"{links[0]}/mine", form={"mine": "yes"}).status == 403
    assert requester(desk) == (False, "form")


def test_nonsense_settles_nothing(desk: Desk, links: tuple[str, str]) -> None:
    assert desk.http("POST", f"{links[1]}/mine", form={"mine": "perhaps"}).status == 422
    assert requester(desk) == (False, "form")


def test_an_agent_vouches_and_that_stands(desk: Desk, links: tuple[str, str]) -> None:
    verified = desk.http("POST", "/v1/acme/tickets/TKT-0001/verify", token=desk.admin.token)
    assert (verified.status, verified.json()["requester_verified"]) == (200, True)
    assert desk.http("POST", f"{links[1]}/mine", form={"mine": "no"}).status == 303
    assert (requester(desk), happened(desk)) == (
        (True, "vouched"),
        ["ticket.created", "ticket.requester_verified"],
    )


def test_what_leaves_calls_them_as_they_called_themselves(desk: Desk) -> None:
    """The desk knows another name for that address; whoever writes in it must not learn it."""
    known = {"name": "Maya Osei", "email": "maya@example.com"}
    assert desk.http("POST", "/v1/acme/contacts", json=known, token=desk.admin.token).status == 201
    desk.http("POST", "/portal/acme", form={**FORM, "nonce": "m" * 32, "type": "support_ticket"})
    body = {"name": "Hello", "body": "Dear {{customer_name}}"}
    canned = desk.http("POST", "/v1/acme/canned-responses", json=body, token=desk.admin.token).json()
    path = f"/v1/acme/canned-responses/{canned['id']}/render"
    rendered = desk.http("POST", path, json={"ref": "TKT-0001"}, token=desk.admin.token)
    assert rendered.json()["text"] == "Dear Somebody"
    desk.settle()
    assert all("Osei" not in mail.text + mail.html for mail in desk.sent)


def test_who_takes_part_reads_the_name_that_was_given_and_no_link_but_their_own(
    desk: Desk, links: tuple[str, str]
) -> None:
    """In the solution, too, and on a ticket that an agent made of somebody else's mail."""
    known = desk.http("GET", "/v1/acme/contacts", token=desk.admin.token).json()["items"][0]["id"]
    named = desk.http("PATCH", f"/v1/acme/contacts/{known}", json={"name": "Maya Osei"}, token=desk.admin.token)
    assert named.status == 200
    for method, path, body in (
        ("PATCH", "/TKT-0001", {"participants": ["lee@example.net"]}),
        ("POST", "/TKT-0001/replies", {"body": "Hello"}),
        ("POST", "/TKT-0001/resolve", {"resolution": f"See http://help.test{links[1]}"}),
        (
            "POST",
            "",
            {"title": "x", "description": f"http://help.test{links[1]}", "contact": {"email": "lee@example.net"}},
        ),
    ):
        assert desk.http(method, f"/v1/acme/tickets{path}", json=body, token=desk.admin.token).status in (200, 201)
    desk.settle()
    mails = [mail for mail in desk.sent if mail.to == ("lee@example.net",)]
    page = re.search(r"/portal/acme/t/[\w.]+", mails[0].text)
    shown = desk.http("GET", page[0] if page else "").text
    assert "See " in shown
    assert len(mails) >= 2
    for text in (shown, *(mail.raw.decode() + mail.text + mail.html for mail in mails)):
        assert (links[1] in text, links[0] in text, "Osei" in text) == (False, False, False)
