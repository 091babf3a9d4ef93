"""Which commit is deployed, and which was: what is built says it, and the stack."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from infra.deploy import released, stack
from infra.package.revision import UNKNOWN, Revision, revision
from tests.infra.test_package_takeover import Ground, ground  # noqa: F401 - a fixture

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


def outputs(ground: Ground) -> dict[str, str]:  # noqa: F811
    return stack.outputs(ground.account.cloudformation.describe_stacks()["Stacks"][0])


def test_a_stack_says_which_commit_it_is_of_and_which_it_was_of_before(
    ground: Ground,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    ground.deploy("v1")
    first = outputs(ground)["Commit"]
    assert (first[:2], outputs(ground)[released.FORMER]) == ("v1", UNKNOWN)
    said = capsys.readouterr().out
    assert f"Comes now: version v1, commit {first}." in said
    assert "until now" not in said
    for _ in range(2):
        ground.deploy("v2-dirty")
        assert outputs(ground)["Version"] == "v2-dirty"
        assert outputs(ground)[released.FORMER] == first, "deployed once more, it is still where one goes back to"
    said = capsys.readouterr().out
    assert f"Deployed until now: version v1, commit {first}." in said
    assert "changes that no commit has" in said
    assert f"  FormerCommit: {first}\n" in said


def test_a_stack_from_before_it_was_said_goes_on(
    ground: Ground,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    ground.deploy("v0")
    told = ground.account.cloudformation.template["Outputs"]
    for name in ("Commit", "Version", released.FORMER):
        del told[name]
    ground.deploy("v1")
    assert "Deployed until now: version unknown, commit unknown." in capsys.readouterr().out
    assert outputs(ground)[released.FORMER] == UNKNOWN
