"""Two desks that write to each other fall silent by themselves, even when what lies between them drops every header
that says who is a machine."""

from __future__ import annotations

import re

import pytest

from infra.local.sent_mail import SentMail
from tests.services.correspondence import Correspondence

HANDFUL = 10
MARKS = re.compile(
    rb"(?mi)^(?:auto-submitted|x-auto-response-suppress|x-workestra-desk|references):.*(?:\r?\n[ \t].*)*\r?\n"
)


def carried(mail: SentMail, stripped: bool) -> bytes:
    return MARKS.sub(b"", mail.raw) if stripped else mail.raw


@pytest.mark.parametrize("stripped", [False, True])
def test_two_desks_back_to_back_fall_silent_after_a_handful_of_mails(post: Correspondence, stripped: bool) -> None:
    post.desk.create_workspace("globex", "Globex", "help@globex.example")
    post.write("Hello", sender="Globex <help@globex.example>", Subject="Hello")
    passed_on = 0
    while passed_on < len(post.desk.sent):
        mail = post.desk.sent[passed_on]
        passed_on += 1
        assert passed_on <= HANDFUL
        post.desk.receive(carried(mail, stripped), mail.sender, list(mail.to))
        post.desk.settle()
    assert passed_on >= 1
