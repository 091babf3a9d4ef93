"""What the tests of the zip share: Lambda's runtime, and the deployed template."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from infra.package.parts import Template
from tests.zip.build import TASK, TEMPLATE
from tests.zip.deployment import Deployment
from tests.zip.functions import runtime


@pytest.fixture(scope="session")
def lambda_runtime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return runtime(tmp_path_factory.mktemp("runtime"))


@pytest.fixture(scope="session")
def template() -> Template:
    assert TASK.is_dir(), "`make test-zip` builds what is tried here"
    document: Template = json.loads(TEMPLATE.read_text("utf-8"))
    return document


@pytest.fixture
def deployed(
    aws: None, lambda_runtime: Path, tmp_path: Path, wired: pytest.MonkeyPatch
) -> Iterator[Callable[[Path, Template], Deployment]]:
    """A function that deploys a tree by a template."""
    running: list[Deployment] = []

    def deploy(tree: Path, template: Template) -> Deployment:
        running.append(Deployment(tree, template, lambda_runtime, tmp_path, wired))
        return running[-1]

    yield deploy
    for one in running:
        one.close()
