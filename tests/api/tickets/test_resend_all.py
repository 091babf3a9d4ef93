"""Every mail that failed since a moment is sent again: once each, whoever asks, however often, and whatever happens."""

from __future__ import annotations

import contextvars
import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.mail.jobs import JobState
from chalicelib.services.mail.outgoing import resend_all
from chalicelib.services.sla.tick import tick
from chalicelib.storage.table.keys import Keys
from infra.local.aws import client
from infra.local.ses_events import BOUNCES
from tests.api.asking import CONTACTS, TICKETS, fields, new_ticket, problem
from tests.jobs.interruptions import let_leases_run_out
from tests.support.cuts import cut
from tests.support.desk import Answer, Desk

HOUR = timedelta(hours=1)


def ask(desk: Desk, since: str) -> Answer:
    return desk.http("POST", "/v1/acme/resend", json={"since": since}, token=desk.admin.token)


def ago(desk: Desk, span: timedelta) -> str:
    at: datetime = desk.ports.clock.now() - span
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def counted(desk: Desk, span: timedelta = HOUR) -> tuple[int, int, bool]:
    answer = ask(desk, ago(desk, span))
    assert answer.status == 202, answer.text
    told = answer.json()
    return told["mails"], told["tickets"], told["more"]


def run(desk: Desk) -> None:
    faults = [one.fault for one in tick(desk.ports, 20).outcomes if one.fault]
    assert faults == []
    desk.settle()


def replied(desk: Desk, number: int, email: str | None = None) -> tuple[int, str]:
    """A new ticket of a customer, and the reply on it that was mailed to them."""
    email = email or f"maya{number}@example.com"
    ref = new_ticket(desk, title=f"Request {number}", contact={"email": email}, notify_customer=True)["ref"]
    path = f"{TICKETS}/{ref}/replies"
    reply: str = desk.http("POST", path, json={"body": f"Answer {number}"}, token=desk.admin.token).json()["id"]
    desk.settle()
    return int(ref[4:]), reply


def fails(desk: Desk, mail: tuple[int, str], before: timedelta = timedelta(0)) -> None:
    """The news that it came back."""
    number, reply = mail
    with desk.ports.open("acme") as room:
        message = room.timeline.public_message(number, reply)
        for person in message.delivery:
            by, at = message.resent.get(person, ""), desk.ports.clock.now() - before
            assert room.timeline.set_delivery(number, reply, person, JobState.BOUNCED, by=by, at=at)


def arrived(desk: Desk, number: int) -> int:
    """How often the answer of this number was mailed."""
    return sum(bool(re.search(rf"\bAnswer {number}\b", mail.text)) for mail in desk.sent)


def failed(desk: Desk) -> list[str]:
    items = desk.http("GET", f"{TICKETS}?delivery=failed", token=desk.admin.token).json()["items"]
    return sorted(row["ref"] for row in items)


def work(desk: Desk) -> list[Any]:
    items = client("dynamodb").query(
        TableName=desk.environment["TABLE_NAME"],
        KeyConditionExpression="pk = :pk AND begins_with(sk, :kind)",
        ExpressionAttributeValues={":pk": {"S": Keys("acme").work}, ":kind": {"S": resend_all.KIND}},
    )["Items"]
    return [json.loads(item["d"]["S"]) for item in items]


def test_what_failed_since_then_is_sent_again_once_and_nothing_else(desk: Desk) -> None:
    mails = [replied(desk, number) for number in range(1, 5)]
    fails(desk, mails[0])
    fails(desk, mails[1], before=2 * HOUR)
    fails(desk, mails[2])
    assert counted(desk) == (2, 2, False)
    run(desk)
    assert [arrived(desk, number) for number in range(1, 5)] == [2, 1, 2, 1]
    assert failed(desk) == ["TKT-0002"]
    assert counted(desk) == (0, 0, False), "asked again"
    assert work(desk) == []
    assert counted(desk, 3 * HOUR) == (1, 1, False)
    run(desk)
    assert ([arrived(desk, number) for number in range(1, 5)], failed(desk)) == ([2, 2, 2, 1], [])


def test_the_time_line_names_who_asked(desk: Desk) -> None:
    fails(desk, replied(desk, 1))
    counted(desk)
    run(desk)
    entries = desk.http("GET", f"{TICKETS}/TKT-0001/timeline", token=desk.admin.token).json()["items"]
    (told,) = (one for one in entries if one["event"] and one["event"]["type"] == "ticket.reply_resent")
    assert (told["author"]["id"], told["author"]["name"]) == (desk.admin.id, desk.admin.name)


