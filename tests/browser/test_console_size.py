"""What the console weighs, gzipped: what is loaded first, and what is loaded when it is opened."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from tests.browser.console import BUILT, needs_console

FOLDER = BUILT.parent
KB = 1024


@pytest.fixture
def first() -> set[str]:
    """The names of the files that the page asks for by itself."""
    needs_console()
    return set(re.findall(r'/static/console/([^"]+)', BUILT.read_text(encoding="utf-8")))


def weight(*names: str) -> int:
    return sum(len(gzip.compress((FOLDER / name).read_bytes(), mtime=0)) for name in names)


def test_the_first_load_is_small(first: set[str]) -> None:
    scripts = [name for name in first if name.endswith(".js")]
    styles = [name for name in first if name.endswith(".css")]
    assert scripts
    assert styles
    assert weight(*scripts) <= 60 * KB
    assert weight(*styles) <= 12 * KB


def test_nothing_that_is_opened_later_is_large(first: set[str]) -> None:
    later = [file.name for file in Path(FOLDER).glob("*.js") if file.name not in first]
    assert later
    assert {name: weight(name) for name in later if weight(name) > 25 * KB} == {}


def test_a_style_sheet_that_is_opened_later_is_small(first: set[str]) -> None:
    later = [file.name for file in Path(FOLDER).glob("*.css") if file.name not in first]
    assert later
    assert {name: weight(name) for name in later if weight(name) > 4 * KB} == {}
