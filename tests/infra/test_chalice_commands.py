"""Chalice's own commands: two of them would mislead whoever knows Chalice, the others go on working."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from chalicelib.chalice_commands import command

ROOT = Path(__file__).parents[2]
NOWHERE = "http://127.0.0.1:9"
"""Where AWS would be asked, if it was: nobody answers there."""


def chalice(*arguments: str) -> subprocess.CompletedProcess[str]:
    asked = [str(Path(sys.executable).with_name("chalice")), *arguments]
    environment = {**os.environ, "AWS_ENDPOINT_URL": NOWHERE, "AWS_DEFAULT_REGION": "us-east-1"}
    return subprocess.run(asked, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("options", [[], ["--no-autoreload"], ["--stage", "prod"]])
def test_chalice_local_says_in_one_line_what_runs_the_desk_here(options: list[str]) -> None:
    said = chalice("local", *options)
    assert (said.stdout, said.stderr.count("\n")) == ("", 1)
    assert "`make run`" in said.stderr


@pytest.mark.parametrize("stage", ["dev", "prod"])
def test_chalice_deploy_stops_before_it_makes_anything(stage: str) -> None:
    said = chalice("deploy", "--stage", stage)
    assert said.returncode != 0
    assert (said.stdout, said.stderr.count("\n")) == ("", 1)
    assert "infra.deploy" in said.stderr
    assert not (ROOT / ".chalice/deployed").exists()


def test_the_command_is_found_behind_options_and_nowhere_else() -> None:
    assert command(["--debug", "--project-dir", "deploy", "local", "--port", "8001"]) == "local"
    assert command(["package", "--stage", "deploy", "local"]) == "package"
    assert command(["--version"]) == ""


def test_another_command_loads_the_app_as_ever() -> None:
    said = chalice("generate-models", "--stage", "local")
    assert said.returncode == 0, said.stderr
    assert "/v1/{workspace}/tickets" in said.stdout
