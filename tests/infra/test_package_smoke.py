"""A new version is tried as the desk would be used, and what it fails at is told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from chalice.local import LambdaContext

from chalicelib.storage.table.scanning import workspaces
from infra.deploy import scratch, smoke
from infra.deploy.errors import DeployError
from infra.package.names import function_id
from infra.package.parts import read
from tests.support.desk import Desk

FUNCTIONS = {function_id(name): name for name in read("template/functions.json")}


class Version:
    """The app's functions in this process, called with events as Lambda's Invoke would; some answer otherwise."""

    def __init__(self) -> None:
        import app

        self.app = app
        self.called: list[str] = []
        self.answers: dict[str, Any] = {}

    def __call__(self, name: str, event: dict[str, Any]) -> Any:
        what = event.get("path", FUNCTIONS[name])
        self.called.append(what)
        if what in self.answers:
            answer = self.answers[what]
            if isinstance(answer, Exception):
                raise answer
            return answer
        handler = self.app.app if name == "APIHandler" else getattr(self.app, FUNCTIONS[name])
        event = json.loads(json.dumps(event))
        return json.loads(json.dumps(handler(event, LambdaContext(name, 1024, 60_000))))


@pytest.fixture
def version() -> Version:
    return Version()


def trial(desk: Desk, version: Version) -> smoke.Trial:
    return smoke.Trial(version, desk.ports, desk.environment, desk.secrets["origin"])


def test_everything_that_calls_a_function_is_tried_and_nobody_hears_of_it(
    desk: Desk, version: Version, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        version.called.clear()
        smoke.try_out(trial(desk, version))
    assert {name for name in version.called if "/" not in name} == set(FUNCTIONS.values()) - {"api_handler"}
    assert "sign-in: works" in capsys.readouterr().out
    desk.settle()
    assert not [mail for mail in desk.sent if mail.to != (f"{scratch.NAME}@acme.example",)]


def test_the_workspace_it_is_tried_in_is_closed_and_counts_for_nobody(desk: Desk, version: Version) -> None:
    smoke.try_out(trial(desk, version))
    assert workspaces() == ["acme", scratch.NAME]
    with desk.ports.open(scratch.NAME) as room:
        assert room.workspace.is_suspended
    assert desk.ports.settings.only() == "acme", "the bare address leads to the portal of the one that people use"


@pytest.mark.parametrize(
    ("what", "answer", "said"),
    [
        ("/v1/auth/sign-in", {"statusCode": 500, "body": "no room"}, "sign-in: it was answered 500: no room"),
        ("/health", {"statusCode": 403, "body": "no"}, "health: it was answered 403: no"),
        ("/portal/smoke-test", {"statusCode": 200, "body": "<p>"}, "portal: it was answered, without a form"),
        (
            "notify",
            {"batchItemFailures": [{"itemIdentifier": "1"}]},
            r'record of the stream, notify: it failed at the record: .*"1".* log of notify',
        ),
        ("deliver_mail", DeployError("it failed: No module"), "deliver_mail: it failed: No module"),
    ],
)
def test_the_step_that_fails_is_named_with_what_was_answered(
    desk: Desk, version: Version, what: str, answer: Any, said: str
) -> None:
    version.answers[what] = answer
    with pytest.raises(smoke.SmokeError, match=said):
        smoke.try_out(trial(desk, version))


def test_on_a_new_desk_nobody_becomes_its_first_workspace(
    bare_desk: Desk, version: Version, capsys: pytest.CaptureFixture[str]
) -> None:
    smoke.try_out(trial(bare_desk, version))
    assert version.called == ["/health", "sla_tick", "record_delivery"]
    assert "Nobody can sign in yet" in capsys.readouterr().out
    assert workspaces() == []
