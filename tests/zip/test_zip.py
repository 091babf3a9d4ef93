"""Every function of the very zip that is deployed does its work, within its role's rights, and every right is used."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from infra.package.parts import Template
from tests.zip import scenes, scenes_of_time
from tests.zip.build import DEPLOYED, TASK, differences
from tests.zip.deployment import Deployment
from tests.zip.unused import unexcused

Scene = Callable[[Deployment], None]
SCENES: dict[str, Scene] = {
    name: scene
    for module in (scenes, scenes_of_time)
    for name, scene in vars(module).items()
    if getattr(scene, "__module__", "") == module.__name__ and scene.__annotations__.get("on") == "Deployment"
}


@pytest.fixture(scope="module")
def deployment(
    aws: None, lambda_runtime: Path, template: Template, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deployment]:
    with pytest.MonkeyPatch.context() as patch:
        running = Deployment(TASK, template, lambda_runtime, tmp_path_factory.mktemp("logs"), patch)
        yield running
        running.close()


@pytest.fixture(scope="module")
def played(deployment: Deployment) -> dict[str, Exception | None]:
    """What became of every scene, in their order."""
    return {name: _outcome(scene, deployment) for name, scene in SCENES.items()}


def _outcome(scene: Scene, deployment: Deployment) -> Exception | None:
    try:
        scene(deployment)
    except Exception as failed:  # noqa: BLE001 - told by the scene's own test
        return failed
    return None


@pytest.mark.parametrize("name", SCENES)
def test_the_functions_of_the_zip_do_their_work(played: dict[str, Exception | None], name: str) -> None:
    failed = played[name]
    if failed:
        raise failed


def test_every_function_was_called(played: object, deployment: Deployment) -> None:
    assert [name for name, function in deployment.functions.items() if not function.calls] == []


def test_no_function_asks_aws_for_what_its_role_may_not(played: object, deployment: Deployment) -> None:
    assert deployment.recorder.refused == []


def test_no_role_may_what_its_function_never_asks_for(played: object, deployment: Deployment) -> None:
    assert "\n".join(unexcused(deployment.grants, deployment.recorder.calls)) == ""


def test_every_module_of_ours_can_be_imported_with_nothing_but_the_zip_on_the_path() -> None:
    """Many are imported late, where a request needs them."""
    names = [
        ".".join(file.relative_to(TASK).with_suffix("").parts).removesuffix(".__init__")
        for file in (TASK / "chalicelib").rglob("*.py")
    ]
    assert len(names) > 300
    program = "import importlib, sys; [importlib.import_module(name) for name in sys.argv[1:]]"
    command = [sys.executable, "-S", "-s", "-B", "-c", program, *names]
    subprocess.run(command, cwd=TASK, check=True, env={"PATH": os.environ["PATH"]})


def test_the_zip_that_ran_is_the_one_that_is_deployed_but_for_its_libraries() -> None:
    """If it names sources that you changed: `make package` first."""
    assert differences(DEPLOYED, TASK) == []
