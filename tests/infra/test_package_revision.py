"""Which commit is deployed, and which was: what is built says it, and the stack."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import boto3
import pytest

from infra.deploy import desk, released, stack
from infra.deploy.__main__ import parser
from infra.package.revision import UNKNOWN, Revision, revision

REGION = "eu-west-1"
WHO = ("-c", "user.name=Ana", "-c", "user.email=ana@acme.example")


def git(folder: Path, *arguments: str) -> str:
    asked = subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, text=True)
    return asked.stdout.strip()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    folder = tmp_path / "clone"
    folder.mkdir()
    git(folder, "init", "--quiet")
    (folder / "app.py").write_text("one")
    git(folder, "add", "app.py")
    git(folder, *WHO, "commit", "--quiet", "--message", "Begin")
    return folder


def test_a_build_knows_its_commit_and_whether_more_was_built_than_that(clone: Path) -> None:
    head = git(clone, "rev-parse", "HEAD")
    assert revision(clone) == Revision(head, head[:7])
    git(clone, "tag", "v1.0")
    assert revision(clone) == Revision(head, "v1.0")
    (clone / "app.py").write_text("two")
    assert revision(clone) == Revision(head, "v1.0-dirty")


def test_an_archive_of_the_sources_is_built_all_the_same(tmp_path: Path) -> None:
    assert revision(tmp_path) == Revision(UNKNOWN, UNKNOWN)


class Account:
    """An AWS account in which CloudFormation does what it is told."""

    region_name = REGION

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.stack: dict[str, Any] | None = None
        monkeypatch.setattr(stack, "find", lambda *_: self.stack)
        monkeypatch.setattr(stack, "apply", self.apply)

    def client(self, name: str) -> Any:
        return boto3.client(name, region_name=REGION)

    def apply(self, _cloudformation: Any, _name: str, url: str, _given: dict[str, str]) -> dict[str, Any]:
        bucket, _, key = url.removeprefix("https://").partition(f".s3.{REGION}.amazonaws.com/")
        template = json.loads(self.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read())
        told = [{"OutputKey": name, "OutputValue": one["Value"]} for name, one in template["Outputs"].items()]
        self.stack = {"StackStatus": "UPDATE_COMPLETE", "Parameters": [], "Outputs": told}
        return self.stack

    @property
    def outputs(self) -> dict[str, str]:
        return stack.outputs(self.stack or {})


@pytest.fixture
def account(aws: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Account:
    monkeypatch.setattr(desk, "BUILD", tmp_path)
    monkeypatch.setattr(desk, "missing_hosts", lambda _: {})
    (tmp_path / "static").mkdir()
    boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="static-of-the-desk")
    return Account(monkeypatch)


def deploy(account: Account, built: Revision) -> None:
    (desk.BUILD / "deployment.zip").write_bytes(built.commit.encode())
    outputs = {"StaticBucketName": {"Value": "static-of-the-desk"}, **built.outputs()["Outputs"]}
    (desk.BUILD / "template.json").write_text(json.dumps({"Resources": {}, "Outputs": outputs}))
    first = ("--mail-domain", "help.example", "--alarm-email", "ops@help.example")
    desk.run(parser().parse_args(["deploy", "--stack", "desk", *first]), account)


def test_a_stack_says_which_commit_it_is_of_and_which_it_was_of_before(
    account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    deploy(account, Revision("aaa", "v1"))
    assert (account.outputs["Commit"], account.outputs[released.FORMER]) == ("aaa", UNKNOWN)
    said = capsys.readouterr().out
    assert "Comes now: version v1, commit aaa." in said
    assert "until now" not in said
    for _ in range(2):
        deploy(account, Revision("bbb", "v2-dirty"))
        assert (account.outputs["Commit"], account.outputs["Version"]) == ("bbb", "v2-dirty")
        assert account.outputs[released.FORMER] == "aaa", "deployed once more, it is still where one goes back to"
    said = capsys.readouterr().out
    assert "Deployed until now: version v1, commit aaa." in said
    assert "changes that no commit has" in said
    assert "  FormerCommit: aaa\n" in said


def test_a_stack_from_before_it_was_said_goes_on(account: Account, capsys: pytest.CaptureFixture[str]) -> None:
    account.stack = {"StackStatus": "UPDATE_COMPLETE", "Parameters": [], "Outputs": []}
    deploy(account, Revision("aaa", "v1"))
    assert "Deployed until now: version unknown, commit unknown." in capsys.readouterr().out
    assert account.outputs[released.FORMER] == UNKNOWN
