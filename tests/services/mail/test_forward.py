"""What is forwarded goes to somebody outside the conversation alone, and what they answer is for members alone."""

from __future__ import annotations

from typing import Any

import pytest

from infra.local.sent_mail import SentMail
from tests.api.asking import fields, problem
from tests.services.mail.correspondence import Correspondence, reply_address
from tests.support.desk import SUPPORT, Answer

FORWARD = "/tickets/TKT-0001/forward"
SHOP = "Lee <lee@carrier.example>"
LETTER = ("slip.pdf", "application/pdf", b"%PDF-1.7 slip")


def forwarded(post: Correspondence, *to: str, body: str = "Where is it?", **more: Any) -> Answer:
    asked = {"to": list(to or ("lee@carrier.example",)), "body": body, "messages": ["description"], **more}
    answer = post.call("POST", FORWARD, asked)
    post.desk.settle()
    return answer


def mailed(post: Correspondence) -> SentMail:
    assert forwarded(post).status == 201
    return post.desk.sent[-1]


def test_it_goes_to_whom_it_is_forwarded_alone_with_words_and_files(post: Correspondence) -> None:
    post.write("My parcel is **late**.", files=[LETTER], Cc="bo@example.com")
    reply = post.call("POST", "/tickets/TKT-0001/replies", {"body": "We will *ask*."}).json()
    post.desk.settle()
    before = len(post.desk.sent)
    answer = forwarded(post, "lee@carrier.example", "mo@carrier.example", messages=["description", reply["id"]])
    assert answer.status == 201, answer.text
    assert sorted(mail.to[0] for mail in post.desk.sent[before:]) == ["lee@carrier.example", "mo@carrier.example"]
    mail = post.desk.sent[before]
    assert mail.subject == "Fwd: Checkout"
    lines = [line for line in mail.text.splitlines() if line.strip()]
    assert lines[0] == "Where is it?"
    assert "Maya Osei wrote on" in mail.text
    assert mail.text.index("My parcel is **late**.") < mail.text.index("We will ask.")
    assert "<em>ask</em>" in mail.html or "<i>ask</i>" in mail.html
    assert [part.get_filename() for part in mail.message.walk() if part.get_filename()] == ["slip.pdf"]
    note = answer.json()
    assert (note["kind"], note["forwarded_to"]) == ("internal_note", ["lee@carrier.example", "mo@carrier.example"])
    (shown,) = (one for one in post.entries() if one["id"] == note["id"])
    assert shown["delivery"]["status"] == "delivered"


def test_the_customer_is_told_nothing_and_no_link_of_theirs_goes_along(post: Correspondence) -> None:
    post.write(Cc="bo@example.com")
    link = next(word for word in post.desk.sent[-1].text.split() if "/portal/" in word)
    assert post.call("POST", "/tickets/TKT-0001/replies", {"body": f"See {link}"}).status == 201
    post.desk.settle()
    reply = post.said()[-1]
    assert reply[0] == "agent_reply"
    ids = [one["id"] for one in post.entries() if one["kind"] == "agent_reply"]
    before, status = len(post.desk.sent), post.ticket()["status"]
    assert forwarded(post, body=f"Look: {link}", messages=["description", *ids]).status == 201
    (mail,) = post.desk.sent[before:]
    token = link.rstrip("/").rpartition("/")[2]
    raw = mail.raw.decode(errors="replace")
    for text in (mail.text, mail.html, raw):
        assert token not in text
        assert "bo@example.com" not in text
    page = post.desk.http("GET", link[link.index("/portal") :])
    assert page.status == 200
    assert "Where is it?" not in page.text
    assert "Look:" not in page.text
    assert post.ticket()["status"] == status


@pytest.mark.parametrize("way", ["reply address", "our id", "the carrier's id"])
def test_an_answer_is_a_note_and_whoever_forwarded_it_hears_of_it(post: Correspondence, way: str) -> None:
    post.write()
    mail = mailed(post)
    before, status = len(post.desk.sent), post.ticket()["status"]
    token = reply_address(mail).partition("+")[2].partition("@")[0]
    headers = {
        "our id": {"In-Reply-To": f"<{token}.x@{SUPPORT.rpartition('@')[2]}>"},
        "the carrier's id": {"In-Reply-To": mail.message_id},
    }.get(way, {})
    to = reply_address(mail) if way == "reply address" else SUPPORT
    post.write("It is in *Lyon*. @Ana come and see", sender=SHOP, to=to, Subject="Re: Fwd: Checkout", **headers)
    kind, text = post.said()[-1]
    assert kind == "internal_note"
    assert text.startswith("Lee <lee@carrier.example> replied to")
    assert text.endswith("It is in *Lyon*. @Ana come and see")
    assert post.refs() == ["TKT-0001"]
    assert post.ticket()["status"] == status
    assert [one.to[0] for one in post.desk.sent[before:]] == []
    inbox = post.call("GET", "/inbox").json()["items"]
    called = [one["event"] for one in inbox].count("ticket.mentioned")
    assert called == (0 if way == "the carrier's id" else 1)


