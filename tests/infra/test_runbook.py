"""What docs/operations.md says of alarms, against the alarms that there are."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from infra.package.expand import expand
from infra.package.merge import merge_file
from infra.package.names import function_id, queue_id
from infra.package.parts import Template, read
from infra.package.rules.alarms import seconds
from infra.package.rules.reading import of_type
from infra.package.sam import sam_template
from tests.infra.stand_in_app import make_app

DOCS = (Path(__file__).parents[2] / "docs/operations.md").read_text("utf-8")
SECTION = DOCS.partition("\n## Alarms\n")[2].partition("\n## ")[0]
ROW = re.compile(r"^\| (.+?) \| (.+?) \| (\d+) \|$", re.MULTILINE)
PARAGRAPHS = dict(re.findall(r"^### (.+?)\n\n(.+?)(?=\n\n|\Z)", SECTION, re.MULTILINE | re.DOTALL))
BUCKET = "an S3 notice about the failures bucket"
STANDS_FOR = {
    "<Function>": [function_id(name) for name in read("template/functions.json")],
    "<Queue>": [queue_id(name) for name in read("template/queues.json")],
}


@pytest.fixture(scope="module")
def alarms() -> dict[str, Template]:
    return of_type(expand(sam_template(make_app(), merge_file())), "AWS::CloudWatch::Alarm")


def meant(names: str) -> list[str]:
    """The alarms that the first column of a row means: those it names, each for each of what it stands for."""
    found = re.findall(r"`([^`]+)`", names)
    for short, full in STANDS_FOR.items():
        found = [name.replace(short, one) for name in found for one in (full if short in name else [""])]
    return found


def test_each_alarm_has_its_row_and_each_row_its_alarms(alarms: dict[str, Template]) -> None:
    named = Counter(name for names, _, _ in ROW.findall(SECTION) for name in meant(names))
    assert set(named) == set(alarms)
    assert set(named.values()) == {1}


def test_each_row_says_how_soon_it_rings(alarms: dict[str, Template]) -> None:
    rows = [(names, int(minutes)) for names, _, minutes in ROW.findall(SECTION) if names != BUCKET]
    assert rows
    for names, minutes in rows:
        assert {seconds(alarms[name]) for name in meant(names)} == {60 * minutes}, names


def test_each_row_has_a_paragraph_that_says_where_to_look_and_what_mends_it() -> None:
    rows = [names for names, _, _ in ROW.findall(SECTION)]
    assert len(rows) > 20
    assert [names for names in rows if names not in PARAGRAPHS] == []
    for names in rows:
        happened, _, rest = PARAGRAPHS[names].partition("**Look** ")
        look, _, mend = rest.partition("**Mend**")
        assert all(len(part.split()) > 5 for part in (happened, look, mend)), names


def test_the_thresholds_that_it_names_are_those_of_the_alarms(alarms: dict[str, Template]) -> None:
    says = {name: what for names, what, _ in ROW.findall(SECTION) for name in meant(names)}
    numbers = {"three": 3, "five": 5, "ten": 10, "30": 30}
    checked = 0
    for name, what in says.items():
        if found := re.search(r"\b(three|five|ten|30) (times|mails|notices|errors)\b", what):
            assert alarms[name]["Threshold"] == numbers[found[1]], name
            checked += 1
    assert checked > 20
