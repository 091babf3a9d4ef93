"""The secrets change, and at no moment is anybody refused."""

from __future__ import annotations

import itertools
import json
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from chalicelib.adapters.secrets import Secrets
from infra.deploy import rotate_origin
from infra.deploy.__main__ import RUN, parser
from infra.deploy.errors import DeployError
from infra.deploy.secrets import ensure_secrets
from infra.local.aws import client
from tests.support.deployed import Deployed
from tests.support.desk import Desk, Resources

REGION = "us-east-1"
ENDPOINT = "https://r.execute-api.us-east-1.amazonaws.com/api/"


class Cut(BaseException):
    """The end of the command."""


class World(Deployed):
    """A deployed stack whose functions know the secrets as they were when they last started, and CloudFront what it
    was told. After every step of every update it is asked whether anybody is refused."""

    def __init__(self, environment: dict[str, str]) -> None:
        super().__init__(environment)
        self.stack = f"s{uuid.uuid4().hex[:12]}"
        self.parameter = f"/{self.stack}/secrets"
        self.environment["SECRETS_PARAMETER"] = self.parameter
        self.ssm = client("ssm")
        known = ensure_secrets(self.ssm, self.parameter)
        self.deployed = {"SecretsVersion": str(known.version), "OriginSecret": known.values["origin"]}
        self.running, self.asked = self.started(), dict[str, str]()
        self.accepts_one_alone = False
        self.cut_before, self.calls = 0, 0

    def run(self, command: str, *arguments: str) -> None:
        RUN[command](parser().parse_args([command, "--stack", self.stack, *arguments]), self)

    @property
    def values(self) -> dict[str, Any]:
        stored = self.ssm.get_parameter(Name=self.parameter, WithDecryption=True)["Parameter"]["Value"]
        return dict(json.loads(stored))

    def started(self) -> Secrets:
        return Secrets("", REGION, self.values)

    def counted(self) -> None:
        self.calls += 1
        if self.calls == self.cut_before:
            raise Cut

    # What the commands ask for, besides the rest of AWS.

    def client(self, name: str) -> Any:
        return self if name in ("cloudformation", "lambda", "ssm") else super().client(name)

    @property
    def exceptions(self) -> Any:
        return self.ssm.exceptions

    def get_parameter(self, **asked: Any) -> Any:
        return self.ssm.get_parameter(**asked)

    def put_parameter(self, **asked: Any) -> Any:
        """From now on any function may start, and reads this."""
        self.counted()
        answer = self.ssm.put_parameter(**asked)
        self.check(self.running, self.started(), {self.deployed["OriginSecret"]})
        self.counted()
        return answer

    def check(self, one: Secrets, other: Secrets, shown: set[str]) -> None:
        for functions, origin in itertools.product((one, other), shown):
            assert functions.is_origin(origin), "somebody was refused"
        for first, second in itertools.permutations((one, other)):
            assert second.verify("cursor", b"x", first.sign("cursor", b"x")), "somebody's link was refused"

    def describe_stacks(self, **asked: str) -> dict[str, Any]:
        outputs = [("APIHandlerName", "desk-api"), ("EndpointURL", ENDPOINT)]
        return {
            "Stacks": [
                {
                    "StackStatus": "UPDATE_COMPLETE",
                    "Parameters": [{"ParameterKey": k, "ParameterValue": v} for k, v in self.deployed.items()],
                    "Outputs": [{"OutputKey": k, "OutputValue": v} for k, v in outputs],
                }
            ]
        }

    def create_change_set(self, **asked: Any) -> dict[str, str]:
        assert asked["UsePreviousTemplate"] is True
        assert "TemplateURL" not in asked
        given = {one["ParameterKey"]: one.get("ParameterValue") for one in asked["Parameters"]}
        kept = {one["ParameterKey"] for one in asked["Parameters"] if one.get("UsePreviousValue")}
        assert given.keys() == self.deployed.keys()
        self.asked = {key: value for key, value in given.items() if key not in kept and value != self.deployed[key]}
        return {"Id": "arn:change"}

    def get_waiter(self, _name: str) -> Any:
        return type("Waiter", (), {"wait": lambda *_, **__: None})()

    def execute_change_set(self, **_asked: str) -> None:
        """Each part of an update comes when it likes, so none may need another."""
        self.counted()
        before = self.running
        if "SecretsVersion" in self.asked:
            self.running = self.started()
        shown = {self.deployed["OriginSecret"], self.asked.get("OriginSecret", self.deployed["OriginSecret"])}
        self.check(before, self.running, shown)
        self.deployed |= self.asked
        self.counted()

    def accepts(self, endpoint: str, origin: str) -> bool:
        assert endpoint == ENDPOINT
        return self.running.is_origin(origin) and not self.accepts_one_alone


