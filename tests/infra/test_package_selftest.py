"""The self-test's checks, on the real app as people reach it; SES's simulator is the local twin's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
import requests

from infra.deploy import scratch
from infra.deploy.errors import DeployError
from infra.deploy.selftest import checks, desk_checks, mail_checks, watching_checks
from infra.deploy.selftest.transcript import Transcript
from infra.deploy.selftest.walkthrough import NotCheckedError, Walkthrough
from infra.deploy.selftest.web import WebAnswer, WebRequest
from tests.support.desk import Desk

DOMAIN = "acme.example"
SERVER = "inbound-smtp.us-east-1.amazonaws.com"


class Account:
    """A session that reaches the stack: its tick and two alarms; the rest is moto's."""

    region_name = "us-east-1"

    def __init__(self) -> None:
        self.alarms = {"NotifyAlarm": "OK", "BounceRateAlarm": "INSUFFICIENT_DATA"}
        self.runs, self.errors = 3, 0

    def client(self, name: str) -> Any:
        return self if name in ("cloudformation", "cloudwatch") else boto3.client(name)

    def get_paginator(self, _: str) -> Any:
        return self

    def paginate(self, **_: Any) -> list[Any]:
        listed = [("SlaTick", "AWS::Lambda::Function")] + [(name, "AWS::CloudWatch::Alarm") for name in self.alarms]
        summaries = [
            {"LogicalResourceId": name, "PhysicalResourceId": name, "ResourceType": kind} for name, kind in listed
        ]
        return [{"StackResourceSummaries": summaries}]

    def describe_alarms(self, **asked: Any) -> dict[str, Any]:
        found = [
            {"AlarmName": name, "StateValue": state, "StateReason": "why", "TreatMissingData": _missing(name)}
            for name, state in self.alarms.items()
            if name in asked["AlarmNames"] and state
        ]
        return {"MetricAlarms": found}

    def get_metric_statistics(self, **asked: Any) -> dict[str, Any]:
        assert asked["Dimensions"] == [{"Name": "FunctionName", "Value": "SlaTick"}]
        counts = {"Invocations": self.runs, "Errors": self.errors}
        return {"Datapoints": [{"Timestamp": datetime.now(UTC), "Sum": float(counts[asked["MetricName"]])}]}


def _missing(name: str) -> str:
    return "ignore" if name == "BounceRateAlarm" else "notBreaching"


