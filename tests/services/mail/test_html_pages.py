"""A customer's HTML mail as members see it: as it was sent, unable to do anything, and for nobody else."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

import pytest

from tests.api.asking import problem
from tests.services.mail.correspondence import Correspondence, reply_address
from tests.support.desk import SUPPORT, Answer

HTML = (
    '<p>See <b>this</b>: <img src="cid:shot@x"> <img src="https://track.example/p.gif" alt="pixel"></p>'
    '<script>alert(1)</script><a href="https://shop.example/">shop</a>'
)
DATA = b"\x89PNG\r\n\x1a\nnot much of a picture"


def html_mail(to: str = SUPPORT, html: str = HTML) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Maya Osei <maya@example.com>", to, "Picture"
    message.set_content("See this.")
    message.add_alternative(html, subtype="html")
    message.get_payload()[1].add_related(DATA, "image", "png", cid="<shot@x>", filename="shot.png")
    return message.as_bytes()


def ask(post: Correspondence, message_id: str = "description", ref: str = "TKT-0001") -> Answer:
    return post.call("GET", f"/tickets/{ref}/messages/{message_id}/html")


def show(post: Correspondence, offered: Any, more: str = "") -> Answer:
    """The page, fetched as a frame does: without a token."""
    return post.desk.http("GET", offered["url"].removeprefix("http://desk.test") + more)


def test_the_mail_that_opened_a_ticket_is_shown_with_its_own_pictures_and_no_others(post: Correspondence) -> None:
    post.send(html_mail())
    ticket = post.ticket()
    assert (ticket["has_html"], ticket["attachments"][0]["inline"]) == (True, True)
    offered = ask(post).json()
    assert offered["remote_images"] == 1
    page = show(post, offered)
    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "<b>this</b>" in page.text
    assert "<script" not in page.text
    assert ' src="https://track.example' not in page.text
    assert ticket["attachments"][0]["id"] in page.text.split(' src="')[1]


def test_remote_pictures_come_when_they_are_asked_for(post: Correspondence) -> None:
    post.send(html_mail())
    offered = ask(post).json()
    closed, opened = show(post, offered), show(post, offered, "?images=1")
    assert ' src="https://track.example/p.gif"' in opened.text
    assert "https:" not in closed.headers["content-security-policy"].split("img-src")[1].split(";")[0].split()
    assert "https:" in opened.headers["content-security-policy"].split("img-src")[1].split(";")[0].split()


def test_the_page_may_do_nothing_and_be_framed_by_the_console_alone(post: Correspondence) -> None:
    post.send(html_mail())
    headers = show(post, ask(post).json()).headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'self'"
    assert "allow-scripts" not in policy["sandbox"]
    assert "allow-same-origin" not in policy["sandbox"]
    assert headers["referrer-policy"] == "no-referrer"


def test_an_answer_in_html_is_shown_too_and_one_in_plain_text_has_nothing_to_show(post: Correspondence) -> None:
    post.write()
    to = reply_address(post.desk.sent[-1])
    post.send(html_mail(to), to)
    post.write("Plain.", to=to)
    html, plain = [entry for entry in post.entries() if entry["kind"] == "customer_message"]
    assert (html["has_html"], plain["has_html"], post.ticket()["has_html"]) == (True, False, False)
    assert "<b>this</b>" in show(post, ask(post, html["id"]).json()).text
    problem(ask(post, plain["id"]), 404, "not_found")
    problem(ask(post), 404, "not_found")


def test_mails_of_a_merged_ticket_are_shown_on_the_primary(post: Correspondence) -> None:
    post.write()
    post.send(html_mail())
    assert post.call("POST", "/tickets/TKT-0001/merge", {"duplicate": "TKT-0002"}).status == 200
    (entry,) = [entry for entry in post.entries() if entry["has_html"]]
    assert entry["merged_from"] == "TKT-0002"
    assert "<b>this</b>" in show(post, ask(post, entry["id"]).json()).text


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1] + "a" * (t[-1] != "a") + "b" * (t[-1] == "a"), lambda t: "2" + t[1:], lambda t: t[:9]]
)
def test_an_address_that_was_not_given_out_shows_nothing(post: Correspondence, change: Any) -> None:
    post.send(html_mail())
    post.send(html_mail(html="<p>Secret"))
    prefix, _, token = ask(post).json()["url"].rpartition("/")
    problem(show(post, {"url": f"{prefix}/{change(token)}"}), 404, "not_found")


def test_an_address_is_for_one_workspace_and_for_minutes(post: Correspondence, monkeypatch: pytest.MonkeyPatch) -> None:
    from chalicelib.services.mail import html_pages

    post.desk.create_workspace("globex", "Globex", "help@globex.example")
    post.send(html_mail())
    offered = ask(post).json()
    problem(show(post, {"url": offered["url"].replace("/acme/", "/globex/")}), 404, "not_found")
    now = html_pages.time.time()
    monkeypatch.setattr(html_pages.time, "time", lambda: now + html_pages.SECONDS + 2)
    problem(show(post, offered), 404, "not_found")


def test_customers_never_get_to_see_the_page_of_a_mail(post: Correspondence) -> None:
    post.send(html_mail())
    tracking = next(word for word in post.desk.sent[-1].text.split() if "/t/" in word).removeprefix("http://help.test")
    page = post.desk.http("GET", tracking)
    assert page.status == 200
    assert "mail-pages" not in page.text
    assert "<b>this</b>" not in page.text
