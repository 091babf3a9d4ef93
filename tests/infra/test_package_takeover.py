"""A release is tried before it is called, watched afterwards, and one can go back."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from infra.deploy import desk, preflight, smoke, takeover, versions, watch
from infra.deploy.errors import DeployError
from infra.package.revision import Revision
from tests.infra import cloud
from tests.infra.cloud import ALARM, Cloud

FIRST = ("--mail-domain", "help.example", "--alarm-email", "ops@help.example")


class Clock:
    """Time passes when somebody sleeps."""

    def __init__(self) -> None:
        self.at = 0.0

    def monotonic(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.at += seconds


class Ground:
    """An account, and what was built, so that a test need only say which release it deploys."""

    def __init__(self, account: Cloud, build: Path) -> None:
        self.account = account
        self.build = build
        self.fails = ""

    def deploy(self, release: str, *arguments: str) -> None:
        revision = Revision(f"{release}{'0' * 37}", release)
        (self.build / "static/widget").mkdir(parents=True, exist_ok=True)
        (self.build / "static/widget/widget.js").write_text(release)
        (self.build / "deployment.zip").write_text(f"{self.account.name} {release}")
        (self.build / "template.json").write_text(json.dumps(cloud.built(revision, self.account.static)))
        self.account.deploy(*FIRST, *arguments)

    def try_out(self, trial: Any) -> None:
        if self.fails:
            raise smoke.SmokeError(self.fails)


@pytest.fixture
def ground(aws: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Ground:
    made = Ground(Cloud(), tmp_path)
    monkeypatch.setattr(desk, "BUILD", tmp_path)
    monkeypatch.setattr(preflight, "check_mail", lambda *_: ())
    settings = {"SECRETS_PARAMETER": f"/{made.account.name}/secrets", "MAIL_DOMAIN": "help.example"}
    monkeypatch.setattr(takeover, "deployed_desk", lambda *_: (None, settings))
    monkeypatch.setattr(takeover.smoke, "try_out", made.try_out)
    monkeypatch.setattr(watch, "time", Clock())
    return made


def test_a_new_desk_is_called_by_a_version_and_protected_once_it_is_there(ground: Ground) -> None:
    ground.deploy("v1")
    assert ground.account.called == {"APIHandler": "1", "Notify": "1"}
    assert ground.account.cloudformation.parameters["Protected"] == "on"
    assert ground.account.cloudformation.protected, "the stack can't be deleted by a slip"


def test_the_next_release_is_called_once_it_was_tried_and_is_watched(
    ground: Ground, capsys: pytest.CaptureFixture[str]
) -> None:
    ground.deploy("v1")
    capsys.readouterr()
    ground.deploy("v2")
    said = capsys.readouterr().out
    assert ground.account.called == {"APIHandler": "2", "Notify": "2"}
    assert ground.account.launcher == "v2"
    assert said.index("Trying release 2 (version v2") < said.index("Having release 2 (version v2")
    assert said.index("Having release 2") < said.index("Watching 1 alarms for 5 minutes")


def test_a_release_that_fails_when_it_is_tried_is_never_called(
    ground: Ground, capsys: pytest.CaptureFixture[str]
) -> None:
    ground.deploy("v1")
    ground.fails = "sign-in: it was answered 500: no room"
    with pytest.raises(DeployError) as failure:
        ground.deploy("v2")
    assert "failed when it was tried, and is not called:\n  sign-in: it was answered 500: no room\n" in str(
        failure.value
    )
    assert "The desk goes on with release 1 (version v1" in str(failure.value)
    assert ground.account.called == {"APIHandler": "1", "Notify": "1"}
    assert ground.account.launcher == "v1"
    ground.fails = ""
    ground.deploy("v3")
    assert ground.account.called == {"APIHandler": "3", "Notify": "3"}


def test_an_alarm_that_rings_afterwards_has_the_former_release_called_again(
    ground: Ground, capsys: pytest.CaptureFixture[str]
) -> None:
    ground.deploy("v1")
    ground.account.cloudwatch.then = [[], [], [ALARM]]
    with pytest.raises(DeployError) as back:
        ground.deploy("v2")
    assert f"{ground.account.name}-{ALARM} rings: 3 errors in 5 minutes" in str(back.value)
    assert "So release 1 (version v1" in str(back.value)
    assert ground.account.called == {"APIHandler": "1", "Notify": "1"}
    assert ground.account.launcher == "v1"


def test_what_rang_before_counts_for_nothing(ground: Ground, capsys: pytest.CaptureFixture[str]) -> None:
    ground.deploy("v1")
    ground.account.cloudwatch.then = [[ALARM], [ALARM], [ALARM]]
    ground.deploy("v2")
    assert f"These ring already, and count for nothing: {ground.account.name}-{ALARM}." in capsys.readouterr().out
    assert ground.account.called == {"APIHandler": "2", "Notify": "2"}


def test_an_earlier_release_is_called_again_without_building(
    ground: Ground, capsys: pytest.CaptureFixture[str]
) -> None:
    for release in ("v1", "v2", "v3"):
        ground.deploy(release, "--watch", "0")
    capsys.readouterr()
    for path in ground.build.glob("*.*"):
        path.unlink()
    ground.account.deploy("--to", "previous")
    assert ground.account.called == {"APIHandler": "2", "Notify": "2"}
    assert ground.account.launcher == "v2", "pages and functions are of one release"
    said = capsys.readouterr().out
    assert "Is called until now: release 3 (version v3" in said
    assert "Would be called: release 2 (version v2" in said
    ground.account.deploy("--to", "previous")
    assert ground.account.called["APIHandler"] == "1"
    ground.account.deploy("--to", "v3")
    assert ground.account.called["APIHandler"] == "3"
    with pytest.raises(DeployError, match="No release that was called goes by v9") as unknown:
        ground.account.deploy("--to", "v9")
    assert "release 1 (version v1" in str(unknown.value)


def test_one_never_goes_back_to_another_table_than_the_desk_has_by_now(ground: Ground) -> None:
    ground.deploy("v1")
    ground.account.awslambda.settings = {"TABLE_NAME": "restored"}
    ground.deploy("v2", "--watch", "0")
    with pytest.raises(DeployError, match=r"Version 1 of APIHandler has table for TABLE_NAME, .* by now restored"):
        ground.account.deploy("--to", "previous")
    assert ground.account.called["APIHandler"] == "2"


@pytest.mark.parametrize("setting", ["BASE_URL", "PORTAL_URL", "MAIL_DOMAIN"])
def test_one_never_goes_back_to_hosts_or_a_mail_domain_that_cloudfront_and_ses_have_no_more(
    ground: Ground, setting: str
) -> None:
    ground.account.awslambda.settings = {setting: "old.example"}
    ground.deploy("v1")
    ground.account.awslambda.settings = {setting: "new.example"}
    ground.deploy("v2", "--watch", "0")
    with pytest.raises(DeployError, match=rf"has old\.example for {setting}, and the desk by now new\.example"):
        ground.account.deploy("--to", "previous")
    assert ground.account.called["APIHandler"] == "2"


def test_ten_releases_are_kept_and_what_of_older_ones_nobody_needs_is_deleted(ground: Ground) -> None:
    for number in range(1, 13):
        ground.deploy(f"v{number}", "--watch", "0")
    assert ground.account.awslambda.dropped == [
        (f"{ground.account.name}-{name}", number) for number in ("1", "2") for name in ("APIHandler", "Notify")
    ]
    s3, bucket = ground.account.client("s3"), f"workestra-tickets-123456789012-{cloud.REGION}"
    left = {entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket, Prefix="code/")["Contents"]}
    codes = {
        number: f"code/{hashlib.sha256(f'{ground.account.name} v{number}'.encode()).hexdigest()}.zip"
        for number in range(1, 13)
    }
    assert [number for number, key in codes.items() if key in left] == list(range(3, 13))
    with pytest.raises(DeployError, match="No release that was called goes by v2"):
        ground.account.deploy("--to", "v2")


def test_a_stack_from_before_there_were_aliases_can_go_back_to_what_it_ran(ground: Ground) -> None:
    ground.deploy("v1")
    formation = ground.account.cloudformation
    for known in (formation.parameters, formation.template["Parameters"]):
        for name in [name for name in known if name.endswith("Version") and name != "SecretsVersion"]:
            del known[name]
    ground.fails = "list of tickets: it was answered 500: no"
    with pytest.raises(DeployError, match="The desk goes on with release 1"):
        ground.deploy("v2")
    assert ground.account.called == {"APIHandler": "1", "Notify": "1"}


def test_functions_that_start_anew_with_other_settings_are_the_same_release(ground: Ground) -> None:
    ground.deploy("v1")
    ground.deploy("v2")
    versions.restart(ground.account, ground.account.name, {"SecretsVersion": "7"})
    assert ground.account.called == {"APIHandler": "3", "Notify": "3"}
    started = ground.account.awslambda.versions[f"{ground.account.name}-APIHandler"]["3"]["Environment"]["Variables"]
    assert started["SECRETS_VERSION"] == "7"
    ground.account.deploy("--to", "previous")
    assert ground.account.called == {"APIHandler": "1", "Notify": "1"}


def test_what_failed_when_it_was_tried_never_goes_live_by_another_command(ground: Ground) -> None:
    ground.deploy("v1")
    ground.fails = "health: it was answered 500: no"
    with pytest.raises(DeployError):
        ground.deploy("v2")
    with pytest.raises(DeployError, match="uploaded last to APIHandler, Notify is not what is called"):
        versions.restart(ground.account, ground.account.name, {"SecretsVersion": "7"})
    assert ground.account.called == {"APIHandler": "1", "Notify": "1"}


def test_what_keeps_its_name_is_replaced_though_no_function_changes(ground: Ground) -> None:
    ground.deploy("v1")
    (ground.build / "static/widget/widget.js").write_text("mended")
    ground.account.deploy()
    assert ground.account.called == {"APIHandler": "1", "Notify": "1"}
    assert ground.account.launcher == "mended"
    ground.deploy("v2")
    ground.account.deploy("--to", "previous")
    assert ground.account.launcher == "mended"
