"""The counts are put right by the tickets, whatever is counted meanwhile."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.services.check import recount
from chalicelib.services.check.recount import Recount
from chalicelib.storage.table.keys import Keys
from infra.deploy.errors import DeployError
from infra.local.aws import client
from tests.api.asking import TICKETS, new_ticket
from tests.support.cuts import cut
from tests.support.deployed import run
from tests.support.desk import Desk
from tests.support.stock import differences

RECOUNT = ("recount", "--workspace", "acme")
RIGHT = {"open": 2, "waiting": 1, "archived": 1, "unassigned": 2, "mine": 1}


@pytest.fixture
def counted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(recount, "PAUSE", 0.0)
    for number in range(1, 7):
        new_ticket(desk, title=f"Ticket {number}", contact={"email": f"maya{min(number, 5)}@example.com"})
    for number, method, path, body in (
        (1, "PATCH", "", {"assignee_id": desk.admin.id}),
        (2, "PATCH", "", {"status": "waiting"}),
        (3, "POST", "/archive", {}),
        (4, "POST", "/spam", {}),
        (5, "POST", "/merge", {"duplicate": "TKT-0006"}),
    ):
        answer = desk.http(method, f"{TICKETS}/TKT-000{number}{path}", json=body, token=desk.admin.token)
        assert answer.status == 200, answer.text
    desk.settle()
    assert counts(desk) == RIGHT
    return desk


def counts(desk: Desk) -> dict[str, int]:
    told = desk.http("GET", f"{TICKETS}/counts", token=desk.admin.token).json()
    return {name: told[name] for name in RIGHT}


def drift(desk: Desk, sk: str, **by: int) -> None:
    for name, amount in by.items():
        client("dynamodb").update_item(
            TableName=desk.environment["TABLE_NAME"],
            Key={"pk": {"S": Keys("acme").counters}, "sk": {"S": sk}},
            UpdateExpression="ADD #n :by",
            ExpressionAttributeNames={"#n": name},
            ExpressionAttributeValues={":by": {"N": str(amount)}},
        )


def drift_everywhere(desk: Desk) -> None:
    drift(desk, "TABS", open=7, waiting=-3, unassigned=1)
    drift(desk, f"MEMBER#{desk.admin.id}", n=5)


def new_one(desk: Desk) -> None:
    new_ticket(desk, title="Another", contact={"email": "noor@example.com"})


def test_counts_that_drifted_are_put_right_and_then_there_is_nothing_to_do(
    counted: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    mails = len(counted.sent)
    drift_everywhere(counted)
    run(counted, *RECOUNT, "--dry-run")
    said = capsys.readouterr().out
    assert "open -7, unassigned -1, waiting +3" in said
    assert said.endswith("Nothing was done: that is what --dry-run is for.\n")
    assert counts(counted) != RIGHT
    run(counted, *RECOUNT)
    assert "Counts put right: 4. Off still: 0." in capsys.readouterr().out
    assert counts(counted) == RIGHT
    assert differences(counted.ports) == []
    run(counted, *RECOUNT)
    assert "Counts put right: 0." in capsys.readouterr().out
    counted.settle()
    assert len(counted.sent) == mails


def test_counts_that_are_gone_are_there_again(counted: Desk) -> None:
    for sk in ("TABS", f"MEMBER#{counted.admin.id}"):
        key = {"pk": {"S": Keys("acme").counters}, "sk": {"S": sk}}
        client("dynamodb").delete_item(TableName=counted.environment["TABLE_NAME"], Key=key)
    run(counted, *RECOUNT)
    assert counts(counted) == RIGHT


def test_what_is_yet_to_be_counted_is_counted_once(counted: Desk) -> None:
    drift(counted, "TABS", open=7)
    new_one(counted)
    run(counted, *RECOUNT)
    assert counts(counted) == RIGHT | {"open": 3, "unassigned": 3}
    counted.settle()
    assert counts(counted) == RIGHT | {"open": 3, "unassigned": 3}


@pytest.mark.parametrize("settles", [True, False], ids=["and is counted", "and isn't counted yet"])
def test_what_happens_during_a_look_is_neither_lost_nor_counted_twice(
    counted: Desk, monkeypatch: pytest.MonkeyPatch, settles: bool
) -> None:
    """A ticket is made, and another assigned, in the middle of each of the first looks."""
    drift_everywhere(counted)
    rows, looks = Recount._rows, itertools.count(1)

    def disturbed(self: Recount) -> Iterator[Any]:
        busy = next(looks) <= 2
        for row in rows(self):
            if busy and row.number == 3:
                new_one(counted)
                patch = {"assignee_id": counted.admin.id}
                counted.http("PATCH", f"{TICKETS}/TKT-0002", json=patch, token=counted.admin.token)
                if settles:
                    counted.settle()
            yield row

    monkeypatch.setattr(Recount, "_rows", disturbed)
    monkeypatch.setattr(recount, "LOOKS", 8)
    run(counted, *RECOUNT)
    assert next(looks) > 4
    counted.settle()
    assert counts(counted) == {"open": 4, "waiting": 1, "archived": 1, "unassigned": 3, "mine": 2}
    assert differences(counted.ports) == []


def test_a_count_that_never_stands_still_is_left_and_told(counted: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    drift(counted, "TABS", open=7)
    rows = Recount._rows

    def busy(self: Recount) -> Iterator[Any]:
        yield from rows(self)
        new_one(counted)
        counted.settle()

    monkeypatch.setattr(Recount, "_rows", busy)
    with pytest.raises(DeployError, match="quieter hour"):
        run(counted, *RECOUNT)
    assert counts(counted)["open"] == RIGHT["open"] + 7 + recount.LOOKS
    monkeypatch.setattr(Recount, "_rows", rows)
    run(counted, *RECOUNT)
    assert counts(counted)["open"] == RIGHT["open"] + recount.LOOKS


def test_one_that_is_counted_between_look_and_correction_is_looked_at_again(
    counted: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    drift(counted, "TABS", open=7)
    added, left = Recount._added, [True]

    def late(self: Recount, look: Any, amounts: Any) -> bool:
        if left.pop() if left else False:
            new_one(counted)
            counted.settle()
            assert not added(self, look, amounts)
            return False
        return added(self, look, amounts)

    monkeypatch.setattr(Recount, "_added", late)
    run(counted, *RECOUNT)
    assert counts(counted) == RIGHT | {"open": 3, "unassigned": 3}


def test_cut_off_anywhere_and_run_again_the_counts_are_right(counted: Desk) -> None:
    for number in itertools.count(1, 3):
        drift_everywhere(counted)
        with cut(after=number) as calls:
            run(counted, *RECOUNT)
        run(counted, *RECOUNT)
        assert counts(counted) == RIGHT
        if not calls.was_cut or number > 40:
            break
    assert number > 10
