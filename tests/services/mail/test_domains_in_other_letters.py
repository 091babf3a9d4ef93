"""An address is one, in whichever letters its domain is written: people read their own, the DNS has its own."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.people.people import Contact
from tests.services.mail.correspondence import Correspondence, reply_address

SHOWN, IN_DNS = "k@bücher.example", "k@xn--bcher-kva.example"


def found(post: Correspondence, query: str) -> list[Any]:
    return [one["name"] for one in post.call("GET", f"/contacts?q={query}").json()["items"]]


def test_a_contact_is_the_same_in_either_letters_and_found_by_both(post: Correspondence) -> None:
    contact = post.call("POST", "/contacts", {"name": "Kim", "email": SHOWN}).json()
    assert contact["email"] == SHOWN
    assert post.call("POST", "/contacts", {"name": "Kim", "email": IN_DNS}).status == 409
    for number, written in enumerate((IN_DNS, "K@BÜCHER.example", IN_DNS.upper()), 1):
        post.send(f"From: Kim <{written}>\r\nSubject: No {number}\r\n\r\nHello {number}".encode())
        assert post.ticket(f"TKT-000{number}")["contact"]["id"] == contact["id"]
    assert [found(post, query) for query in ("k@büch", SHOWN, IN_DNS)] == [["Kim"]] * 3
    tickets = [post.call("GET", f"/tickets?q={query}").json()["items"] for query in (SHOWN, IN_DNS)]
    assert [len(items) for items in tickets] == [3, 3]
    assert post.reply().to == (IN_DNS,)
    post.send(f"From: Kim <{SHOWN}>\r\nSubject: [TKT-0001] No 1\r\n\r\nBy reference.".encode())
    assert [one["author"]["name"] for one in post.entries() if one["kind"] == "customer_message"] == ["Kim"]


def test_whom_an_earlier_release_stored_in_their_own_letters_is_found(post: Correspondence) -> None:
    old = Contact(id="c_old", name="Kim", addresses=(SHOWN,))
    with post.desk.ports.open("acme") as room:
        room.contacts.create(old)
    assert post.call("POST", "/contacts", {"email": IN_DNS}).status == 409
    post.write(sender=f"Kim <{IN_DNS}>")
    assert post.ticket()["contact"] == {"id": "c_old", "name": "Kim", "email": SHOWN}
    post.write("From me.", sender=f"Kim <{IN_DNS}>", to=reply_address(post.desk.sent[-1]), Subject="x")
    assert post.entries()[-1]["from_stranger"] is False


def test_straße_is_not_strasse(post: Correspondence) -> None:
    for number, domain in enumerate(("straße", "strasse"), 1):
        post.write(sender=f"I <i@{domain}.example>", Subject=f"No {number}")
    first, second = (post.ticket(ref)["contact"] for ref in post.refs())
    assert (first["id"] != second["id"], first["email"], second["email"]) == (
        True,
        "i@straße.example",
        "i@strasse.example",
    )
    assert post.reply().to == ("i@xn--strae-oqa.example",)


def test_a_mailbox_gets_the_mail_of_either_letters(post: Correspondence) -> None:
    assert post.call("POST", "/mailboxes", {"address": "hallo@bücher.example", "name": "B"}).status == 201
    assert post.call("POST", "/mailboxes", {"address": "hallo@xn--bcher-kva.example", "name": "B"}).status == 409
    post.write(to="Hallo@xn--bcher-kva.example")
    post.write(to="hallo@bücher.example", Subject="Another")
    assert (post.refs(), post.parked()) == (["TKT-0001", "TKT-0002"], [])


def test_what_is_no_domain_in_any_letters_is_no_address(post: Correspondence) -> None:
    assert post.call("POST", "/contacts", {"email": "k@bü_\u2615.example"}).status == 422
    assert post.call("POST", "/contacts", {"email": "k@" + "ü" * 60 + ".example"}).status == 422
