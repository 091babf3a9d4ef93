"""A text is shown as its writer meant it: as typed, or, where members wrote it in the console, as Markdown."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.asking import FORM, TICKETS, new_ticket, submitted
from tests.api.portal import post as post_form
from tests.services.mail.correspondence import Correspondence, reply_address
from tests.support.desk import Answer, Desk
from tests.yesterday.test_tomorrow import Table

TYPED = r"15. Dezember, **not** \\nas01\docs\_new\*.log"
TICKET = f"{TICKETS}/TKT-0001"
AS_TYPED = f'<p dir="auto">{TYPED}</p>'


def said(answer: Answer) -> tuple[str, str]:
    assert answer.status == 201, answer.text
    return answer.json()["body_format"], answer.json()["body_html"]


@pytest.mark.parametrize("what", ["replies", "notes"])
def test_a_program_passes_on_what_was_typed_unless_it_says_that_it_is_markdown(desk: Desk, what: str) -> None:
    new_ticket(desk)
    key = desk.api_key("tickets:read", "tickets:write", "notes:read")
    assert said(desk.http("POST", f"{TICKET}/{what}", json={"body": TYPED}, token=key)) == ("text", AS_TYPED)
    marked = {"body": "**now**", "body_format": "markdown"}
    written, html = said(desk.http("POST", f"{TICKET}/{what}", json=marked, token=key))
    assert (written, "<strong>now</strong>" in html) == ("markdown", True)


@pytest.mark.parametrize("what", ["replies", "notes"])
def test_members_write_markdown_unless_they_say_otherwise(desk: Desk, what: str) -> None:
    new_ticket(desk)
    written, html = said(desk.http("POST", f"{TICKET}/{what}", json={"body": "**now**"}, token=desk.admin.token))
    assert (written, "<strong>now</strong>" in html) == ("markdown", True)
    plain = {"body": TYPED, "body_format": "text"}
    assert said(desk.http("POST", f"{TICKET}/{what}", json=plain, token=desk.admin.token)) == ("text", AS_TYPED)


def test_a_description_is_read_by_who_gave_it(desk: Desk) -> None:
    key = desk.api_key("tickets:read", "tickets:write")
    made = [
        desk.http("POST", TICKETS, json={"title": "A", "description": TYPED, **more}, token=token).json()
        for token, more in ((key, {}), (key, {"body_format": "markdown"}), (desk.admin.token, {}))
    ]
    assert [one["body_format"] for one in made] == ["text", "markdown", "markdown"]
    assert [one["description_html"] == AS_TYPED for one in made] == [True, False, False]
    read = [desk.http("GET", f"{TICKETS}/{one['ref']}", token=key).json() for one in made]
    assert [one["body_format"] for one in read] == ["text", "markdown", "markdown"]


def test_what_customers_write_is_shown_as_they_typed_it(desk: Desk) -> None:
    path = submitted(desk, description=TYPED)
    assert post_form(desk, {"body": TYPED}, f"{path}/replies").status == 303
    ticket = desk.http("GET", TICKET, token=desk.admin.token).json()
    (reply,) = desk.http("GET", f"{TICKET}/timeline", token=desk.admin.token).json()["items"][1:2]
    assert (ticket["body_format"], ticket["description_html"]) == ("text", AS_TYPED)
    assert (reply["body_format"], reply["body_html"]) == ("text", AS_TYPED)
    page = desk.http("GET", path).text
    assert page.count(f'<div class="typed">{AS_TYPED}</div>') == 2


def test_what_members_answer_by_mail_is_sent_on_as_they_typed_it(desk: Desk) -> None:
    post = Correspondence(desk)
    post.write(TYPED)
    to = reply_address(post.desk.sent[-1])
    post.write(TYPED, sender="Ana K. <ana@acme.example>", to=to, verdicts={"dmarc": "PASS"})
    reply = next(one for one in post.entries() if one["kind"] == "agent_reply")
    assert (post.ticket()["body_format"], reply["body_format"], reply["body_html"]) == ("text", "text", AS_TYPED)
    mail = post.desk.sent[-1]
    assert f'<div style="white-space:pre-wrap">{AS_TYPED}</div>' in mail.html
    assert TYPED in mail.text


def test_texts_from_before_are_read_by_their_writer(desk: Desk) -> None:
    path = submitted(desk, description=TYPED)
    post_form(desk, {"body": TYPED}, f"{path}/replies")
    desk.http("POST", f"{TICKET}/replies", json={"body": "**now**"}, token=desk.admin.token)
    new_ticket(desk, description="**now**")
    stored = Table(desk).items()
    assert not [one for one in stored if "bf" in one or '"format"' in one.get("d", {}).get("S", "")]
    shown = desk.http("GET", f"{TICKET}/timeline", token=desk.admin.token).json()["items"]
    assert [one["body_format"] for one in shown if one["body_text"]] == ["text", "markdown"]
    assert FORM["title"] == desk.http("GET", TICKET, token=desk.admin.token).json()["title"]


def test_a_format_of_a_later_release_is_kept_and_shown_as_typed(desk: Desk) -> None:
    new_ticket(desk)
    desk.http("POST", f"{TICKET}/replies", json={"body": "<x>"}, token=desk.admin.token)
    table = Table(desk)
    (message,) = table.items("message")
    table.put({**message, "bf": {"S": "later-7"}})
    shown = desk.http("GET", f"{TICKET}/timeline", token=desk.admin.token).json()["items"]
    reply = next(one for one in shown if one["kind"] == "agent_reply")
    assert (reply["body_format"], reply["body_html"]) == ("later-7", '<p dir="auto">&lt;x&gt;</p>')


HTML = (
    "<p>Hello <b>Maya</b>,</p><ul><li>one</li><li><a href='https://example.com/a'>two</a></li></ul>"
    "<script>alert(1)</script><img src='https://tracker.example/x.gif' onerror='alert(2)'>"
)


def check_is_html(document: dict[str, Any]) -> None:
    shown = document["body_html"]
    assert "<b>Maya</b>" in shown
    assert '<li dir="auto">one</li>' in shown
    assert 'href="https://example.com/a"' in shown
    assert [word for word in ("script", "alert", "tracker", "<img") if word in shown] == []
    assert (document["body_format"], document["body_text"].split()[:2]) == ("text", ["Hello", "Maya,"])


@pytest.mark.parametrize("what", ["replies", "notes"])
def test_html_is_kept_as_its_words_with_their_formatting(desk: Desk, what: str) -> None:
    new_ticket(desk, contact={"email": "maya@example.com"})
    key = desk.api_key("tickets:read", "tickets:write", "notes:read")
    answer = desk.http("POST", f"{TICKET}/{what}", json={"body": HTML, "body_format": "html"}, token=key)
    assert answer.status == 201, answer.text
    check_is_html(answer.json())
    (line,) = [
        one for one in desk.http("GET", f"{TICKET}/timeline", token=key).json()["items"] if one["kind"] != "event"
    ]
    check_is_html(line)


def test_a_reply_in_html_is_mailed_as_its_preview_shows(desk: Desk) -> None:
    new_ticket(desk, contact={"email": "maya@example.com"})
    desk.settle()
    body = {"body": HTML, "body_format": "html"}
    seen = desk.http("POST", f"{TICKET}/replies/preview", json=body, token=desk.admin.token).json()
    desk.http("POST", f"{TICKET}/replies", json=body, token=desk.admin.token)
    desk.settle()
    for html in (seen["html"], desk.sent[-1].html):
        assert "<b>Maya</b>" in html
        assert "alert" not in html
    assert "Hello Maya," in desk.sent[-1].text


def test_a_note_that_was_html_is_shown_as_what_it_became(desk: Desk) -> None:
    new_ticket(desk)
    note = desk.http(
        "POST", f"{TICKET}/notes", json={"body": HTML, "body_format": "html"}, token=desk.admin.token
    ).json()
    path = f"{TICKET}/notes/{note['id']}"
    plain = desk.http("PATCH", path, json={"body": "Just this"}, token=desk.admin.token).json()
    assert plain["body_html"] == '<p dir="auto">Just this</p>'
    check_is_html(desk.http("PATCH", path, json={"body": HTML, "body_format": "html"}, token=desk.admin.token).json())


def test_html_with_nothing_to_read_is_refused_and_a_description_may_be_html(desk: Desk) -> None:
    new_ticket(desk)
    empty = {"body": "<p><img src='x'></p>", "body_format": "html"}
    assert desk.http("POST", f"{TICKET}/notes", json=empty, token=desk.admin.token).status == 422
    made = new_ticket(desk, description=HTML, body_format="html")
    assert "<b>Maya</b>" in made["description_html"]
    assert "alert" not in made["description_html"]
