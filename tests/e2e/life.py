"""What tests of a ticket's life share: asking the API, answering mails, reading what is outside."""

from __future__ import annotations

import re
from email import policy
from email.message import EmailMessage
from email.utils import parseaddr
from itertools import count
from typing import Any

from infra.local.sent_mail import SentMail
from tests.api.asking import mailed_path
from tests.e2e.test_journey import submit
from tests.support.desk import SUPPORT, Answer, Desk, Person

T = "/v1/acme/tickets"
MAYA, NOOR = "maya@example.com", "noor@example.com"
CLUES = ("token", "references", "carrier id")
"""What a mail program may leave of a mail when it answers; any of them is enough."""

_mails = count(1)


def ask(desk: Desk, method: str, path: str, body: Any = None, who: Person | None = None, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return desk.http(method, f"{T}/{path}", json=body, headers=named, token=(who or desk.admin).token)


def done(answer: Answer) -> Any:
    """What a request that has to succeed was answered."""
    assert answer.status in (200, 201), answer.text
    return answer.json()


def refused(answer: Answer, status: int, code: str) -> Any:
    assert answer.status == status, answer.text
    document = answer.json()
    assert document["code"] == code
    return document


def read(desk: Desk, ref: str) -> Any:
    return done(ask(desk, "GET", ref))


def opened(desk: Desk, email: str = MAYA, title: str = "Checkout returns 502") -> str:
    """A request by the portal; the path of its page by the link that is mailed."""
    name = {MAYA: "Maya Osei", NOOR: "Noor Aziz"}.get(email, email)
    return mailed_path(desk, submit(desk, email, title, name))


def mailed(desk: Desk, shown: str) -> str:
    """The path that was mailed, of a page whose path the browser was shown: what opens merged requests."""
    whose = shown.partition("?")[0].rpartition(".")[0]
    desk.settle()
    return next(f"{whose}{rest}" for mail in desk.sent for rest in re.findall(rf"{re.escape(whose)}(\.\w+)", mail.text))


def merge(desk: Desk, primary: str, duplicate: str) -> Any:
    return done(ask(desk, "POST", f"{primary}/merge", {"duplicate": duplicate, "across_contacts": True}))


def unmerge(desk: Desk, primary: str, duplicate: str) -> Any:
    return done(ask(desk, "POST", f"{primary}/unmerge", {"duplicate": duplicate}))


def entries(desk: Desk, ref: str) -> list[Any]:
    return list(done(ask(desk, "GET", f"{ref}/timeline?limit=100"))["items"])


def said(desk: Desk, ref: str) -> list[str]:
    """The texts of a ticket's time line, without the descriptions that duplicates begin with."""
    kept = [entry for entry in entries(desk, ref) if entry["kind"] != "event"]
    return [entry["body_text"] for entry in kept if not entry["id"].endswith(".description")]


def mails_to(desk: Desk, address: str) -> list[SentMail]:
    return [mail for mail in desk.sent if mail.to == (address,)]


def answer_by_mail(desk: Desk, mail: SentMail, text: str, clue: str = "token", sender: str | None = None) -> None:
    """Answer `mail` with no more than one clue of what it answers."""
    writer = sender or mail.to[0]
    message = EmailMessage(policy.default.clone(max_line_length=990))  # else ids of messages are torn apart
    message["From"], message["Subject"] = writer, "Re: our matter"
    message["To"] = parseaddr(str(mail.headers["Reply-To"]))[1] if clue == "token" else SUPPORT
    message["Message-ID"] = f"<{next(_mails)}@mail.example.com>"
    if clue == "references":
        message["References"] = str(mail.headers["References"])
    elif clue == "carrier id":
        message["In-Reply-To"] = mail.message_id
    message.set_content(text)
    desk.receive(message.as_bytes(), writer, [str(message["To"])], {"dmarc": "PASS"})
    desk.settle()


def everything_for(desk: Desk, address: str, *pages: str) -> str:
    """All that has reached somebody: mails as sent and as read, and their pages."""
    mails = (mail.raw.decode() + mail.text + mail.html + mail.subject for mail in mails_to(desk, address))
    return "".join([*mails, *(desk.http("GET", page).text for page in pages)])
