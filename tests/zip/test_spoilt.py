"""The check of the zip is awake: what is wrong with the zip, or with a role, is found by the functions' own work."""

from __future__ import annotations

import copy
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from infra.package.parts import Template
from infra.package.rules.reading import as_list
from tests.zip.build import DEPLOYED, TASK, differences
from tests.zip.deployment import Deployment
from tests.zip.runtime_api import FunctionError
from tests.zip.scenes import a_mail_becomes_a_ticket

Deploy = Callable[[Path, Template], Deployment]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """One to spoil: its files are the others', until they are replaced."""
    copied = tmp_path / "task"
    shutil.copytree(TASK, copied, copy_function=os.link)
    return copied


def _without(tree: Path, module: str) -> None:
    (tree / module).unlink()
    for compiled in (tree / module).parent.glob(f"__pycache__/{Path(module).stem}.*.pyc"):
        compiled.unlink()


@pytest.mark.parametrize("module", ["chalicelib/jobs/ingest_mail.py", "jmespath/lexer.py"])
def test_a_zip_without_a_module_is_red(tree: Path, template: Template, deployed: Deploy, module: str) -> None:
    _without(tree, module)
    with pytest.raises(AssertionError, match="given up after every try"):
        a_mail_becomes_a_ticket(deployed(tree, template))


def test_a_zip_whose_handler_has_another_name_is_red(tree: Path, template: Template, deployed: Deploy) -> None:
    source = (tree / "app.py").read_text("utf-8")
    _without(tree, "app.py")
    (tree / "app.py").write_text(re.sub("def sla_tick", "def tick", source), "utf-8")
    deployment = deployed(tree, template)
    with pytest.raises(FunctionError, match=r"sla_tick.*Handler 'sla_tick' missing on module 'app'"):
        deployment.functions["sla_tick"]({})


def test_a_role_without_a_grant_is_red(template: Template, deployed: Deploy) -> None:
    spoilt = copy.deepcopy(template)
    [policy] = spoilt["Resources"]["IngestMailRole"]["Properties"]["Policies"]
    for statement in policy["PolicyDocument"]["Statement"]:
        statement["Action"] = [one for one in as_list(statement["Action"]) if one != "s3:GetObject"]
    deployment = deployed(TASK, spoilt)
    with pytest.raises(AssertionError, match="given up after every try"):
        a_mail_becomes_a_ticket(deployment)
    assert {one.action for one in deployment.recorder.refused} == {"s3:GetObject"}


def test_a_zip_that_is_not_the_one_that_ran_is_red(tree: Path) -> None:
    _without(tree, "app.py")
    (tree / "app.py").write_text("", "utf-8")
    assert {"app.py", f"__pycache__/app.{sys.implementation.cache_tag}.pyc"} <= set(differences(DEPLOYED, tree))