@pytest.fixture
def world(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    yield from worlds(Resources().environment, monkeypatch)


def worlds(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    world = World(environment)
    monkeypatch.setattr(rotate_origin, "accepts", world.accepts)
    monkeypatch.setattr(rotate_origin, "PAUSE", 0.0)
    yield world


def test_cloudfront_shows_a_new_origin_secret_and_the_old_one_is_good_no_more(world: World) -> None:
    old = world.deployed["OriginSecret"]
    world.run("rotate-origin")
    new = world.deployed["OriginSecret"]
    assert new != old
    assert world.values["origin"] == new
    assert "origin_next" not in world.values
    assert (world.running.is_origin(new), world.running.is_origin(old)) == (True, False)


def test_a_release_that_accepts_one_alone_is_found_out_before_cloudfront_is_told(world: World) -> None:
    old = world.deployed["OriginSecret"]
    world.accepts_one_alone = True
    with pytest.raises(DeployError, match="Deploy it"):
        world.run("rotate-origin")
    assert world.deployed["OriginSecret"] == old
    assert world.values["origin"] == old
    world.accepts_one_alone = False
    world.run("rotate-origin")
    assert world.deployed["OriginSecret"] not in (old, "")


def cut_off_everywhere(make: Callable[[], World], command: str) -> int:
    """Cut the command off before every change it makes, and run it again. How many there were."""
    for number in itertools.count(1):
        world = make()
        world.cut_before = number
        try:
            world.run(command)
        except Cut:
            world.run(command)
        else:
            return number - 1
        check_at_rest(world)
    return 0


def check_at_rest(world: World) -> None:
    assert world.deployed["OriginSecret"] == world.values["origin"]
    assert world.running == world.started(), "what is stored is in force"
    assert "origin_next" not in world.values
    assert "next" not in world.values["signing"]


@pytest.mark.parametrize("command", ["rotate-origin", "rotate-signing-key"])
def test_cut_off_anywhere_and_run_again_nobody_is_refused_and_it_is_whole(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    def make() -> World:
        return next(worlds(desk.environment, monkeypatch))

    assert cut_off_everywhere(make, command) >= 8


def test_a_dry_run_changes_nothing(world: World) -> None:
    before, deployed = world.values, dict(world.deployed)
    world.run("rotate-origin", "--dry-run")
    world.run("rotate-signing-key", "--dry-run")
    assert (world.values, world.deployed) == (before, deployed)


def test_secrets_that_somebody_changed_at_the_same_moment_are_told_of(world: World) -> None:
    put = world.ssm.put_parameter
    values = json.dumps(world.values)
    world.ssm = type("Ssm", (), {"get_parameter": world.ssm.get_parameter, "exceptions": world.ssm.exceptions})()

    def late(**asked: Any) -> Any:
        put(**{**asked, "Value": values})
        return put(**asked)

    world.ssm.put_parameter = late
    with pytest.raises(DeployError, match="versions 2 and 3"):
        world.run("rotate-origin")


def test_before_anything_was_deployed_there_is_nothing_to_rotate(world: World) -> None:
    world.stack = "never"
    with pytest.raises(DeployError, match="deploy first"):
        world.run("rotate-origin")


@pytest.fixture
def lived(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A desk with a widget and a model, whose secrets grow from `k1`."""
    ask(desk, "POST", "/v1/acme/widgets", {"name": "Shop", "origins": ["https://shop.example"]})
    model = {"engine": "openai_compatible", "model": "m", "base_url": "http://localhost:9/v1", "key": "sk-secret"}
    ask(desk, "PATCH", "/v1/acme/ai-engine", model)
    yield from worlds(desk.environment, monkeypatch)


def ask(desk: Desk, method: str, path: str, body: dict[str, Any]) -> Any:
    answer = desk.http(method, path, json=body, token=desk.admin.token)
    assert answer.status in (200, 201), answer.text
    return answer.json()


def test_a_new_key_signs_and_says_what_ends_with_the_old_one(lived: World, capsys: pytest.CaptureFixture[str]) -> None:
    cursor = lived.running.sign("cursor", b"page 2")
    lived.run("rotate-signing-key")
    assert lived.values["signing"]["current"] == "k2"
    assert lived.running.sign("cursor", b"x").startswith("k2.")
    assert lived.running.verify("cursor", b"page 2", cursor)
    said = capsys.readouterr().out
    assert "identity secret of the widget w_" in said
    assert "API key of the assistant's model (from k1)" in said
    assert "sk-secret" not in said


def test_an_old_key_goes_only_when_nothing_ends_with_it_or_anyway(
    lived: World, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(DeployError, match="signs with k1"):
        lived.run("rotate-signing-key", "--take-out", "k1")
    lived.run("rotate-signing-key")
    with pytest.raises(DeployError, match="--anyway"):
        lived.run("rotate-signing-key", "--take-out", "k1")
    assert "k1" in lived.values["signing"]["keys"]
    lived.run("rotate-signing-key", "--take-out", "k1", "--anyway")
    assert lived.values["signing"]["keys"].keys() == {"k2"}
    lived.run("rotate-signing-key", "--take-out", "k1")
    assert "There is no k1 any more." in capsys.readouterr().out
    lived.run("rotate-signing-key")
    assert lived.values["signing"]["current"] == "k3", "no name comes twice"


def test_a_workspace_from_before_there_was_a_list_is_looked_at_too(
    lived: World, capsys: pytest.CaptureFixture[str]
) -> None:
    key = {"pk": {"S": "WORKSPACES"}, "sk": {"S": "acme"}}
    client("dynamodb").delete_item(TableName=lived.environment["TABLE_NAME"], Key=key)
    lived.run("rotate-signing-key")
    assert "acme: API key of the assistant's model" in capsys.readouterr().out