class Web:
    """The desk's addresses, answered by the app in this process; S3's by moto. Some are answered otherwise."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.instead: dict[str, WebAnswer] = {}

    def __call__(self, asked: WebRequest) -> WebAnswer:
        for part, answer in self.instead.items():
            if part in asked.url:
                return answer
        for host in ("http://desk.test", "http://help.test"):
            if asked.url.startswith(host):
                path = asked.url.removeprefix(host)
                said = self.desk.http(asked.method, path, body=asked.body, headers=asked.headers)
                return WebAnswer(said.status, said.headers, said.content)
        got = requests.request(asked.method, asked.url, data=asked.body, headers=dict(asked.headers), timeout=5)
        return WebAnswer(got.status_code, dict(got.headers), got.content)


@pytest.fixture
def visit(desk: Desk) -> Iterator[Walkthrough]:
    with scratch.opened(desk.ports, DOMAIN) as password:
        yield Walkthrough(
            desk.ports,
            desk.environment,
            Account(),
            "selftest-abc",
            password,
            web=Web(desk),
            pause=lambda _: desk.settle(),
        )


@pytest.fixture
def transcript(tmp_path: Path) -> Transcript:
    kept = Transcript(tmp_path / "build" / "told.txt")
    kept.begin("Self-test")
    return kept


def mx(monkeypatch: pytest.MonkeyPatch, visit: Walkthrough, *servers: str) -> None:
    monkeypatch.setattr(type(visit.desk.dns), "mail_servers", lambda *_: servers)


def looked(name: str, visit: Walkthrough) -> str:
    return next(each for each in checks.CHECKS if each.name == name).look(visit)


def test_every_check_is_passed_on_the_real_app_and_told_without_what_opens_anything(
    visit: Walkthrough, transcript: Transcript
) -> None:
    transcript.hide(visit.password)
    outcomes = checks.run_all(visit, transcript)
    told = transcript.path.read_text("utf-8")
    assert outcomes == {checks.OK: len(checks.CHECKS) - 1, checks.NOT_CHECKED: 1}, told
    assert "http://desk.test and http://help.test answer" in told
    assert f"{DOMAIN} has no MX record that leads to {SERVER}" in told
    assert "the reply was" in told
    assert "noted as undeliverable" in told
    assert "noted as complained" in told
    assert len(re.findall(r"^    ok, \d+\.\d s: .+", told, re.MULTILINE)) == len(checks.CHECKS) - 1
    for secret in (visit.password, visit.token, visit.page.rpartition("/")[2]):
        assert secret
        assert secret not in told


def test_a_mail_to_the_desk_is_waited_for_where_its_record_leads_here(
    visit: Walkthrough, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    mx(monkeypatch, visit, f"{SERVER}.")
    let_in: list[str] = []
    monkeypatch.setattr("infra.deploy.mail.run", lambda options, _: let_in.append(options.stack))
    smoke_test = scratch.address(DOMAIN)

    def ses_receives(_: float) -> None:
        [letter] = [mail for mail in desk.sent if mail.to == (smoke_test,)]
        desk.receive(letter.message.as_bytes(), letter.sender, [smoke_test])
        desk.settle()

    desk_checks.sign_in(visit)
    visit.pause = ses_receives
    assert "SES received it, and it is TKT-" in mail_checks.mail_in(visit)
    assert let_in == ["selftest-abc"]


def test_what_mail_needs_and_is_not_there_is_said_in_place_of_a_failure(
    visit: Walkthrough, monkeypatch: pytest.MonkeyPatch
) -> None:
    mx(monkeypatch, visit, SERVER)

    def taken(*_: Any) -> None:
        raise DeployError("SES receives by the rule set billing.\nMore of it.")

    monkeypatch.setattr("infra.deploy.mail.run", taken)
    with pytest.raises(NotCheckedError, match=r"^SES receives by the rule set billing\.$"):
        mail_checks.mail_in(visit)
    visit.verified = False
    for name in ("reply delivered", "reply bounced", "complaint", "mail in"):
        with pytest.raises(NotCheckedError, match="DKIM"):
            looked(name, visit)


@pytest.mark.parametrize(
    ("name", "part", "answer", "said"),
    [
        ("list", "/tickets", WebAnswer(200, body=b'{"items": []}'), "0 tickets, and not the one"),
        ("search", "q=", WebAnswer(200, body=b'{"items": []}'), "the search did not find it within 120 seconds"),
        ("portal form", "/portal", WebAnswer(200, body=b"<p>"), "without a form"),
        ("tracking page", "/t/", WebAnswer(404, body=b"gone"), "it was answered 404"),
        ("file", "/link", WebAnswer(500, body=b"no room"), "it was answered 500: no room"),
    ],
)
def test_what_is_wrong_is_said(visit: Walkthrough, name: str, part: str, answer: WebAnswer, said: str) -> None:
    desk_checks.sign_in(visit)
    desk_checks.create(visit)
    visit.page = f"/portal/{scratch.NAME}/t/x"
    assert isinstance(visit.web, Web)
    visit.web.instead[part] = answer
    visit.pause = lambda _: None
    with pytest.raises(DeployError, match=said):
        looked(name, visit)


def test_a_check_that_fails_keeps_none_of_the_others_from_being_run(visit: Walkthrough, transcript: Transcript) -> None:
    assert isinstance(visit.web, Web)
    visit.web.instead["/sign-in"] = WebAnswer(200, body=b"not JSON")
    visit.pause = lambda _: None
    outcomes = checks.run_all(visit, transcript)
    assert sum(outcomes.values()) == len(checks.CHECKS)
    told = transcript.path.read_text("utf-8")
    assert "FAILED" in told
    assert "the answer was another than expected" in told
    assert outcomes[checks.OK] >= 4, "portal, its page, tick and alarms need nobody to be signed in"


def test_the_addresses_of_a_new_distribution_are_waited_for(visit: Walkthrough, transcript: Transcript) -> None:
    waited: list[float] = []
    known = visit.web

    def unknown_at_first(asked: WebRequest) -> WebAnswer:
        if len(waited) < 3:
            raise DeployError("no answer: Name or service not known")
        return known(asked)

    visit.web, visit.pause = unknown_at_first, waited.append
    assert "answer" in desk_checks.reached(visit)
    assert len(waited) == 3
    visit.web, visit.pause = lambda _: WebAnswer(503), lambda _: None
    checks.run_all(visit, transcript)
    assert "http://desk.test did not answer within 600 seconds" in transcript.path.read_text("utf-8")


def test_the_tick_has_to_run_more_than_once_and_without_errors(visit: Walkthrough) -> None:
    account = visit.session
    visit.pause = lambda _: None
    assert watching_checks.tick(visit).startswith("3 runs")
    account.errors = 1
    with pytest.raises(DeployError, match="1 of 3 runs of SlaTick failed"):
        watching_checks.tick(visit)
    account.runs = 1
    with pytest.raises(DeployError, match="SlaTick did not run 2 times within"):
        watching_checks.tick(visit)


@pytest.mark.parametrize(
    ("state", "said"), [("ALARM", r"is ALARM \(why\)"), ("INSUFFICIENT_DATA", "is INSUFFICIENT"), ("", "is not there")]
)
def test_an_alarm_that_rings_knows_nothing_or_is_missing_is_named(visit: Walkthrough, state: str, said: str) -> None:
    visit.pause = lambda _: None
    visit.session.alarms["NotifyAlarm"] = state
    with pytest.raises(DeployError, match=f"NotifyAlarm {said}"):
        watching_checks.alarms(visit)


def test_mail_that_is_held_since_the_domain_may_not_send_is_no_fault(visit: Walkthrough) -> None:
    visit.pause = lambda _: None
    visit.session.alarms["selftest-abc-MailsHeldAlarm-1"] = "ALARM"
    with pytest.raises(DeployError, match="MailsHeldAlarm"):
        watching_checks.alarms(visit)
    visit.verified = False
    assert "MailsHeldAlarm" in watching_checks.alarms(visit)