def test_an_answer_comes_even_when_nobody_is_known_who_forwarded_it(post: Correspondence) -> None:
    post.write()
    key = post.desk.api_key("tickets:read", "tickets:write", "notes:read")
    asked = {"to": ["lee@carrier.example"], "body": "Where?", "messages": []}
    assert post.desk.http("POST", f"/v1/acme{FORWARD}", json=asked, token=key).status == 201
    post.desk.settle()
    post.write("Lyon.", sender=SHOP, to=reply_address(post.desk.sent[-1]))
    assert post.said()[-1][0] == "internal_note"


def test_who_reads_no_notes_reads_none_of_it(post: Correspondence) -> None:
    post.write()
    assert forwarded(post, body="Secretive").status == 201
    key = post.desk.api_key("tickets:read")
    read = post.desk.http("GET", "/v1/acme/tickets/TKT-0001/timeline", token=key)
    assert read.status == 200
    assert "Secretive" not in read.text
    assert "carrier.example" not in read.text
    found = post.desk.http("GET", "/v1/acme/tickets?q=secretive", token=key).json()["items"]
    assert found == []
    assert [one["ref"] for one in post.call("GET", "/tickets?q=secretive").json()["items"]] == ["TKT-0001"]


def test_it_is_refused_at_the_field_that_is_wrong(post: Correspondence) -> None:
    post.write()
    assert post.call("POST", "/tickets/TKT-0001/notes", {"body": "Between us"}).status == 201
    note = post.entries()[-1]["id"]
    held = post.call("POST", "/tickets/TKT-0001/replies", {"body": "Not yet", "undo_seconds": 60}).json()["id"]
    before = len(post.desk.sent)
    for wrong, field in (
        ({"to": ["maya@example.com"]}, "to.0"),
        ({"to": ["lee@carrier.example", SUPPORT]}, "to.1"),
        ({"to": ["nobody"]}, "to.0"),
        ({"to": []}, "to"),
        ({"messages": [note]}, "messages.0"),
        ({"messages": ["description", held]}, "messages.1"),
        ({"messages": ["01ARZ3NDEKTSV4RRFFQ69G5FAV"]}, "messages.0"),
        ({"messages": [], "body": " "}, "messages"),
        ({"body": "x" * 99_990}, "messages"),
    ):
        answer = post.call("POST", FORWARD, {"to": ["lee@carrier.example"], "messages": ["description"], **wrong})
        assert fields(problem(answer, 422, "validation_failed")) == [field], wrong
    assert len(post.desk.sent) == before


def test_repeated_it_is_forwarded_once(post: Correspondence) -> None:
    post.write()
    asked = {"to": ["lee@carrier.example"], "body": "Where?", "messages": ["description"]}
    answers = [
        post.desk.http(
            "POST", f"/v1/acme{FORWARD}", json=asked, token=post.desk.admin.token, headers={"Idempotency-Key": "one"}
        )
        for _ in range(2)
    ]
    post.desk.settle()
    assert [one.status for one in answers] == [201, 201]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    assert [mail.to[0] for mail in post.desk.sent].count("lee@carrier.example") == 1


def test_what_was_forwarded_cannot_be_worded_anew(post: Correspondence) -> None:
    post.write()
    note = forwarded(post).json()["id"]
    answer = post.call("PATCH", f"/tickets/TKT-0001/notes/{note}", {"body": "Something else"})
    assert problem(answer, 403, "forbidden")


def test_its_writer_hears_that_it_did_not_arrive(post: Correspondence) -> None:
    post.write()
    assert forwarded(post, "bounce@simulator.amazonses.com").status == 201
    (note,) = (one for one in post.entries() if one["forwarded_to"])
    assert note["delivery"]["status"] == "bounced"
    assert post.call("GET", "/inbox").json()["items"][0]["event"] == "ticket.not_delivered"
    assert post.call("GET", "/tickets?delivery=failed").json()["items"] == []
