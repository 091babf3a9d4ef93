"""Tickets that aren't found by what they say are indexed anew, and nobody hears of it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.services.check import reindex as service
from infra.deploy.errors import DeployError
from infra.local.aws import client
from tests.api.asking import TICKETS, new_ticket
from tests.support.cuts import cut
from tests.support.deployed import run
from tests.support.desk import Desk
from tests.support.stock import differences

REINDEX = ("reindex", "--workspace", "acme")
WORDS = ("zeppelin", "hydrogen", "envelope", "mooring")


@pytest.fixture
def written(desk: Desk) -> Desk:
    """A ticket with a note and a reply, one merged into it, and one that nothing is wrong with."""
    new_ticket(desk, title="Zeppelin", description="Hydrogen is leaking.", contact={"email": "maya@example.com"})
    for path, body in (("replies", "Close the envelope."), ("notes", "Who stands at the mooring mast?")):
        desk.http("POST", f"{TICKETS}/TKT-0001/{path}", json={"body": body}, token=desk.admin.token)
    new_ticket(desk, title="Balloon", contact={"email": "noor@example.com"})
    new_ticket(desk, title="Kite", contact={"email": "ida@example.com"})
    desk.http("POST", f"{TICKETS}/TKT-0001/merge", json={"duplicate": "TKT-0002"}, token=desk.admin.token)
    desk.settle()
    return desk


def found(desk: Desk, word: str) -> int:
    return len(desk.http("GET", f"{TICKETS}?q={word}", token=desk.admin.token).json()["items"])


def forget(desk: Desk, chosen: Callable[[dict[str, Any]], bool] = lambda _: True) -> None:
    """Nothing is known any more of what tickets are indexed by, nor are they found by it."""
    table = desk.environment["TABLE_NAME"]
    for item in client("dynamodb").scan(TableName=table)["Items"]:
        if item["type"]["S"] in ("terms", "posting") and chosen(item):
            client("dynamodb").delete_item(TableName=table, Key={"pk": item["pk"], "sk": item["sk"]})


def test_what_is_not_found_is_found_again_and_nothing_is_sent(
    written: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    mails = len(written.sent)
    forget(written)
    assert [found(written, word) for word in WORDS] == [0, 0, 0, 0]
    run(written, *REINDEX, "--dry-run")
    assert [found(written, word) for word in WORDS] == [0, 0, 0, 0]
    run(written, *REINDEX)
    assert [found(written, word) for word in WORDS] == [1, 1, 1, 1]
    assert "Tickets: 0 right, 3 indexed anew, 0 failed." in capsys.readouterr().out
    assert differences(written.ports) == []
    written.settle()
    assert len(written.sent) == mails
    run(written, *REINDEX)
    assert "Tickets: 3 right, 0 indexed anew, 0 failed." in capsys.readouterr().out


def test_it_goes_on_from_a_number(written: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    forget(written)
    run(written, *REINDEX, "--from", "3")
    assert "Tickets: 0 right, 1 indexed anew, 0 failed." in capsys.readouterr().out
    assert (found(written, "zeppelin"), found(written, "kite")) == (0, 1)


def test_a_ticket_that_fails_holds_up_no_other(
    written: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(room: Any, stored: Any) -> Any:
        if stored.number == 1:
            raise RuntimeError("no first ticket today")
        return misread(room, stored)

    misread = service.misread
    forget(written)
    monkeypatch.setattr(service, "misread", fails)
    with pytest.raises(DeployError, match="run this again"):
        run(written, *REINDEX)
    said = capsys.readouterr().out
    assert "ticket 1 failed: RuntimeError('no first ticket today')" in said
    assert "Tickets: 0 right, 2 indexed anew, 1 failed." in said
    assert found(written, "kite") == 1


def test_what_is_said_while_it_runs_is_what_counts(written: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The title changes, and is indexed, between the first look at the ticket and the second."""

    def renamed(room: Any, stored: Any) -> Any:
        wrong = misread(room, stored)
        if stored.ticket.title == "Zeppelin":
            written.http("PATCH", f"{TICKETS}/TKT-0001", json={"title": "Airship"}, token=written.admin.token)
            written.settle()
        return wrong

    misread = service.misread
    forget(written, lambda item: "TERMS#t" in item["sk"]["S"] or "zeppelin" in item["sk"]["S"])
    monkeypatch.setattr(service, "misread", renamed)
    run(written, *REINDEX)
    assert (found(written, "zeppelin"), found(written, "airship")) == (0, 1)


def test_cut_off_anywhere_and_run_again_all_is_found(written: Desk) -> None:
    for number in itertools.count(1, 4):
        forget(written)
        with cut(after=number) as calls:
            run(written, *REINDEX)
        run(written, *REINDEX)
        assert [found(written, word) for word in WORDS] == [1, 1, 1, 1]
        if not calls.was_cut or number > 40:
            break
    assert number > 10


def test_where_there_is_no_ticket_it_says_so(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    run(desk, *REINDEX)
    assert capsys.readouterr().out == "acme has no tickets: nothing to do.\n"
    new_ticket(desk)
    capsys.readouterr()
    run(desk, *REINDEX, "--from", "2")
    assert capsys.readouterr().out == "acme has no tickets from 2 on: nothing to do.\n"
