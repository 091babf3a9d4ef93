"""The end of the trash: nothing of a ticket is left, wherever it lay, and all else is as it was."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from chalicelib.domain.worklist import Work
from chalicelib.services.privacy import purge
from infra.local.aws import client
from tests.api.asking import TICKETS, new_ticket
from tests.services.mail.correspondence import Correspondence
from tests.support import stock
from tests.support.cuts import counting
from tests.support.desk import SUPPORT, Desk

ONE = f"{TICKETS}/TKT-0001"
WORD = "zqxaribou"
MONTH = timedelta(days=30, minutes=10)


@pytest.fixture
def post(desk: Desk) -> Correspondence:
    """A desk where Maya wrote a long mail with a file: ticket 1. Kim wrote, too: ticket 2."""
    correspondence = Correspondence(desk)
    correspondence.send(long_mail())
    ask(desk, "POST", f"{ONE}/replies", {"body": f"Try {WORD} again"})
    ask(desk, "POST", f"{ONE}/notes", {"body": f"They are {WORD}"})
    ask(desk, "POST", f"{ONE}/resolve", {"resolution": f"Restarted {WORD}"})
    new_ticket(desk, contact={"email": "kim@example.com", "name": "Kim"})
    desk.settle()
    return correspondence


def long_mail() -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Maya Osei <maya@example.com>", SUPPORT, f"It broke {WORD}"
    message["Message-ID"] = "<1@customer.example>"
    message.set_content(f"It broke {WORD}. " * 3_000)
    message.add_alternative(f"<p>It <b>broke</b> {WORD}. " * 3_000, subtype="html")
    message.add_attachment(WORD.encode(), maintype="text", subtype="plain", filename=f"{WORD}.txt")
    return message.as_bytes()


def ask(desk: Desk, method: str, path: str, body: Any = None) -> Any:
    answer = desk.http(method, path, json=body, token=desk.admin.token)
    assert answer.status in (200, 201, 202), answer.text
    return answer.json()


def items(desk: Desk) -> list[dict[str, Any]]:
    pages = client("dynamodb").get_paginator("scan").paginate(TableName=desk.environment["TABLE_NAME"])
    return [item for page in pages for item in page["Items"]]


def lasting(desk: Desk) -> Counter[str]:
    """Items by type and partition, without those that pass by themselves and what only counts."""
    passing = {
        "rate",
        "counted",
        "work",
        "seen",
        "sum",
        "once",
        "inbox_done",
        "audit",
        "gone",
        "cell",
        "counter",
        "batch",
    }
    kept = [item for item in items(desk) if item["type"]["S"] not in passing]
    return Counter(f"{item['type']['S']} {item['pk']['S']} {item['sk']['S']}" for item in kept)


def objects(desk: Desk) -> list[str]:
    """Every version of every file and mail."""
    found = []
    for bucket in (desk.environment["FILES_BUCKET"], desk.environment["MAIL_BUCKET"]):
        page = client("s3").list_object_versions(Bucket=bucket)
        found += [one["Key"] for one in (*page.get("Versions", ()), *page.get("DeleteMarkers", ()))]
    return found


def ended(desk: Desk, path: str = ONE) -> None:
    ask(desk, "DELETE", path)
    desk.settle()
    desk.advance(MONTH)
    for _ in range(3):
        desk.advance(timedelta(minutes=1))


def test_nothing_of_it_is_left_and_nothing_else_is_missing(desk: Desk, post: Correspondence) -> None:
    before = lasting(desk)
    assert WORD in json.dumps(items(desk), default=str)
    assert objects(desk)
    ended(desk)
    gone, there = before - lasting(desk), lasting(desk)
    left = [one for one in there if "0000000001" in one and "#MSGID#" not in one]
    assert left == []
    assert WORD not in json.dumps(items(desk), default=str)
    assert objects(desk) == []
    theirs = ("W#acme#T#0000000001", "W#acme#X#", "W#acme#D#", "W#acme#FACT#", "W#acme#INBOX#", "W#acme#ADDR#")
    assert [one for one in gone if not one.split(" ", 1)[1].startswith(theirs)] == []
    assert stock.differences(desk.ports) == []
    assert desk.http("GET", ONE, token=desk.admin.token).status == 404
    assert [row["ref"] for row in ask(desk, "GET", f"{TICKETS}?trash=true")["items"]] == []
    assert ask(desk, "GET", f"{TICKETS}?q=tkt")["items"] is not None


def test_what_is_restored_in_time_stays(desk: Desk, post: Correspondence) -> None:
    before = lasting(desk)
    ask(desk, "DELETE", ONE)
    desk.advance(timedelta(days=29))
    ask(desk, "POST", f"{ONE}/restore", {})
    desk.advance(timedelta(days=3))
    assert not before - lasting(desk)


def test_those_merged_into_it_go_with_it(desk: Desk, post: Correspondence) -> None:
    ask(desk, "POST", f"{ONE}/merge", {"duplicate": "TKT-0002", "across_contacts": True})
    desk.settle()
    ended(desk)
    assert [one for one in lasting(desk) if "#T#" in one] == []
    assert stock.differences(desk.ports) == []


def test_its_number_is_never_anothers_and_a_mail_to_it_is_a_new_ticket(desk: Desk, post: Correspondence) -> None:
    ended(desk)
    post.write("Hello again", Subject="Re: [TKT-0001] It broke")
    refs = [row["ref"] for row in ask(desk, "GET", TICKETS)["items"]]
    assert sorted(refs) == ["TKT-0002", "TKT-0003"]


def test_it_costs_what_the_ticket_holds_however_many_others_there_are(desk: Desk, post: Correspondence) -> None:
    def calls_of(ref: str) -> Counter[str]:
        ask(desk, "DELETE", f"{TICKETS}/{ref}")
        desk.settle()
        with desk.ports.open("acme") as room, counting() as calls:
            desk.ports.clock.offset += MONTH
            work: Work | None = Work(workspace="acme", kind=purge.KIND, id=str(int(ref[4:])), at=desk.ports.clock.now())
            while work:
                work = purge.end(desk.ports, room, work)
            desk.ports.clock.offset -= MONTH
        return Counter(calls.made)

    first = calls_of(new_ticket(desk, title="The very same")["ref"])
    for number in range(30):
        new_ticket(desk, title=f"Another {number}")
    same = new_ticket(desk, title="The very same")["ref"]
    desk.settle()
    assert calls_of(same) == first
    assert first.total() < 60
