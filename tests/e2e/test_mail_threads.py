"""A thread in a real mail program that forgets nearly everything: whichever of our mails is answered, and by whichever
of three clues the answer can be told, it is filed on its own ticket."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage

import pytest

from infra.local.inbound import Inbound
from infra.local.sent_mail import SentMail
from infra.local.smtp import SmtpListener
from tests.e2e.test_journey import submit
from tests.support.desk import MAIL_DOMAIN, SUPPORT, Desk

REF = "TKT-0002"


def by_message_id(mail: SentMail) -> dict[str, str]:
    """The id that the mail had on the wire, which the carrier gave it."""
    return {"To": SUPPORT, "In-Reply-To": mail.message_id}


def by_references(mail: SentMail) -> dict[str, str]:
    """What stood in References: our own ids, which the carrier leaves alone."""
    return {"To": SUPPORT, "References": str(mail.headers["References"])}


def by_reply_to(mail: SentMail) -> dict[str, str]:
    """The address that answers are asked to, as when it was copied into a new mail."""
    return {"To": mail.addresses("Reply-To")[0]}


@pytest.fixture
def thread(desk: Desk) -> dict[str, SentMail]:
    """The three mails that a customer has of their second request. Their first one, of the same title, is still open,
    and so is the one that they made afterwards."""
    for _ in range(3):
        submit(desk)
        desk.settle()
    confirmation = next(mail for mail in desk.sent if f"[{REF}]" in mail.subject)
    for path, body in (("replies", {"body": "Which cards?"}), ("resolve", {"resolution": "A new proxy."})):
        made = desk.http("POST", f"/v1/acme/tickets/{REF}/{path}", json=body, token=desk.admin.token)
        assert made.status in (200, 201), made.text
        desk.settle()
    reply, resolved = (mail for mail in desk.sent[-2:] if f"[{REF}]" in mail.subject)
    return {"confirmation": confirmation, "reply": reply, "resolved": resolved}


@pytest.fixture
def smtp(desk: Desk) -> Iterator[smtplib.SMTP]:
    """A connection to the port that takes mail where SES would."""
    listener = SmtpListener(Inbound(desk.environment), MAIL_DOMAIN, 0)
    listener.start()
    with smtplib.SMTP("127.0.0.1", listener.port, timeout=10) as client:
        yield client
    listener.stop()


@pytest.mark.parametrize("clue", [by_message_id, by_references, by_reply_to])
@pytest.mark.parametrize("answered", ["confirmation", "reply", "resolved"])
def test_an_answer_that_kept_one_clue_is_filed_where_it_belongs(
    desk: Desk, smtp: smtplib.SMTP, thread: dict[str, SentMail], answered: str, clue: object
) -> None:
    answer = EmailMessage(policy.SMTP.clone(max_line_length=990))
    answer["From"], answer["Subject"] = "Maya Osei <maya@example.com>", "My payments"
    answer["Message-ID"] = "<answer@mail.example.com>"
    for name, value in clue(thread[answered]).items():
        answer[name] = value
    answer.set_content("It is back, with every card.")
    smtp.send_message(answer, "maya@example.com", [answer["To"]])
    desk.settle()
    listed = desk.http("GET", "/v1/acme/tickets", token=desk.admin.token).json()["items"]
    assert {ticket["ref"]: ticket["status"] for ticket in listed} == {
        "TKT-0001": "open",
        REF: "open",
        "TKT-0003": "open",
    }
    entries = desk.http("GET", f"/v1/acme/tickets/{REF}/timeline", token=desk.admin.token).json()["items"]
    said = [entry["body_text"] for entry in entries if entry["kind"] == "customer_message"]
    assert said == ["It is back, with every card."]
