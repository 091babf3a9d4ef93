"""What people who proved nothing send, and cause to be mailed, is counted by the day."""

from __future__ import annotations

import itertools
import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.events import Action
from chalicelib.services import limits
from chalicelib.services.notices import unproven
from chalicelib.services.notices.unproven import note_unproven
from infra.local.aws import client
from infra.local.sent_mail import SentMail
from tests.api.asking import new_ticket, portal_form
from tests.support.cuts import cut
from tests.support.desk import Desk
from tests.support.multipart import HEADERS, multipart


def submit(desk: Desk, content: bytes = b"", path: str = "/portal/acme", **fields: Any) -> str:
    form = portal_form(desk) if path == "/portal/acme" else {"nonce": "n1"}
    files = [("log.txt", "text/plain", content)] if content else []
    sent = desk.http("POST", path, body=multipart({**form, **fields}, files), headers=HEADERS)
    assert sent.status == 303, sent.text
    desk.settle()
    return sent.headers["location"].removeprefix("http://help.test").partition("?")[0]


def days(desk: Desk) -> list[dict[str, int]]:
    """What each day has, in order."""
    pages = client("dynamodb").get_paginator("scan").paginate(TableName=desk.environment["TABLE_NAME"])
    items = {item["sk"]["S"]: item for page in pages for item in page["Items"]}
    found = [items[sk] for sk in sorted(items) if sk.startswith("UNPROVEN#")]
    return [{name: int(item[name]["N"]) for name in ("tickets", "bytes", "mails")} for item in found]


def test_tickets_files_and_mails_of_the_unproven_are_counted_by_the_day(desk: Desk) -> None:
    new_ticket(desk, contact={"email": "maya@example.com"})
    desk.settle()
    assert days(desk) == []
    page = submit(desk, b"12345")
    assert days(desk) == [{"tickets": 1, "bytes": 5, "mails": 1}]
    submit(desk, b"678", path=f"{page}/replies", body="And this")
    assert days(desk) == [{"tickets": 1, "bytes": 8, "mails": 1}]
    desk.advance(timedelta(days=1))
    submit(desk, email="noor@example.com")
    assert days(desk) == [{"tickets": 1, "bytes": 8, "mails": 1}, {"tickets": 1, "bytes": 0, "mails": 1}]


def test_a_day_that_has_more_than_usual_is_told_of_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(unproven, "UNPROVEN_A_DAY", {"tickets": 1, "bytes": 4, "mails": 100})
    for number in range(3):
        submit(desk, b"12" if number < 2 else b"3", email=f"p{number}@example.com")
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "MuchUnproven" in line]
    assert [line["what"] for line in told] == ["tickets", "bytes"]


def test_every_active_admin_is_mailed_once_a_day_for_each_amount(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unproven, "UNPROVEN_A_DAY", {"tickets": 1, "bytes": 2_000_000, "mails": 100})
    desk.add_member("Bo L.", "bo@acme.example", "admin")
    desk.add_member("Gil G.", "gil@acme.example", "agent")
    desk.advance(timedelta(minutes=2))
    file = b"1" * 1_500_000
    for number in range(3):
        submit(desk, file, email=f"p{number}@example.com")
    desk.advance(timedelta(minutes=2))
    admins = ["ana@acme.example", "bo@acme.example"]
    many, large = "Unusual number of unverified requests", "Unusual volume of attachments"
    assert [sorted(mail.to[0] for mail in told(desk, about)) for about in (many, large)] == [admins, admins]
    assert "received more than 1 requests that day" in told(desk, many)[0].text
    assert "received more than 2 MB of attachments that day" in told(desk, large)[0].text
    assert " (UTC), Acme Support had received" in told(desk, large)[0].text
    desk.advance(timedelta(days=1))
    for number in range(2):
        submit(desk, email=f"q{number}@example.com")
    desk.advance(timedelta(minutes=2))
    assert [len(told(desk, about)) for about in (many, large)] == [4, 2]


def told(desk: Desk, about: str) -> list[SentMail]:
    return [mail for mail in desk.sent if about in mail.subject]


def test_telling_that_is_cut_off_anywhere_and_repeated_mails_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in itertools.count(1):
        monkeypatch.setattr(unproven, "UNPROVEN_A_DAY", {"tickets": 10**6, "bytes": 10**6, "mails": 10**6})
        desk.advance(timedelta(days=1))
        submit(desk, email=f"p{number}@example.com")
        monkeypatch.setattr(unproven, "UNPROVEN_A_DAY", {"tickets": 0, "bytes": 10**6, "mails": 10**6})
        with desk.ports.open("acme") as room:
            action = next(
                one for one in room.timeline.page(number, 5, None, newest_first=False).items if isinstance(one, Action)
            )
            with cut(after=number) as calls:
                note_unproven(desk.ports, room, action, 0)
            for _ in range(2):
                note_unproven(desk.ports, room, action, 0)
        desk.advance(timedelta(minutes=2))
        assert len(told(desk, "Unusual number of unverified requests")) == number
        if not calls.was_cut:
            break
    assert number > 3


def test_the_usual_is_told_in_one_place() -> None:
    assert limits.UNPROVEN_A_DAY == {"tickets": 500, "bytes": 1_000_000_000, "mails": 500}
