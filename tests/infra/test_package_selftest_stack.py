"""A self-test's stack: agreed to, made unprotected, and taken down whatever came."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from infra.deploy import desk, preflight, smoke, takeover
from infra.deploy.__main__ import CUT_OFF, main
from infra.deploy.selftest import checks, command, teardown
from infra.package.revision import Revision
from tests.infra import cloud
from tests.infra.cloud import Cloud


class Ground:
    """An account in which a self-test makes its stack; its checks come to what a test says."""

    def __init__(self, account: Cloud) -> None:
        self.account = account
        self.outcomes: Counter[str] = Counter({checks.OK: len(checks.CHECKS)})
        self.cut = False
        self.taken: list[str] = []
        self.left: list[teardown.Leftover] = []

    def run_all(self, *_: Any) -> Counter[str]:
        assert not self.account.cloudformation.protected
        assert self.account.cloudformation.parameters["Protected"] == "off"
        if self.cut:
            raise KeyboardInterrupt
        return self.outcomes

    def take_down(self, _: Any, name: str) -> list[teardown.Leftover]:
        self.taken.append(name)
        return self.left

    def test(self, *arguments: str) -> int:
        """Give the command as somebody types it."""
        wanted = ["--mail-domain", "try.example", "--dns-minutes", "0", "--region", "us-east-1"]
        return main(["selftest", *wanted, *arguments])

    @property
    def told(self) -> str:
        """What stands in the transcript."""
        [file] = desk.BUILD.glob("selftest-*.txt")
        return file.read_text("utf-8")


@pytest.fixture
def ground(aws: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Ground:
    account = Cloud()
    made = Ground(account)
    template = cloud.built(Revision("v1", "abc1234"), account.static)
    template["Parameters"]["Stage"] = {"Type": "String"}
    (tmp_path / "deployment.zip").write_bytes(b"code")
    (tmp_path / "template.json").write_text(json.dumps(template))
    (tmp_path / "static").mkdir()
    settings = {"SECRETS_PARAMETER": "", "MAIL_DOMAIN": "try.example"}
    suffix = account.name.removeprefix("desk-")
    monkeypatch.setattr(command, "secrets", SimpleNamespace(token_hex=lambda _: suffix))

    def deployed(options: Any, _: Any) -> tuple[None, dict[str, str]]:
        return None, settings | {"SECRETS_PARAMETER": f"/{options.stack}/secrets"}

    monkeypatch.setattr(desk, "BUILD", tmp_path)
    monkeypatch.setattr(preflight, "check_mail", lambda *_: ())
    for place in (takeover, command):
        monkeypatch.setattr(place, "deployed_desk", deployed)
    monkeypatch.setattr(smoke, "try_out", lambda _: None)
    monkeypatch.setattr(command.scratch, "opened", lambda *_: Opened())
    monkeypatch.setattr(checks, "run_all", made.run_all)
    monkeypatch.setattr(command, "take_down", made.take_down)
    monkeypatch.setattr("infra.deploy.__main__.boto3", SimpleNamespace(Session=lambda **_: account))
    with suppress(ClientError):
        boto3.client("sesv2").create_email_identity(EmailIdentity="try.example")
    return made


class Opened:
    """A workspace that is open already."""

    def __enter__(self) -> str:
        return "correct horse battery 7"

    def __exit__(self, *_: Any) -> None:
        pass


def test_a_desk_is_made_unprotected_tried_and_taken_down(ground: Ground, capsys: pytest.CaptureFixture[str]) -> None:
    assert ground.test("--yes") == 0, capsys.readouterr().err
    said = capsys.readouterr().out
    assert f"runs {len(checks.CHECKS)} checks on it" in said
    assert "It costs about $0." in said
    assert len(ground.taken) == 1
    assert ground.taken[0].startswith("selftest-")
    assert not ground.account.cloudformation.protected
    for line in ("Records for the DNS", f"{len(checks.CHECKS)} ok.", "is gone, and so is all that it held."):
        assert line in ground.told


def test_a_check_that_failed_ends_it_badly_and_the_stack_is_taken_down_all_the_same(
    ground: Ground, capsys: pytest.CaptureFixture[str]
) -> None:
    ground.outcomes = Counter({checks.OK: 11, checks.FAILED: 2})
    assert ground.test("--yes") == 1
    assert "2 checks failed: " in capsys.readouterr().err
    assert len(ground.taken) == 1


def test_cut_off_it_is_taken_down_and_what_is_left_is_told(ground: Ground, capsys: pytest.CaptureFixture[str]) -> None:
    ground.cut = True
    assert ground.test("--yes") == CUT_OFF
    assert "It was cut off." in ground.told
    assert len(ground.taken) == 1
    ground.left = [teardown.Leftover("table t", "busy", ("aws dynamodb delete-table --table-name t",))]
    ground.account.cloudformation.stack = None
    assert ground.test("--yes") == 1
    assert "    aws dynamodb delete-table --table-name t" in ground.told
    assert "not gone altogether" in capsys.readouterr().err


def test_a_stack_that_could_not_be_made_is_taken_down_too(ground: Ground, capsys: pytest.CaptureFixture[str]) -> None:
    ground.account.cloudformation.fails_with = "ROLLBACK_COMPLETE"
    assert ground.test("--yes") == 1
    assert "It ended before all was checked: " in ground.told
    assert len(ground.taken) == 1
    assert "Rate exceeded" in capsys.readouterr().err


def test_kept_it_says_how_it_is_taken_down_later(ground: Ground) -> None:
    assert ground.test("--yes", "--keep") == 0
    assert ground.taken == []
    [name] = [line.split()[0] for line in ground.told.splitlines() if "is kept" in line]
    assert f"selftest --take-down {name}" in ground.told
    assert main(["selftest", "--region", "us-east-1", "--take-down", name, "--yes"]) == 0
    assert ground.taken == [name]


def test_nothing_is_begun_before_somebody_agreed(ground: Ground, capsys: pytest.CaptureFixture[str]) -> None:
    assert ground.test("--dry-run") == 0
    assert ground.test() == 1
    assert "say --yes" in capsys.readouterr().err
    assert ground.account.cloudformation.stack is None
    assert ground.taken == []


def test_only_a_self_tests_stack_is_taken_down_by_it(ground: Ground, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["selftest", "--region", "us-east-1", "--take-down", "desk", "--yes"])
    assert "desk is no stack of a self-test" in capsys.readouterr().err
    assert ground.taken == []


def test_a_desk_that_is_deployed_as_ever_is_protected(ground: Ground) -> None:
    ground.account.deploy("--mail-domain", "try.example", "--alarm-email", "ops@try.example", "--watch", "0")
    assert ground.account.cloudformation.protected
    assert ground.account.cloudformation.parameters["Protected"] == "on"
