"""Every trouble at every function: nothing is lost, somebody is told, and the page for operators says what mends it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from chalicelib.services import conflicts
from chalicelib.storage.table import batches, transactions
from infra.local import template as functions
from infra.package.expand import expand
from infra.package.merge import merge_file
from infra.package.parts import Template
from infra.package.sam import sam_template
from tests.infra.cloudwatch import STACK
from tests.infra.stand_in_app import make_app
from tests.jobs import scenes
from tests.jobs.copies import in_a_copy
from tests.jobs.interruptions import HTTP
from tests.jobs.matrix import NO_PART, Became, Story, of_name, prepare, undisturbed
from tests.jobs.scenes import OPEN, OUT, TICKET, Act, Scene, Stage
from tests.jobs.trouble import TROUBLES
from tests.support.desk import PASSWORD, Desk

PAGE = Path("docs/operations.md")


def sign_in(stage: Stage) -> None:
    body = {"email": "cy@acme.example", "password": PASSWORD}
    stage.answers.append(stage.desk.http("POST", "/v1/auth/sign-in", json=body))


def signed_up(stage: Stage) -> None:
    scenes.register(stage)
    stage.desk.ports.identity.set_password("cy@acme.example", PASSWORD)


def at_length(kind: str) -> Act:
    """Say more than an item holds."""

    def act(stage: Stage) -> None:
        headers, body = {"Idempotency-Key": kind}, {"body": "wörd " * 18_000}
        path = f"{TICKET}/{kind}"
        stage.answers.append(stage.desk.http("POST", path, json=body, headers=headers, token=stage.key))

    return act


ALL = ""
LONG_NOTE = Scene("a long note", (HTTP,), at_length("notes"), OPEN)
LONG_REPLY = Scene("a long reply", OUT, at_length("replies"), OPEN)
SIGNING_IN = Scene("signing in", (HTTP,), sign_in, (signed_up,))
FORGOTTEN, REPLY = of_name("a forgotten password"), of_name("a reply to two")
SEEN: dict[str, tuple[tuple[Scene, str], ...]] = {
    "api_handler": ((REPLY, ALL), (SIGNING_IN, "cognito-idp"), (FORGOTTEN, "sqs"), (LONG_NOTE, "s3")),
    "ingest_mail": ((of_name("a mail with a file opens a ticket"), ALL),),
    "notify": ((REPLY, ALL),),
    "index": ((of_name("a request by the portal"), ALL), (LONG_NOTE, "s3")),
    "react_retry": ((of_name("a reply to two in hard times"), ALL),),
    "deliver_mail": ((REPLY, ALL), (FORGOTTEN, "cognito-idp"), (LONG_REPLY, "s3")),
    "record_delivery": ((of_name("a reply that bounces"), ALL),),
    "sla_tick": ((of_name("an answer due soon"), ALL),),
}
"""The scenes that each function is seen in: in all trouble, or in that of one service alone."""


@pytest.fixture(scope="module")
def template() -> Template:
    return expand(sam_template(make_app(), merge_file()))


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "_PAUSES", (0,))
    monkeypatch.setattr(batches, "_FIRST_PAUSE", 0)
    monkeypatch.setattr(conflicts, "_FIRST_PAUSE", 0)
    monkeypatch.setenv("STACK_NAME", STACK)


def column(desk: Desk, function: str, template: Template) -> dict[str, str]:
    """Return what became of each trouble at a function."""
    stage, cells = scenes.stage(desk), dict.fromkeys((trouble.name for trouble in TROUBLES), NO_PART)
    for scene, service in SEEN[function]:
        cells |= in_a_copy(partial(of_scene, stage, scene, function, service, template))
    return cells


def of_scene(stage: Stage, scene: Scene, function: str, service: str, template: Template) -> dict[str, str]:
    """Return what became of the troubles that the function met in the scene."""
    prepare(stage, scene)
    expected, services = in_a_copy(partial(undisturbed, stage, scene, function))
    met: dict[str, str] = {}
    for trouble in TROUBLES:
        if (trouble.of in services or not trouble.of) and service in (ALL, trouble.of):
            became = in_a_copy(partial(_became, Story(stage, scene, function, trouble), expected, template))
            met |= {trouble.name: str(became)} if became.mended != NO_PART else {}
    return met


def _became(story: Story, expected: object, template: Template) -> Became:
    return story.became(expected, template)  # type: ignore[arg-type]


def on_the_page(function: str) -> dict[str, str]:
    """Return the page's column of a function, by trouble."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.read_text().splitlines() if "|" in line
    ]
    names = next(row for row in rows if row[0] == "Trouble")
    told = {row[0]: row for row in rows}
    return {trouble.name: told[trouble.name][names.index(f"`{function}`")] for trouble in TROUBLES}


@pytest.mark.parametrize("function", SEEN)
def test_nothing_is_lost_and_the_page_says_what_mends_it(bare_desk: Desk, function: str, template: Template) -> None:
    assert column(bare_desk, function, template) == on_the_page(function)


def test_every_function_of_the_deployment_is_in_it() -> None:
    assert set(SEEN) == set(functions.functions())
