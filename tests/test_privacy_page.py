"""docs/privacy.md tells of everything that is stored: each type of item that the house's table has, and no other."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"
TYPE = re.compile(r"`([a-z_]+)`")


def types(name: str, start: str, end: str, column: int) -> set[str]:
    """The types in a column of the first table between two headings."""
    text = (DOCS / name).read_text("utf-8").partition(start)[2].partition(end)[0]
    rows = [line.split("|")[column] for line in text.splitlines() if line.startswith("| ")]
    return {found for cell in rows for found in TYPE.findall(cell)}


def test_every_type_of_item_is_told_with_how_long_it_is_kept() -> None:
    house = types("house.md", "## The table", "| Index |", 1)
    assert house
    assert types("privacy.md", "## In the table", "## Elsewhere", 2) == house
