"""Two desks that write to each other fall silent by themselves, even when what lies between them drops every header
that says who is a machine."""

from __future__ import annotations

import re

import pytest

from infra.local.aws import client
from infra.local.sent_mail import SentMail
from tests.services.mail.correspondence import Correspondence

HANDFUL = 10
MARKS = re.compile(
    rb"(?mi)^(?:auto-submitted|x-auto-response-suppress|x-workestra-desk|references):.*(?:\r?\n[ \t].*)*\r?\n"
)


def carried(mail: SentMail, stripped: bool) -> bytes:
    return MARKS.sub(b"", mail.raw) if stripped else mail.raw


def open_globex(post: Correspondence) -> None:
    """A desk of another company, which sends from a domain of its own."""
    post.desk.create_workspace("globex", "Globex", "help@globex.example")
    client("sesv2").create_email_identity(EmailIdentity="globex.example")


@pytest.mark.parametrize("stripped", [False, True])
def test_two_desks_back_to_back_fall_silent_after_a_handful_of_mails(post: Correspondence, stripped: bool) -> None:
    open_globex(post)
    post.write("Hello", sender="Globex <help@globex.example>", Subject="Hello")
    passed_on = 0
    while passed_on < len(post.desk.sent):
        mail = post.desk.sent[passed_on]
        passed_on += 1
        assert passed_on <= HANDFUL
        post.desk.receive(carried(mail, stripped), mail.sender, list(mail.to))
        post.desk.settle()
    answered = ["support@acme.example", "help@globex.example"]
    assert {mail.sender for mail in post.desk.sent} == set(answered if stripped else answered[:1])


AWAY = {"Maya": "maya@example.com", "Noor": "noor@example.net"}
ABSENCES = {
    "by its header": lambda subject: {"Subject": f"Re: {subject}", "Auto-Submitted": "auto-replied"},
    "by its subject": lambda subject: {"Subject": f"Automatic reply: {subject}"},
    "by nothing": lambda subject: {"Subject": f"Re: {subject}"},
}


@pytest.mark.parametrize("known", ABSENCES)
def test_two_desks_with_a_customer_each_who_is_out_of_the_office_fall_silent(post: Correspondence, known: str) -> None:
    """Each desk takes the other for a customer, with its own customer in copy, whose program answers every mail."""
    open_globex(post)
    for desk, other, customer in (
        ("support@acme.example", "Globex <help@globex.example>", "Maya"),
        ("help@globex.example", "Acme <support@acme.example>", "Noor"),
    ):
        post.write("Please look.", sender=other, to=desk, Cc=f"{customer} <{AWAY[customer]}>", Subject="The line")
        post.write("It is down.", sender=f"{customer} <{AWAY[customer]}>", to=desk, Subject="Down")
    passed_on = 0
    while passed_on < len(post.desk.sent):
        mail = post.desk.sent[passed_on]
        passed_on += 1
        assert passed_on <= 2 * HANDFUL
        (to,) = mail.to
        if to in AWAY.values():
            answer_to = mail.addresses("Reply-To")[0]
            post.write("I am away.", sender=to, to=answer_to, **ABSENCES[known](mail.subject))
        else:
            post.desk.receive(carried(mail, stripped=True), mail.sender, list(mail.to))
            post.desk.settle()
    assert {mail.to[0] for mail in post.desk.sent} >= set(AWAY.values())
