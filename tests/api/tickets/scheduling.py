"""What the tests of replies that are sent later ask of a desk that Maya wrote to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.files import text_key
from tests.api.asking import TICKETS
from tests.services.mail.correspondence import Correspondence
from tests.support.desk import WORKSPACE, Desk, Person

ONE = f"{TICKETS}/TKT-0001"
MAYA = "maya@example.com"
WORDS = "Your order leaves the house today."
SOON = timedelta(hours=2)


def ask(desk: Desk, method: str, path: str, body: Any = None, who: Person | None = None) -> Any:
    answer = desk.http(method, path, json=body, token=(who or desk.admin).token)
    assert answer.status in (200, 201, 204), answer.text
    return answer.json() if answer.content else None


def at(desk: Desk, span: timedelta = SOON) -> str:
    moment: datetime = desk.ports.clock.now() + span
    return moment.isoformat()


def later(desk: Desk, who: Person | None = None, span: timedelta = SOON, **given: Any) -> Any:
    return ask(desk, "POST", f"{ONE}/replies", {"body": WORDS, "send_at": at(desk, span), **given}, who)


def waiting(desk: Desk) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = ask(desk, "GET", f"{ONE}/scheduled")["items"]
    return items


def said(desk: Desk) -> list[str]:
    entries = ask(desk, "GET", f"{ONE}/timeline")["items"]
    return [one["body_text"] for one in entries if one["kind"] == "agent_reply"]


def mailed(desk: Desk) -> int:
    return sum(WORDS in mail.text for mail in desk.sent if mail.to == (MAYA,))


def answer(post: Correspondence, text: str) -> None:
    """Maya writes again, on the same ticket."""
    mail = next(one for one in post.desk.sent if one.to == (MAYA,))
    post.write(text, In_Reply_To=mail.headers["Message-ID"])


def heard(desk: Desk, who: Person) -> list[tuple[str, str | None]]:
    inbox = ask(desk, "GET", f"/v1/{WORKSPACE}/inbox", who=who)["items"]
    return [(one["event"], one["why"]) for one in inbox]


NOT_SENT = "ticket.reply_unscheduled"


def texts(desk: Desk) -> list[str]:
    """Where the long texts lie of replies that wait."""
    return [name for name in desk.ports.files.names(text_key(WORKSPACE, "")) if "later" in name]
