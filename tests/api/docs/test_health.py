"""Whether the desk can work is told to whoever runs it: with the name of what fails, and nothing more."""

from __future__ import annotations

import argparse
import time
from typing import Any

import pytest
from botocore.client import BaseClient

from chalicelib.services.health import signature
from infra.deploy import health
from infra.deploy.errors import DeployError
from tests.api.asking import problem
from tests.support.busy import READS, WHATEVER, Busy
from tests.support.deployed import Deployed
from tests.support.desk import Answer, Desk


def _asked(desk: Desk, given: str, at: str = "query") -> Answer:
    if at == "header":
        return desk.http("GET", "/health?deep", headers={"signature": given})
    return desk.http("GET", f"/health?deep&signature={given}")


def test_the_plain_question_reads_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.http("GET", "/health")
    monkeypatch.setattr(BaseClient, "_make_api_call", None)
    assert desk.http("GET", "/health").json() == {"status": "ok"}
    assert desk.http("GET", "/health?signature=x").json() == {"status": "ok"}


@pytest.mark.parametrize("path", ["/health?deep", "/health?deep=1", "/health?deep&signature=k1.guess"])
def test_nobody_else_has_the_table_read(desk: Desk, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    desk.http("GET", "/health")
    monkeypatch.setattr(BaseClient, "_make_api_call", None)
    problem(desk.http("GET", path), 403, "forbidden")


@pytest.mark.parametrize("at", ["query", "header"])
def test_one_item_is_read_consistently(desk: Desk, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    call, asked = BaseClient._make_api_call, []

    def watch(client: Any, operation: str, parameters: Any) -> Any:
        asked.append((operation, parameters["ConsistentRead"]))
        return call(client, operation, parameters)

    given = signature(desk.ports.secrets, time.time())
    monkeypatch.setattr(BaseClient, "_make_api_call", watch)
    assert _asked(desk, given, at).json() == {"status": "ok"}
    assert asked == [("GetItem", True)]


def test_a_signature_is_good_for_the_minutes_beside_its_own(desk: Desk) -> None:
    now = time.time() // 60 * 60 + 30
    given = {minutes: _asked(desk, signature(desk.ports.secrets, now + 60 * minutes)).status for minutes in (-3, 0, 3)}
    assert given == {-3: 403, 0: 200, 3: 403}
    assert _asked(desk, desk.ports.secrets.sign("cursor", str(int(now) // 60).encode())).status == 403


@pytest.mark.parametrize("raised", WHATEVER.values(), ids=WHATEVER)
def test_what_fails_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch, raised: Any) -> None:
    given = signature(desk.ports.secrets, time.time())
    Busy(monkeypatch).with_(raised, *READS)
    document = problem(_asked(desk, given), 503, "unavailable")
    assert document["failed"] == "table"
    assert document["detail"] == "The service is unavailable."


class _Answering:
    """The web, with the desk at its address."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __call__(self, url: str, timeout: int) -> Any:
        assert timeout > 29
        answer = self._desk.http("GET", url.removeprefix("http://desk.test"))
        if answer.status != 200:
            raise health.HTTPError(url, answer.status, "", {}, _Body(answer))  # type: ignore[arg-type]
        return _Body(answer)


class _Body:
    def __init__(self, answer: Answer) -> None:
        self.status, self._content = answer.status, answer.content

    def __enter__(self) -> _Body:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is held."""

    def read(self) -> bytes:
        return self._content

    def close(self) -> None:
        """Nothing is held."""


def test_the_command_asks_and_says_what_fails(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(health, "deployed_desk", lambda *_: (desk.ports, {"BASE_URL": "http://desk.test"}))
    monkeypatch.setattr(health, "urlopen", _Answering(desk))
    health.run(argparse.Namespace(stack="desk"), Deployed(desk.environment))
    told = capsys.readouterr().out
    assert "http://desk.test/health?deep&signature=k1." in told
    assert "Deployed is version v1.2-3-gabc123, commit abc123.\n" in told
    assert '200 {"status":"ok"}' in told
    Busy(monkeypatch).with_(WHATEVER["throttled"], *READS)
    with pytest.raises(DeployError):
        health.run(argparse.Namespace(stack="desk"), Deployed(desk.environment))
    assert '"failed": "table"' in capsys.readouterr().out