def test_merged_and_archived_tickets_are_among_them(desk: Desk) -> None:
    for number in range(1, 4):
        fails(desk, replied(desk, number, "maya@example.com"))
    for path, body in (("TKT-0001/merge", {"duplicate": "TKT-0002"}), ("TKT-0003/archive", None)):
        assert desk.http("POST", f"{TICKETS}/{path}", json=body, token=desk.admin.token).status == 200
    assert counted(desk) == (3, 3, False)
    run(desk)
    assert [arrived(desk, number) for number in range(1, 4)] == [2, 2, 2]


def test_nobody_is_mailed_where_mail_may_not_go_until_that_is_mended(desk: Desk) -> None:
    replied(desk, 1, BOUNCES)
    fails(desk, replied(desk, 2))
    assert counted(desk) == (2, 2, False)
    run(desk)
    assert (arrived(desk, 1), arrived(desk, 2), failed(desk)) == (1, 2, ["TKT-0001"])
    contact = desk.http("GET", f"{TICKETS}/TKT-0001", token=desk.admin.token).json()["contact"]["id"]
    desk.http("PATCH", f"{CONTACTS}/{contact}", json={"email": "new@example.com"}, token=desk.admin.token)
    desk.settle()
    assert counted(desk) == (1, 1, False)
    run(desk)
    assert (arrived(desk, 1), failed(desk)) == (2, [])


def test_what_fails_again_is_not_tried_again_by_itself(desk: Desk) -> None:
    mail = replied(desk, 1)
    fails(desk, mail)
    counted(desk)
    run(desk)
    fails(desk, mail)
    run(desk)
    assert arrived(desk, 1) == 2
    assert counted(desk) == (1, 1, False)
    run(desk)
    assert arrived(desk, 1) == 3


def test_a_ticket_in_a_place_of_a_later_release_is_left_alone(desk: Desk) -> None:
    fails(desk, replied(desk, 1))
    key = {"pk": {"S": Keys("acme").ticket(1)}, "sk": {"S": "TICKET"}}
    client("dynamodb").update_item(
        TableName=desk.environment["TABLE_NAME"],
        Key=key,
        UpdateExpression="SET bk = :spam",
        ExpressionAttributeValues={":spam": {"S": "spam"}},
    )
    counted(desk)
    run(desk)
    assert (arrived(desk, 1), work(desk)) == (1, [])


def test_of_a_failure_from_before_its_moment_was_kept_that_of_the_reply_counts(desk: Desk) -> None:
    fails(desk, replied(desk, 1), before=2 * HOUR)
    assert counted(desk) == (0, 0, False)
    key = {"pk": {"S": Keys("acme").ticket(1)}, "sk": {"S": "TICKET"}}
    client("dynamodb").update_item(TableName=desk.environment["TABLE_NAME"], Key=key, UpdateExpression="REMOVE fa")
    assert counted(desk) == (1, 1, False)
    run(desk)
    assert arrived(desk, 1) == 2


def test_more_than_a_request_counts_is_sent_all_the_same(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resend_all, "_COUNTED", 2)
    monkeypatch.setattr(resend_all, "_PAGE", 1)
    for number in range(1, 5):
        fails(desk, replied(desk, number))
    assert counted(desk) == (2, 2, True)
    run(desk)
    assert ([arrived(desk, number) for number in range(1, 5)], failed(desk), work(desk)) == ([2] * 4, [], [])


def test_the_moment_lies_within_the_last_ninety_days(desk: Desk) -> None:
    for wrong in (ago(desk, -HOUR), ago(desk, timedelta(days=91)), "yesterday", "2026-02-30"):
        assert fields(problem(ask(desk, wrong), 422, "validation_failed")) == ["since"]
    assert counted(desk, timedelta(days=89)) == (0, 0, False)


def test_cut_off_anywhere_and_asked_again_each_mail_is_sent_once(desk: Desk) -> None:
    calls, was_cut = 0, True
    while was_cut:
        calls += 1
        fails(desk, replied(desk, calls))
        with cut(after=calls) as made:
            counted(desk)
            tick(desk.ports, 20)
        was_cut = made.was_cut
        let_leases_run_out(desk)
        counted(desk)
        run(desk)
        assert (arrived(desk, calls), failed(desk), work(desk)) == (2, [], []), f"cut off after call {calls}"
    assert calls > 12


def test_two_who_ask_at_once_send_each_mail_once(desk: Desk) -> None:
    for number in range(1, 6):
        fails(desk, replied(desk, number))
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: counted(desk)[0], range(2))) == [5, 5]
        running = [pool.submit(contextvars.copy_context().run, tick, desk.ports, 20) for _ in range(4)]
        assert [one.fault for future in running for one in future.result().outcomes if one.fault] == []
    run(desk)
    assert ([arrived(desk, number) for number in range(1, 6)], failed(desk), work(desk)) == ([2] * 5, [], [])
