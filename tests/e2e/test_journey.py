"""The whole way of one request: portal, mail, API, mail again, and back."""

from __future__ import annotations

import re
from datetime import timedelta
from email.message import EmailMessage
from email.utils import parseaddr

from tests.api.asking import mailed_path
from tests.support.desk import Desk

SECRET = "the-router-password-is-plumtree"


def submit(
    desk: Desk, email: str = "maya@example.com", title: str = "Checkout returns 502", name: str = "Maya Osei"
) -> str:
    """Fill the portal's form in as a browser without JavaScript would; the path of the tracking page it leads to."""
    page = desk.http("GET", "/portal/acme")
    assert page.status == 200
    hidden = dict(re.findall(r'name="(nonce|opened)"[^>]*value="([^"]*)"', page.text))
    sent = desk.http(
        "POST",
        "/portal/acme",
        form={
            **hidden,
            "name": name,
            "email": email,
            "title": title,
            "description": "Since this morning every payment ends in a 502.",
            "type": "bug_report",
        },
    )
    assert sent.status == 303, sent.text
    return sent.headers["location"].removeprefix("http://help.test")


def answer_to(mail: object, text: str, sender: str = "Maya Osei <maya@example.com>") -> bytes:
    """What a mail program makes of pressing Reply."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = mail.headers["Reply-To"]
    message["Subject"] = "Re: " + mail.subject
    message["Message-ID"] = "<answer-1@mail.example.com>"
    message["In-Reply-To"] = mail.headers["Message-ID"]
    message["References"] = f"{mail.headers['References']} {mail.headers['Message-ID']}"
    quoted = "\n".join("> " + line for line in mail.text.splitlines())
    message.set_content(f"{text}\n\nOn Mon, 23 Nov 2026 at 09:00, Acme Support wrote:\n{quoted}\n")
    return message.as_bytes()


def test_a_request_travels_the_whole_way_and_back(desk: Desk) -> None:
    tracking = submit(desk)
    desk.settle()

    (confirmation,) = desk.sent
    assert confirmation.to == ("maya@example.com",)
    assert "[TKT-0001]" in confirmation.subject
    assert tracking.rpartition(".")[0] in confirmation.text

    listed = desk.http("GET", "/v1/acme/tickets", token=desk.admin.token)
    assert [ticket["ref"] for ticket in listed.json()["items"]] == ["TKT-0001"]

    note = desk.http("POST", "/v1/acme/tickets/TKT-0001/notes", json={"body": SECRET}, token=desk.admin.token)
    assert note.status == 201, note.text
    replied = desk.http(
        "POST",
        "/v1/acme/tickets/TKT-0001/replies",
        json={"body": "Which cards does it happen with?"},
        token=desk.admin.token,
    )
    assert replied.status == 201, replied.text
    desk.settle()
    ticket = desk.http("GET", "/v1/acme/tickets/TKT-0001", token=desk.admin.token).json()
    assert ticket["status"] == "in_progress"
    assert ticket["first_responded_at"] is not None

    reply_mail = desk.sent[-1]
    assert len(desk.sent) == 2
    assert "Which cards does it happen with?" in reply_mail.text

    resolved = desk.http("PATCH", "/v1/acme/tickets/TKT-0001", json={"status": "resolved"}, token=desk.admin.token)
    assert resolved.json()["status"] == "resolved"
    desk.settle()

    desk.receive(
        answer_to(reply_mail, "With German cards only."),
        "maya@example.com",
        [parseaddr(reply_mail.headers["Reply-To"])[1]],
    )
    desk.settle()
    ticket = desk.http("GET", "/v1/acme/tickets/TKT-0001", token=desk.admin.token).json()
    assert ticket["status"] == "open"
    entries = desk.http("GET", "/v1/acme/tickets/TKT-0001/timeline", token=desk.admin.token).json()["items"]
    said = [(entry["kind"], entry["body_text"]) for entry in entries if entry["kind"] != "event"]
    assert said == [
        ("internal_note", SECRET),
        ("agent_reply", "Which cards does it happen with?"),
        ("customer_message", "With German cards only."),
    ]

    page = desk.http("GET", mailed_path(desk, tracking))
    assert "With German cards only." in page.text
    assert "Which cards does it happen with?" in page.text
    everything_public = page.text + "".join(mail.raw.decode() + mail.text + mail.html for mail in desk.sent)
    assert SECRET not in everything_public


def test_a_reply_can_be_taken_back_while_nobody_outside_has_seen_it(desk: Desk) -> None:
    tracking = submit(desk)
    desk.settle()
    said = desk.http(
        "POST",
        "/v1/acme/tickets/TKT-0001/replies",
        json={"body": "Wrong ticket, sorry", "undo_seconds": 10},
        token=desk.admin.token,
    ).json()
    desk.settle()
    assert "Wrong ticket" not in desk.http("GET", mailed_path(desk, tracking)).text
    undone = desk.http("DELETE", f"/v1/acme/tickets/TKT-0001/replies/{said['id']}", token=desk.admin.token)
    assert undone.status == 204, undone.text
    desk.advance(timedelta(seconds=20))
    assert len(desk.sent) == 1
    ticket = desk.http("GET", "/v1/acme/tickets/TKT-0001", token=desk.admin.token).json()
    assert (ticket["status"], ticket["first_responded_at"], ticket["message_count"]) == ("open", None, 0)
    assert "Wrong ticket" not in desk.http("GET", mailed_path(desk, tracking)).text


def test_a_held_reply_goes_out_once_its_time_has_come(desk: Desk) -> None:
    tracking = submit(desk)
    desk.settle()
    said = desk.http(
        "POST",
        "/v1/acme/tickets/TKT-0001/replies",
        json={"body": "We are on it", "undo_seconds": 10},
        token=desk.admin.token,
    ).json()
    desk.settle()
    assert len(desk.sent) == 1
    desk.advance(timedelta(seconds=12))
    assert len(desk.sent) == 2
    assert "We are on it" in desk.http("GET", mailed_path(desk, tracking)).text
    late = desk.http("DELETE", f"/v1/acme/tickets/TKT-0001/replies/{said['id']}", token=desk.admin.token)
    assert (late.status, late.json()["code"]) == (409, "already_sent")


def test_a_solved_request_is_rated_by_its_button_alone(desk: Desk) -> None:
    submit(desk)
    resolved = desk.http(
        "POST",
        "/v1/acme/tickets/TKT-0001/resolve",
        json={"resolution": "We rolled the release back.", "csat_estimate": 4},
        token=desk.admin.token,
    )
    assert resolved.status == 200, resolved.text
    desk.advance(timedelta(seconds=12))
    mail = desk.sent[-1]
    assert "We rolled the release back." in mail.text
    link = re.search(r"http://help\.test(\S+/rate)", mail.text)
    assert link is not None
    for _ in range(10):
        assert desk.http("GET", link[1]).status == 200
        assert desk.http("HEAD", link[1]).status == 200
    assert desk.http("GET", "/v1/acme/tickets/TKT-0001", token=desk.admin.token).json()["csat"]["score"] is None
    assert desk.http("POST", link[1], form={"score": "6"}).status == 422
    rated = desk.http("POST", link[1], form={"score": "5", "comment": "Quick, thank you"})
    assert rated.status == 303, rated.text
    csat = desk.http("GET", "/v1/acme/tickets/TKT-0001", token=desk.admin.token).json()["csat"]
    assert (csat["score"], csat["comment"], csat["agent_estimate"]) == (5, "Quick, thank you", 4)
    desk.advance(timedelta(days=15))
    late = desk.http("POST", link[1], form={"score": "1"})
    assert late.status == 409
    assert desk.http("GET", "/v1/acme/tickets/TKT-0001", token=desk.admin.token).json()["csat"]["score"] == 5
