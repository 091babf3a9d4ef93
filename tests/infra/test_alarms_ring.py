"""Faults against the template's alarms: which ring, how soon, and when it is over."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from chalicelib.domain.ranks import INDEX, LATE
from chalicelib.jobs import deliver_mail
from chalicelib.jobs.batches import Queued, process_messages
from chalicelib.jobs.yielding import tell_put_off
from chalicelib.observability import count
from chalicelib.services.mail.outgoing.handing import EarlyError, LeasedError
from chalicelib.services.notices.push import PushLeasedError
from infra.package.expand import expand
from infra.package.merge import merge_file
from infra.package.metrics import FAILURES, Count, counts
from infra.package.parts import Template
from infra.package.rules.alarms import NOT_SOON
from infra.package.sam import sam_template
from tests.infra.cloudwatch import STACK, CloudWatch
from tests.infra.stand_in_app import make_app

Read = Callable[[], str]


@pytest.fixture(scope="module")
def template() -> Template:
    return expand(sam_template(make_app(), merge_file()))


@pytest.fixture
def cloudwatch(template: Template) -> CloudWatch:
    """With a tick that runs, every minute of an hour."""
    watch = CloudWatch(template)
    for minute in range(-60, 60):
        watch.feed("SlaLagAlarm", minute, 5)
    return watch


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Read:
    """Return what was logged since, by the stack `desk`."""
    monkeypatch.setenv("STACK_NAME", STACK)
    return lambda: capsys.readouterr().out


def fail(_message: Queued, error: type[Exception] = RuntimeError) -> None:
    raise error("poisoned")


def first(watch: CloudWatch, alarm: str) -> int:
    """Return the minute in which it rings first, the fault having begun with the first one."""
    return next((minute for minute in range(1, 60) if watch.rings(alarm, minute)), 60)


def test_all_is_quiet_where_nothing_is_wrong(cloudwatch: CloudWatch) -> None:
    assert len(cloudwatch.alarms) > 50
    assert cloudwatch.ringing(1) == set()


def test_every_alarm_rings_within_five_minutes_of_a_lasting_fault_and_ends_with_it(template: Template) -> None:
    for alarm in template["Resources"]:
        if not alarm.endswith("Alarm") or NOT_SOON.fullmatch(alarm):
            continue
        watch = CloudWatch(template)
        for minute in range(1, 6):
            watch.feed(alarm, minute, 1_000_000, *(("received",) if "Stuck" in alarm else ()))
        assert first(watch, alarm) <= 5, alarm
        if alarm != "SlaLagAlarm":
            assert not watch.rings(alarm, 90), alarm


@pytest.mark.parametrize("counted", [each for each in counts() if each.metric in FAILURES], ids=lambda each: each.place)
def test_what_is_counted_as_a_failure_rings(cloudwatch: CloudWatch, logged: Read, counted: Count) -> None:
    count(counted.metric, 1_000, **(dict.fromkeys(counted.dimensions, "any") | dict(FAILURES[counted.metric])))
    log = logged()
    for minute in range(1, 6):
        cloudwatch.read(log, minute)
    assert len(cloudwatch.ringing(5)) == 1


def test_a_record_that_fails_rings_at_once_and_once_for_all_its_tries(cloudwatch: CloudWatch, logged: Read) -> None:
    event = {"Records": [{"messageId": "1", "body": "{}", "eventSource": "aws:sqs"}]}
    for minute in (1, 7, 13):
        process_messages(event, fail)
        cloudwatch.read(logged(), minute)
    ringing = [minute for minute in range(60) if cloudwatch.ringing(minute)]
    assert ringing == list(range(1, 28))
    assert cloudwatch.ringing(1) == {"RecordsFailedAlarm"}


def test_a_mail_that_another_worker_has_or_that_can_still_be_taken_back_rings_nothing(
    cloudwatch: CloudWatch, logged: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = {"Records": [{"messageId": "1", "body": "{}", "eventSource": "aws:sqs"}]}
    for minute, why in enumerate((LeasedError, EarlyError, PushLeasedError), 1):
        monkeypatch.setattr(deliver_mail, "_one", partial(fail, error=why))
        assert deliver_mail.handle(event) == {"batchItemFailures": [{"itemIdentifier": "1"}]}
        log = logged()
        assert "RecordsLeft" in log
        cloudwatch.read(log, minute)
    assert not any(cloudwatch.ringing(minute) for minute in range(10))


def test_what_yields_rings_only_when_it_has_to_for_a_quarter_of_an_hour(cloudwatch: CloudWatch, logged: Read) -> None:
    for minute, waited in ((1, 0), (6, 300), (15, LATE - 1)):
        tell_put_off(INDEX, TimeoutError(), waited)
        cloudwatch.read(logged(), minute)
    assert not any(cloudwatch.ringing(minute) for minute in range(20))
    tell_put_off(INDEX, TimeoutError(), LATE)
    cloudwatch.read(logged(), 20)
    assert cloudwatch.ringing(20) == {"RecordsFailedAlarm"}


def test_mails_that_are_held_ring_once_for_all_their_tries(cloudwatch: CloudWatch, logged: Read) -> None:
    for minute in (1, 3, 7, 15, 31, 59):
        count("MailsHeld", why="paused")
        cloudwatch.read(logged(), minute)
    assert all(cloudwatch.ringing(minute) == {"MailsHeldAlarm", "SendingOffAlarm"} for minute in range(1, 60))


def test_another_desk_of_the_account_rings_none_of_this_ones_alarms(
    cloudwatch: CloudWatch, logged: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STACK_NAME", "other")
    for metric, dimensions in FAILURES.items():
        count(metric, 1_000, **dimensions)
    cloudwatch.read(logged(), 1)
    assert cloudwatch.ringing(1) == set()


def test_a_tick_that_does_not_run_rings_within_five_minutes_and_one_missed_line_does_not(template: Template) -> None:
    watch = CloudWatch(template)
    for minute in (-4, -3, -2, 0):
        watch.feed("SlaLagAlarm", minute, 5)
    assert not watch.rings("SlaLagAlarm", 0)
    assert first(watch, "SlaLagAlarm") <= 5


@pytest.mark.parametrize(
    ("received", "deleted", "visible", "rings"),
    [
        ([8, 8, 8], [0, 1, 0], [0, 0, 0], True),  # taken, and given back
        ([0, 0, 0], [0, 0, 0], [3, 4, 5], True),  # nobody takes them
        ([100, 0, 0], [0, 100, 0], [900, 0, 0], False),  # taken in one minute, done with in the next
        ([50, 50, 50], [49, 50, 49], [500, 400, 300], False),  # busy, with a poisoned one
        ([1, 0, 0], [0, 0, 0], [0, 0, 0], False),  # a single failure, which RecordsFailed tells
    ],
)
def test_a_queue_that_gets_no_emptier_is_told_from_one_that_is_busy(
    cloudwatch: CloudWatch, received: list[float], deleted: list[float], visible: list[float], rings: bool
) -> None:
    for minute, values in enumerate(zip(received, deleted, visible, strict=True), 1):
        for name, value in zip(("received", "deleted", "visible"), values, strict=True):
            cloudwatch.feed("MailInQueueStuckAlarm", minute, value, name)
    assert cloudwatch.rings("MailInQueueStuckAlarm", 3) is rings


def test_a_function_that_was_cut_off_is_told_from_one_that_took_long(cloudwatch: CloudWatch) -> None:
    cloudwatch.feed("SlaTickTimeOutsAlarm", 1, 41_000)
    assert not cloudwatch.rings("SlaTickTimeOutsAlarm", 1)
    cloudwatch.feed("SlaTickTimeOutsAlarm", 2, 60_000)
    assert cloudwatch.rings("SlaTickTimeOutsAlarm", 2)


def test_what_an_index_refuses_rings_as_what_the_table_refuses(cloudwatch: CloudWatch) -> None:
    for minute in (1, 2, 3):
        cloudwatch.feed("TableReadThrottlesAlarm", minute, 12, "place6")
    assert cloudwatch.ringing(3) == {"TableReadThrottlesAlarm"}


def test_a_slow_start_is_no_slow_api(cloudwatch: CloudWatch) -> None:
    for minute in (1, 3):
        cloudwatch.feed("ApiSlowAlarm", minute, 6_000)
    assert not cloudwatch.rings("ApiSlowAlarm", 3)
    cloudwatch.feed("ApiSlowAlarm", 4, 6_000)
    assert cloudwatch.rings("ApiSlowAlarm", 4)
