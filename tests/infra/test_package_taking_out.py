"""A key isn't taken out while what it signed may still be needed, and what was left over keeps no new change away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from infra.deploy.errors import DeployError
from tests.infra.test_package_rotating import World, worlds
from tests.support.desk import Desk


@pytest.fixture
def world(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A desk without anything that grows from a key."""
    yield from worlds(desk.environment, monkeypatch)


def store(world: World, values: dict[str, Any]) -> None:
    """Store secrets without deploying them."""
    world.ssm.put_parameter(Name=world.parameter, Type="SecureString", Value=json.dumps(values), Overwrite=True)


def test_a_key_that_signed_within_the_week_stays_unless_somebody_insists(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.run("rotate-signing-key")
    with pytest.raises(DeployError, match=r"Run this again after 20.* UTC, or say --anyway\."):
        world.run("rotate-signing-key", "--take-out", "k1")
    assert world.values["signing"]["keys"].keys() == {"k1", "k2"}
    world.run("rotate-signing-key", "--take-out", "k1", "--dry-run")
    assert "a week after k1 signed the last" in capsys.readouterr().out
    world.run("rotate-signing-key", "--take-out", "k1", "--anyway")
    assert world.values["signing"]["keys"].keys() == {"k2"}
    assert world.values["signing"]["ceased"] == {}


def test_after_the_week_it_goes(world: World) -> None:
    world.run("rotate-signing-key")
    values = world.values
    values["signing"]["ceased"]["k1"] = (datetime.now(UTC) - timedelta(days=7, minutes=1)).isoformat()
    store(world, values)
    world.run("rotate-signing-key", "--take-out", "k1")
    assert world.values["signing"]["keys"].keys() == {"k2"}
    assert world.running == world.started()


def test_of_a_key_that_an_earlier_release_replaced_the_week_begins_with_the_latest_change(world: World) -> None:
    world.run("rotate-signing-key")
    values = world.values
    del values["signing"]["ceased"]
    store(world, values)
    with pytest.raises(DeployError, match="Run this again after"):
        world.run("rotate-signing-key", "--take-out", "k1")


@pytest.mark.parametrize("command", ["rotate-origin", "rotate-signing-key"])
def test_what_was_left_over_is_finished_and_then_the_new_change_is_made(world: World, command: str) -> None:
    store(world, world.values | {"origin_of_before": "left over"})
    origin, key = world.values["origin"], world.values["signing"]["current"]
    world.run(command)
    became = (world.values["origin"], world.values["signing"]["current"])
    assert (became[0] == origin, became[1] == key) == (command != "rotate-origin", command == "rotate-origin")
    assert world.running == world.started()
    assert world.deployed["OriginSecret"] == world.values["origin"]
