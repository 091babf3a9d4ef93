"""`check --mend` goes on until there is nothing left that it can put right."""

from __future__ import annotations

import pytest

from chalicelib.domain.check import Difference
from infra.deploy import check
from infra.deploy.errors import DeployError
from infra.local.aws import client
from tests.api.asking import new_ticket
from tests.jobs.calling import items
from tests.support.deployed import run
from tests.support.desk import Desk
from tests.support.stock import differences


def drop(desk: Desk, kind: str) -> int:
    """Take all items of a kind away; how many there were."""
    there = items(desk, kind)
    for item in there:
        key = {"pk": item["pk"], "sk": item["sk"]}
        client("dynamodb").delete_item(TableName=desk.environment["TABLE_NAME"], Key=key)
    return len(there)


def test_what_follows_from_the_first_mending_is_mended_in_the_same_run(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    new_ticket(desk, title="Checkout")
    desk.settle()
    assert drop(desk, "posting")
    assert drop(desk, "word")
    with pytest.raises(DeployError, match="1 differences are left"):
        run(desk, "check", "--workspace", "acme")
    assert "put right" not in capsys.readouterr().out
    run(desk, "check", "--workspace", "acme", "--mend")
    said = capsys.readouterr().out
    assert "words don't lead to it" in said
    assert "aren't in the dictionary" in said
    assert said.endswith("Found: 2 of search\n2 were put right.\n")
    assert differences(desk.ports) == []


def test_what_nothing_can_mend_is_looked_at_no_more_than_twice(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    new_ticket(desk)
    desk.settle()
    [ticket] = items(desk, "ticket")
    key = {"pk": ticket["pk"], "sk": ticket["sk"]}
    client("dynamodb").delete_item(TableName=desk.environment["TABLE_NAME"], Key=key)
    with pytest.raises(DeployError, match="are left"):
        run(desk, "check", "--workspace", "acme", "--mend")
    said = capsys.readouterr().out
    assert "its own item is gone" in said
    assert 1 <= said.count("Looking again") < 3


def test_where_every_look_finds_something_new_it_ends_all_the_same(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    mended: list[bool] = []

    class Restless:
        def __init__(self, *_: object, mends: bool, progress: object) -> None:
            mended.append(mends)

        def differences(self) -> list[Difference]:
            return [Difference(where="desk", what="counts", told=f"open is {len(mended)} too few")]

    monkeypatch.setattr(check, "Stocktaking", Restless)
    with pytest.raises(DeployError, match="1 differences are left"):
        run(desk, "check", "--workspace", "acme", "--mend")
    assert mended == [True, True, True, False]
