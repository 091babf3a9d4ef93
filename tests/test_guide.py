"""The guides hold: the limits they tell are those of the code, and the pictures they show are there and small."""

from __future__ import annotations

import re
from datetime import timedelta
from importlib import import_module
from operator import attrgetter
from pathlib import Path

import pytest

from chalicelib.services.limits import Limit
from chalicelib.services.mail.limits import Lately

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs/guide"
PICTURES = GUIDE / "pictures"
ROWS = re.findall(r"^\| (.+?) \| (.+?) \| `(\S+)\.py` `(\S+)` \|$", (GUIDE / "limits.md").read_text("utf-8"), re.M)
UNITS = (("day", 24 * 3600), ("hour", 3600), ("minute", 60), ("second", 1))
SIZES = (("MB", 1024**2), ("KB", 1024))
MOST_PICTURES = 900 * 1024


def told(name: str, value: object) -> str:
    """How the guide tells a limit: by what it is, or, of a mere number, by what its name says it counts."""
    if isinstance(value, Limit):
        return f"{value.most} a minute"
    if isinstance(value, Lately):
        return f"{value.most} in {span(value.span)}"
    if isinstance(value, timedelta):
        return span(value)
    if isinstance(value, float):
        return f"{value:.0%}".replace("%", " %")
    assert isinstance(value, int)
    return number(name, value)


def number(name: str, value: int) -> str:
    match name.rpartition("_")[2]:
        case "BYTES" | "BODY":
            return next(f"{value // size} {unit}" for unit, size in SIZES if value % size == 0)
        case "SECONDS":
            return span(timedelta(seconds=value))
        case "MINUTES":
            return span(timedelta(minutes=value))
        case "DAYS":
            return span(timedelta(days=value))
        case "MB":
            return f"{value} MB"
    return f"{value:,}"


def span(time: timedelta) -> str:
    """In the largest unit that leaves nothing over."""
    seconds = int(time.total_seconds())
    unit, size = next((unit, size) for unit, size in UNITS if seconds % size == 0)
    return f"{seconds // size} {unit}{'s' * (seconds != size)}"


@pytest.mark.parametrize(("what", "figure", "file", "name"), ROWS, ids=[what for what, *_ in ROWS])
def test_a_limit_is_told_as_it_is(what: str, figure: str, file: str, name: str) -> None:
    value = attrgetter(name)(import_module(f"chalicelib.{file.replace('/', '.')}"))
    assert re.fullmatch(rf"{re.escape(told(name, value))}(?: \D+)?", figure), f"{what}: {told(name, value)}"


def test_every_row_of_the_limits_is_compared() -> None:
    rows = re.findall(r"^\| (?!What)[^-|].*$", (GUIDE / "limits.md").read_text("utf-8"), re.MULTILINE)
    assert len(rows) == len(ROWS) > 50


def test_each_limit_that_throttles_is_told() -> None:
    names = {name for _, _, file, name in ROWS if file == "services/mail/limits"}
    module = import_module("chalicelib.services.mail.limits")
    assert {name for name, value in vars(module).items() if isinstance(value, Lately)} <= names


def test_the_pictures_that_are_shown_are_there_and_no_others_and_all_are_small() -> None:
    texts = [(ROOT / "README.md"), *GUIDE.glob("*.md")]
    shown = {
        (text.parent / place).resolve() for text in texts for place in re.findall(r"\]\((\S+\.png)\)", text.read_text())
    }
    assert shown
    assert shown == {*PICTURES.glob("*.png")}
    assert sum(path.stat().st_size for path in shown) < MOST_PICTURES


def test_what_the_guides_link_to_is_there() -> None:
    links = [
        (text.name, place)
        for text in GUIDE.glob("*.md")
        for place in re.findall(r"\]\((?!https?://)([^)#]+)", text.read_text("utf-8"))
        if not (text.parent / place).exists()
    ]
    assert links == []
