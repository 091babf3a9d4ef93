"""What a function gave up on, taken again from the failures bucket."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.jobs import react
from infra.deploy.__main__ import main
from infra.deploy.errors import DeployError
from infra.local.aws import client
from tests.jobs.calling import items
from tests.support.cuts import cut
from tests.support.deployed import run
from tests.support.desk import SUPPORT, Desk

CUSTOMER = "maya@example.com"
LONG_AGO = "2020-01-01"
CUTS = 10
SEARCHED = "/v1/acme/tickets?q=zeppelin"


class Broken:
    """A function that ends at its start."""

    name = "broken"

    def failed(self, event: dict[str, Any], identifiers: list[str]) -> set[str]:
        return set(identifiers)


@contextmanager
def broken_functions(desk: Desk) -> Iterator[None]:
    """Neither function takes any record, so both give up on all of them."""
    kept = [stream.function for stream in desk.pumps.streams]
    for stream in desk.pumps.streams:
        stream.function = Broken()  # type: ignore[assignment]
    yield
    for stream, function in zip(desk.pumps.streams, kept, strict=True):
        stream.function = function


def write(desk: Desk, sender: str = CUSTOMER) -> None:
    raw = f"From: {sender}\r\nSubject: Zeppelin\r\nMessage-ID: <1.{sender}>\r\n\r\nIt broke."
    desk.receive(raw.encode(), sender, [SUPPORT])


@pytest.fixture
def failed(desk: Desk) -> Desk:
    """A ticket about which nothing was done at all."""
    desk.settle()
    with broken_functions(desk):
        write(desk)
        desk.pumps.settle()
    assert len(batches(desk)) == 2
    assert state(desk) == (0, 0, 0, 0)
    return desk


def batches(desk: Desk) -> list[str]:
    listed = client("s3").list_objects_v2(Bucket=desk.environment["FAILURES_BUCKET"])
    return [one["Key"] for one in listed.get("Contents", ())]


def empty(desk: Desk) -> None:
    for key in batches(desk):
        client("s3").delete_object(Bucket=desk.environment["FAILURES_BUCKET"], Key=key)


def state(desk: Desk) -> tuple[int, int, int, int]:
    """How many mails the customer has, entries the inboxes, tickets a search and a tab."""
    counts = desk.http("GET", "/v1/acme/tickets/counts", token=desk.admin.token).json()
    found = desk.http("GET", SEARCHED, token=desk.admin.token).json()["items"]
    mails = [mail for mail in desk.sent if mail.to == (CUSTOMER,)]
    return len(mails), len(items(desk, "inbox")), len(found), counts["open"]


def test_all_that_was_not_done_is_done_and_twice_is_once(failed: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    run(failed, "replay", "--since", LONG_AGO)
    failed.settle()
    done = state(failed)
    assert done == (1, done[1], 1, 1)
    said = capsys.readouterr().out
    assert "2 batches" in said
    assert "Reactions: 8 done, 0 gone, 0 failed." in said
    run(failed, "replay", "--since", LONG_AGO)
    failed.settle()
    assert state(failed) == done


def test_a_dry_run_says_how_many_there_are_and_does_nothing(failed: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    run(failed, "replay", "--since", LONG_AGO, "--dry-run")
    failed.settle()
    assert state(failed) == (0, 0, 0, 0)
    said = capsys.readouterr().out
    assert "2 batches" in said
    assert "Nothing was done" in said


def test_what_failed_before_that_instant_is_left(failed: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    run(failed, "replay", "--since", "2999-01-01T00:00:00Z")
    failed.settle()
    assert state(failed) == (0, 0, 0, 0)
    assert capsys.readouterr().out.startswith("0 batches")


def test_one_function_that_fails_again_and_one_batch_that_cannot_be_read_hold_up_nothing(
    failed: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> None:
        raise RuntimeError("no notices today")

    client("s3").put_object(Bucket=failed.environment["FAILURES_BUCKET"], Key="aws/lambda/a", Body=b"no JSON")
    with monkeypatch.context() as patch:
        patch.setitem(react.REACTORS, "notify", replace(react.REACTORS["notify"], do=fails))  # type: ignore[arg-type]
        with pytest.raises(DeployError, match="run this again"):
            run(failed, "replay", "--since", LONG_AGO)
    said = capsys.readouterr().out
    assert "no notices today" in said
    assert "aws/lambda/a can't be read" in said
    assert "Reactions: 6 done, 0 gone, 3 failed." in said
    failed.settle()
    assert state(failed) == (0, 0, 1, 1)
    with pytest.raises(DeployError):
        run(failed, "replay", "--since", LONG_AGO)
    failed.settle()
    assert state(failed)[0] == 1


def test_cut_off_anywhere_and_run_again_everything_is_done_once(desk: Desk) -> None:
    for number in itertools.count(1):
        sender = f"maya{number}@example.com"
        with broken_functions(desk):
            write(desk, sender)
            desk.pumps.settle()
        with cut(after=number) as calls:
            run(desk, "replay", "--since", LONG_AGO)
        run(desk, "replay", "--since", LONG_AGO)
        desk.settle()
        assert [mail.to for mail in desk.sent].count((sender,)) == 1
        assert state(desk)[2:] == (number, number)
        empty(desk)
        if not calls.was_cut or number == CUTS:
            break
    assert number == CUTS


def test_an_action_that_is_too_old_to_know_is_not_counted_but_told_and_found(
    failed: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    failed.ports.clock.offset += timedelta(days=31)
    run(failed, "replay", "--since", LONG_AGO)
    failed.ports.clock.offset -= timedelta(days=31)
    assert "run `recount` as well" in capsys.readouterr().out
    run(failed, "replay", "--since", LONG_AGO)
    failed.settle()
    assert state(failed)[2:] == (1, 0)


def test_an_action_that_is_gone_and_a_workspace_that_is_none_are_told(
    failed: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    s3, bucket = client("s3"), failed.environment["FAILURES_BUCKET"]
    [kept, _] = [s3.get_object(Bucket=bucket, Key=key)["Body"].read() for key in batches(failed)]
    empty(failed)
    s3.put_object(Bucket=bucket, Key="gone", Body=of_another(kept, n={"N": "99"}))
    run(failed, "replay", "--since", LONG_AGO)
    assert "Reactions: 0 done, 4 gone, 0 failed." in capsys.readouterr().out
    s3.put_object(Bucket=bucket, Key="nobody", Body=of_another(kept, ws={"S": "nobody"}))
    with pytest.raises(DeployError):
        run(failed, "replay", "--since", LONG_AGO)
    assert "of nobody can't be reached" in capsys.readouterr().out


def of_another(batch: bytes, **attributes: dict[str, str]) -> bytes:
    """The batch, as if its action had other attributes, and its event were no text within the JSON."""
    read = json.loads(batch)
    event = json.loads(read["payload"])
    event["Records"][0]["dynamodb"]["NewImage"].update(attributes)
    return json.dumps(read | {"payload": event}).encode()


def test_an_instant_that_is_none_is_refused_by_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["replay", "--stack", "desk", "--since", "yesterday"])
    assert "no instant" in capsys.readouterr().err
