"""A preview of a reply is the mail that it becomes, to the letter; looking at it does nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest

from infra.local.sent_mail import SentMail
from tests.api.asking import new_ticket, submitted
from tests.api.serving.test_idempotency import everything
from tests.services.mail.correspondence import Correspondence
from tests.services.mail.test_files_sent import PDF, uploaded

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000"
    "000049454e44ae426082"
)
PREVIEW = "/tickets/TKT-0001/replies/preview"
_TOKEN = re.compile(r"(?<=/t/)[0-9]+\.[a-z2-7]+\.[a-z2-7]+")
BODIES = (
    "It works again.",
    "Hello **Maya**,\n\n1. one\n2. two\n   - *deep*\n\n> you wrote\n\nand `code`:\n\n```\n<b>&amp;\n```\n",
    "See https://help.example.com/a?b=1&c=2 and [there](https://example.com/(x)).",
    "Grüße aus Köln, مرحبا, 你好 🙂 — {{customer_name}} <script>alert(1)</script>",
    "\n\n   Blank lines around, and a table | a | b |\n\n\n",
    "Best regards\nAna K.",
)


def looked_at(post: Correspondence, body: str, **more: Any) -> Any:
    answer = post.call("POST", PREVIEW, {"body": body, **more})
    assert answer.status == 200, answer.text
    return answer.json()


def sent(post: Correspondence, body: str, **more: Any) -> list[SentMail]:
    post.desk.settle()
    before = len(post.desk.sent)
    assert post.call("POST", "/tickets/TKT-0001/replies", {"body": body, **more}).status == 201
    post.desk.settle()
    return post.desk.sent[before:]


def without_link(text: str) -> str:
    return _TOKEN.sub("preview", text).replace("\r\n", "\n")


def assert_is_the_mail(post: Correspondence, body: str, **more: Any) -> Any:
    """What was seen is what is sent next, to the same people; return it with what was sent."""
    seen, mails = looked_at(post, body, **more), sent(post, body, **more)
    assert sorted(one["address"] for one in seen["to"]) == sorted(mail.to[0] for mail in mails)
    (mail,) = (one for one in mails if one.to[0] == seen["to"][0]["address"])
    assert seen["subject"] == mail.subject
    assert seen["html"] == without_link(mail.html)
    assert seen["text"] == without_link(mail.text)
    assert "/t/preview" in seen["html"]
    return seen, mail


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("body_format", ["markdown", "text"])
def test_a_preview_is_the_mail(post: Correspondence, body: str, body_format: str) -> None:
    post.write()
    assert_is_the_mail(post, body, body_format=body_format)


@pytest.mark.parametrize("language", ["en", "de", "es", "fr"])
def test_it_is_so_in_every_language_with_signatures_and_a_status(post: Correspondence, language: str) -> None:
    box = post.call("GET", "/mailboxes").json()["items"][0]["id"]
    signed = {"signature": "{{agent_name}} · *{{workspace_name}}*\n{{ticket_url}}"}
    assert post.call("PATCH", f"/mailboxes/{box}", signed).status == 200
    assert post.call("PATCH", "/profile", {"signature": "Ana from the **desk**"}).status == 200
    assert post.call("PATCH", "/settings", {"language": language}).status == 200
    new_ticket(post.desk, contact={"email": "maya@example.com", "name": "Maya Osei"})
    for status in (None, "waiting", "resolved"):
        seen, _ = assert_is_the_mail(post, "See to it.", status=status)
        assert ("/preview/rate" in seen["html"]) is (status == "resolved")


def test_it_is_so_of_a_canned_text_with_the_readers_own_link_in_it(post: Correspondence) -> None:
    post.write()
    canned = {"name": "Hello", "body": "Hello {{customer_first_name|there}},\n\n**{{ticket_id}}**: {{ticket_url}}"}
    made = post.call("POST", "/canned-responses", canned).json()["id"]
    body = post.call("POST", f"/canned-responses/{made}/render", {"ref": "TKT-0001"}).json()["text"]
    assert "Hello Maya," in body
    seen, mail = assert_is_the_mail(post, body)
    assert seen["text"].count("/t/preview") == 2
    assert _TOKEN.search(mail.text)


def test_files_are_named_as_they_will_be_and_neither_moved_nor_read(post: Correspondence) -> None:
    post.write(Cc="bo@example.com")
    assert post.call("PATCH", "/settings", {"max_mail_mb": 1}).status == 200
    large = uploaded(post, "large.pdf", b"%PDF-1.7 " + bytes(900_000))
    ids = [large, uploaded(post, *PDF), uploaded(post, "shot.png", PNG, kind="image/png")]
    seen, _ = assert_is_the_mail(post, "See [image: shot.png] there.", attachments=ids)
    assert f"/t/preview/files/{large}" in seen["html"]
    assert [one["address"] for one in seen["to"]] == ["maya@example.com", "bo@example.com"]


def test_it_is_so_of_somebody_who_may_not_be_who_they_say(post: Correspondence) -> None:
    submitted(post.desk)
    post.desk.settle()
    assert_is_the_mail(post, "Which cards?")


def test_it_goes_where_the_contact_is_now(post: Correspondence) -> None:
    post.write()
    contact = post.ticket()["contact"]["id"]
    assert post.call("PATCH", f"/contacts/{contact}", {"email": "maya@new.example"}).status == 200
    seen, mail = assert_is_the_mail(post, "Which cards?")
    assert mail.to == ("maya@new.example",)
    assert seen["to"] == [{"name": "Maya Osei", "address": "maya@new.example"}]


def test_looking_writes_nothing_and_sends_nothing(post: Correspondence) -> None:
    post.write()
    file = uploaded(post, *PDF)
    before, mails = everything(post.desk), len(post.desk.sent)
    looked_at(post, "Look", attachments=[file], cc=["bo@example.com"], status="resolved")
    post.desk.settle()
    assert everything(post.desk) == before
    assert len(post.desk.sent) == mails


def test_of_a_ticket_that_nobody_is_mailed_about_there_is_no_mail(post: Correspondence) -> None:
    new_ticket(post.desk)
    nothing = {"to": [], "subject": None, "text": None, "html": None}
    assert looked_at(post, "Hello?") == nothing
    post.write()
    assert post.call("PATCH", "/settings", {"mail_replied": False}).status == 200
    assert post.call("POST", "/tickets/TKT-0002/replies/preview", {"body": "Hello?"}).json() == nothing


def test_it_is_refused_as_the_reply_would_be(post: Correspondence) -> None:
    post.write()
    post.write(sender="Bo <bo@example.com>")
    for path, more, status, code in (
        (PREVIEW, {"cc": ["no address"]}, 422, "validation_failed"),
        (PREVIEW, {"attachments": ["a_0123456789abcdef0123456789"]}, 422, "validation_failed"),
        ("/tickets/TKT-0099/replies/preview", {}, 404, "not_found"),
    ):
        answer = post.call("POST", path, {"body": "x", **more})
        assert (answer.status, answer.json()["code"]) == (status, code)
    assert (
        post.call("POST", "/tickets/TKT-0002/merge", {"duplicate": "TKT-0001", "across_contacts": True}).status == 200
    )
    assert post.call("POST", PREVIEW, {"body": "x"}).json()["code"] == "merged"
    assert post.call("POST", "/tickets/TKT-0002/spam", {}).status == 200
    assert post.call("POST", "/tickets/TKT-0002/replies/preview", {"body": "x"}).json()["code"] == "is_spam"
