"""What the other functions do with single events: one that fails holds up no other, and none is lost."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from chalicelib.domain.ranks import ANSWERS
from infra.local.aws import client
from tests.jobs import scenes
from tests.jobs.calling import call, drain, items
from tests.jobs.interruptions import Failing, put_in
from tests.jobs.scenes import Stage
from tests.support.desk import SUPPORT, Desk

MAIL = b"From: maya@example.com\r\nSubject: Checkout\r\nMessage-ID: <%d@x.example>\r\n\r\nIt broke."


@pytest.fixture
def stage(bare_desk: Desk) -> Stage:
    return scenes.stage(bare_desk)


def test_a_failing_reactor_hands_the_action_to_the_retry_queue_and_the_customer_still_hears(stage: Stage) -> None:
    put_in(stage.desk, "notify", Failing)
    scenes.create()(stage)
    for stream in stage.desk.pumps.streams:
        while stream.step():
            continue
    assert items(stage.desk, "mail") == []
    stage.desk.advance(timedelta(seconds=ANSWERS.first))
    assert [mail.to for mail in stage.desk.sent] == [(scenes.CUSTOMER,)]


def test_an_action_that_is_gone_is_done(stage: Stage) -> None:
    gone = {"workspace": "acme", "number": 9, "action": "01GONE", "reactor": "notify"}
    assert call(stage.desk, "react_retry", gone) == []


def test_a_retry_for_a_desk_that_is_gone_fails_and_holds_up_no_other(stage: Stage) -> None:
    gone = {"workspace": "nobody", "number": 9, "action": "01GONE", "reactor": "notify"}
    assert call(stage.desk, "react_retry", "no JSON", gone, gone | {"workspace": "acme"}) == [
        "no JSON",
        json.dumps(gone),
    ]


def notices(stage: Stage, *raws: bytes) -> list[str]:
    for raw in raws:
        stage.desk.receive(raw, "maya@example.com", [SUPPORT])
    return drain(stage.desk, "ingest_mail")


@pytest.mark.parametrize(
    "notice",
    [
        {"notificationType": "AmazonSnsSubscriptionSucceeded"},
        {"notificationType": "Received", "mail": {"messageId": "AMAZON_SES_SETUP_NOTIFICATION"}},
        {},
    ],
)
def test_what_is_no_mail_is_passed_over(stage: Stage, notice: dict[str, object]) -> None:
    assert call(stage.desk, "ingest_mail", notice) == []
    assert (items(stage.desk, "ticket"), items(stage.desk, "suspended")) == ([], [])


def test_a_mail_that_cannot_be_read_fails_alone(stage: Stage) -> None:
    first, lost, last = notices(stage, *(MAIL % number for number in range(3)))
    key = json.loads(lost)["receipt"]["action"]["objectKey"]
    client("s3").delete_object(Bucket=stage.desk.environment["MAIL_BUCKET"], Key=key)
    assert call(stage.desk, "ingest_mail", first, "no JSON", lost, last) == ["no JSON", lost]
    assert len(items(stage.desk, "ticket")) == 2


def test_the_same_notice_twice_in_one_batch_is_one_ticket(stage: Stage) -> None:
    (notice,) = notices(stage, MAIL % 1)
    assert call(stage.desk, "ingest_mail", notice, notice) == []
    assert len(items(stage.desk, "ticket")) == 1


def test_a_notice_without_verdicts_is_read(stage: Stage) -> None:
    (notice,) = notices(stage, MAIL % 1)
    content = json.loads(notice)
    content["receipt"] = {name: value for name, value in content["receipt"].items() if "Verdict" not in name}
    assert call(stage.desk, "ingest_mail", content) == []
    assert len(items(stage.desk, "ticket")) == 1
