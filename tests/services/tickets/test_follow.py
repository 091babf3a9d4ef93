"""Tickets follow their contact, and what leaves goes where the contact is now."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.services.settings import contacts
from chalicelib.services.sla.tick import tick
from infra.local.sent_mail import SentMail
from tests.services.mail.correspondence import Correspondence, reply_address

MAYA, MOVED = "maya@example.com", "maya@moved.example"


@pytest.fixture
def maya(post: Correspondence) -> str:
    """The id of a contact with an open ticket, one that is closed, and one that is archived."""
    for subject in ("Open", "Closed", "Archived"):
        post.write(Subject=subject)
    assert post.call("PATCH", "/tickets/TKT-0002", {"status": "closed"}).status == 200
    assert post.call("POST", "/tickets/TKT-0003/archive").status == 200
    post.desk.settle()
    a_minute_passes(post)
    return str(post.ticket()["contact"]["id"])


def change(post: Correspondence, contact_id: str, **changes: Any) -> None:
    assert post.call("PATCH", f"/contacts/{contact_id}", changes).status == 200


def a_minute_passes(post: Correspondence) -> None:
    post.desk.advance(timedelta(seconds=61))
    assert not [one.fault for one in tick(post.desk.ports, 60).outcomes if one.fault]
    post.desk.settle()


def contact_of(post: Correspondence, ref: str) -> tuple[str, str]:
    contact = post.ticket(ref)["contact"]
    return contact["name"], contact["email"]


def link(mail: SentMail) -> str:
    return re.findall(r"http://help\.test(/portal/acme/t/[\w.]+)", mail.text)[0]


def test_open_tickets_take_the_new_name_and_address_and_are_found_by_them(post: Correspondence, maya: str) -> None:
    before = post.ticket()["updated_at"]
    change(post, maya, name="Maya Bonsu", email=MOVED)
    sent = len(post.desk.sent)
    a_minute_passes(post)
    assert contact_of(post, "TKT-0001") == ("Maya Bonsu", MOVED)
    assert [contact_of(post, ref)[1] for ref in ("TKT-0002", "TKT-0003")] == [MAYA, MAYA]
    assert [row["ref"] for row in post.call("GET", "/tickets?q=Bonsu").json()["items"]] == ["TKT-0001"]
    assert post.ticket()["updated_at"] == before, "nothing was done to the request"
    assert len(post.desk.sent) == sent, "nobody is told"
    assert post.entries()[-1]["event"]["type"] == "ticket.contact_changed"


def test_an_answer_goes_to_the_new_address_at_once_by_a_link_that_stays(post: Correspondence, maya: str) -> None:
    old = link(post.reply("Before"))
    change(post, maya, email=MOVED)
    mail = post.reply("After")
    assert mail.to == (MOVED,)
    assert post.desk.http("GET", link(mail)).status == 200
    a_minute_passes(post)
    assert post.desk.http("GET", link(mail)).status == 200
    assert post.desk.http("GET", old).status == 404, "whoever has the old mailbox reads no further"


def test_a_reply_that_was_held_while_the_address_changed_goes_to_the_new_one(post: Correspondence, maya: str) -> None:
    body = {"body": "Held", "undo_seconds": 10}
    assert post.call("POST", "/tickets/TKT-0001/replies", body).status == 201
    change(post, maya, email=MOVED)
    post.desk.advance(timedelta(seconds=11))
    post.desk.settle()
    assert post.desk.sent[-1].to == (MOVED,)


def test_what_is_written_to_the_old_reply_address_is_filed_as_from_whom_it_comes(
    post: Correspondence, maya: str
) -> None:
    old = reply_address(post.reply("Before"))
    change(post, maya, email=MOVED)
    a_minute_passes(post)
    post.write("Still me?", to=old, Subject="Re: Open")
    assert "Still me?" not in str(post.said())
    parked = post.call("GET", "/suspended-mails").json()["items"]
    assert [one["cause"] for one in parked] == ["unknown_reply_address"]
    post.write("It is me.", sender=f"Maya <{MOVED}>", to=old, Subject="Re: [TKT-0001] Open")
    assert "It is me." in str(post.said())


def test_giving_the_address_back_does_not_give_the_links_of_the_other_one_back(post: Correspondence, maya: str) -> None:
    """An agent gives a contact another address for a while, has the answers mailed there, and changes it back."""
    change(post, maya, email="crook@evil.example")
    theirs = link(post.reply("Secret"))
    change(post, maya, email=MAYA)
    a_minute_passes(post)
    assert contact_of(post, "TKT-0001")[1] == MAYA
    assert post.desk.http("GET", theirs).status == 404
    assert post.desk.http("GET", link(post.reply("Again"))).status == 200


def test_a_change_that_is_cut_off_before_it_asks_is_followed_all_the_same(
    post: Correspondence, maya: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def cut_off(*args: Any, changed: bool) -> None:
        asked.append(changed)
        if changed:
            raise ConnectionError
        ask(*args, changed=changed)

    ask = contacts.ask_to_follow
    monkeypatch.setattr(contacts, "ask_to_follow", cut_off)
    assert post.call("PATCH", f"/contacts/{maya}", {"email": MOVED}).status == 500
    assert asked == [False, True]
    a_minute_passes(post)
    assert contact_of(post, "TKT-0001")[1] == MOVED


def test_more_tickets_than_a_page_follow_and_twice_is_once(
    post: Correspondence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.services.tickets.follow._PAGE", 2)
    for number in range(5):
        post.write(Subject=f"Number {number}")
    maya = str(post.ticket()["contact"]["id"])
    change(post, maya, name="Maya Bonsu")
    for _ in range(2):
        a_minute_passes(post)
    for ref in post.refs():
        assert contact_of(post, ref)[0] == "Maya Bonsu"
        events = [one["event"]["type"] for one in post.entries(ref) if one["kind"] == "event"]
        assert events.count("ticket.contact_changed") == 1
