"""docs/operations.md as somebody walks it: what they type is there to be typed, and what they are shown is printed."""

from __future__ import annotations

import json
import re
import shlex
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import botocore.session
import pytest
from botocore import xform_name
from botocore.exceptions import UnknownServiceError

from infra.deploy.__main__ import parser, with_command
from infra.package.expand import expand
from infra.package.merge import merge_file
from infra.package.sam import sam_template
from tests.infra.stand_in_app import make_app

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs/operations.md").read_text("utf-8")
BLOCKS = re.findall(r"^ *```(\w*)\n(.*?)^ *```$", DOCS, re.MULTILINE | re.DOTALL)
TYPED = "".join(text for kind, text in BLOCKS if not kind).replace("\\\n", " ").splitlines()
PROSE = re.sub(r"^ *```.*?^ *```$", "", DOCS, flags=re.MULTILINE | re.DOTALL)
SPANS = [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", PROSE)]
OF_ALL = {"output", "profile", "query", "region"}
"""Options that every command of the AWS CLI has."""
OF_THE_CLI = {"logs tail"}
"""Commands that are no request, and not in botocore."""
BY_THE_ADMIN = {"iam"}
"""Services that whoever makes the deployer's policies asks."""
SETTING_UP = DOCS.partition("\n## Environments\n")[0]


def aws_commands(lines: list[str]) -> list[list[str]]:
    found = (re.search(r"(?:^|[ ;])aws ([a-z0-9-]+ [a-z0-9-]+.*)", line) for line in lines)
    return [shlex.split(each[1].partition(" |")[0].partition("; ")[0], comments=True) for each in found if each]


AWS = aws_commands([*TYPED, *(span for span in SPANS if span.startswith("aws "))])


def faults(command: list[str]) -> Iterator[str]:
    """Say what of a command the AWS CLI doesn't have."""
    name, verb, *rest = command
    if f"{name} {verb}" in OF_THE_CLI:
        return
    session = botocore.session.get_session()
    service = {"s3api": "s3"}.get(name, name)
    try:
        model = session.get_service_model(service)
    except UnknownServiceError:
        yield f"{name} is no service"
        return
    if verb == "wait":
        names = {xform_name(each, "-"): each for each in session.get_waiter_model(service).waiter_names}
        asked = session.get_waiter_model(service).get_waiter(names[rest[0]]).operation
        verb = xform_name(asked, "-")
    operations = {xform_name(each, "-"): each for each in model.operation_names}
    if verb not in operations:
        yield f"{name} has no {verb}"
        return
    shape = model.operation_model(operations[verb]).input_shape
    members = {xform_name(each, "-") for each in shape.members} if shape else set()
    for option in (each[2:] for each in rest if each.startswith("--")):
        if option.removeprefix("no-") not in members | OF_ALL:
            yield f"{name} {verb} has no --{option}"


def test_each_command_of_aws_is_there_with_its_options() -> None:
    assert len(AWS) > 30
    assert [fault for command in AWS for fault in faults(command)] == []


def test_each_command_of_ours_is_there_with_its_options() -> None:
    begin = ".venv/bin/python -m infra.deploy "
    typed = [line.strip().removeprefix(begin) for line in TYPED if line.strip().startswith(begin)]
    typed += [span.removeprefix(begin) for span in SPANS if span.startswith(begin)]
    typed = [line for line in typed if not line.startswith("<command>") and line != "redrive --stack desk"]
    assert len(typed) > 25
    for line in typed:
        parser().parse_args(with_command(shlex.split(line.replace(" …", ""))))


def test_what_the_first_hour_asks_of_aws_the_deployer_may() -> None:
    policies = ((ROOT / f"infra/deployer-policy/{name}.json").read_text("utf-8") for name in ("commands", "resources"))
    granted = [one for text in policies for each in json.loads(text)["Statement"] for one in each["Action"]]
    text = SETTING_UP.replace("\\\n", " ")
    for name, verb, *_ in aws_commands(text.splitlines()):
        if name in BY_THE_ADMIN or verb == "wait":
            continue
        service = {"sesv2": "ses", "s3api": "s3", "service-quotas": "servicequotas"}.get(name, name)
        asked = f"{service}:{verb.replace('-', '')}"
        assert any(fnmatchcase(asked, each.lower()) for each in granted), asked


SHOWN = [line for kind, text in BLOCKS if kind == "text" for line in text.splitlines()]
SOURCES = "".join(
    path.read_text("utf-8") for kind in ("*.py", "*.json") for path in sorted((ROOT / "infra").rglob(kind))
)
DIFFERS = re.compile(r"…|\b(?:acme|desk|release)\b|build/|https://|workestra-tickets-")
"""What another desk, or another time, has another word for; and what stands elsewhere in the code."""


@pytest.mark.parametrize("line", SHOWN)
def test_what_is_shown_stands_in_the_code(line: str) -> None:
    """Word for word, between what differs."""
    for part in DIFFERS.split(line):
        said = part.strip(" .:").removesuffix(": works")
        assert len(said) < 4 or said in SOURCES, said


def test_it_says_how_much_of_the_account_a_desk_takes() -> None:
    made = Counter(
        resource["Type"] for resource in expand(sam_template(make_app(), merge_file()))["Resources"].values()
    )
    rows = re.findall(r"^\| (\d+) \| (.*`AWS::.*) \|$", DOCS, re.MULTILINE)
    told = {kind: int(number) for number, kinds in rows for kind in re.findall(r"`(AWS::\S+)`", kinds)}
    assert len(told) > 10
    assert told == {kind: made[kind] for kind in told}


def anchor(heading: str) -> str:
    """As GitHub makes it of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_what_it_links_to_is_there() -> None:
    there = {anchor(heading) for heading in re.findall(r"^#+ (.+)$", PROSE, re.MULTILINE)}
    links = re.findall(r"\]\((?!https?://)([^)]+)\)", PROSE)
    assert len(links) > 30
    assert [link for link in links if link.startswith("#") and link[1:] not in there] == []
    assert [link for link in links if link[0] != "#" and not (ROOT / "docs" / link).exists()] == []
