"""A thousand mails of one sender within a minute: what is too much is parked and counted, and nobody else notices."""

from __future__ import annotations

import json

import pytest

from chalicelib.services.mail.limits import SENDER
from tests.services.mail.correspondence import Correspondence
from tests.support.desk import SUPPORT

MAILS = 1_000


def arrive(post: Correspondence, sender: str, subject: str) -> None:
    raw = (
        f"From: {sender}\r\nMessage-ID: <{subject.replace(' ', '.')}@mail.example>\r\nSubject: {subject}\r\n\r\nHello?"
    )
    post.desk.receive(raw.encode(), sender, [SUPPORT])


def test_a_thousand_mails_of_one_sender_are_parked_and_counted_and_the_rest_goes_on(
    post: Correspondence, within_a_minute: None, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(MAILS):
        arrive(post, "robot@shop.example", f"Alert {number}")
        if number % 250 == 0:
            arrive(post, f"p{number}@example.com", f"A person {number}")
    post.desk.settle(timeout=300)
    counted = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "MailsParked" in line]
    refs = post.refs()
    people = [ref for ref in refs if post.ticket(ref)["title"].startswith("A person")]
    assert len(people) == 4
    assert {mail.to for mail in post.desk.sent if mail.to[0].startswith("p")} == {
        (f"p{number}@example.com",) for number in range(0, MAILS, 250)
    }
    assert len(refs) - len(people) == SENDER.most
    assert [(line["cause"], line["MailsParked"]) for line in counted] == [("rate", 1)] * (MAILS - SENDER.most)
    assert post.call("GET", "/tickets/counts").json()["all"] == len(refs)
