"""The page about the house says what lies in the table: no more, and no less."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

from chalicelib.storage.settings.shapes import SHAPES
from chalicelib.storage.table import keys

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/house.md").read_text("utf-8")
TABLES = PAGE.partition("## The table")[2].partition("## Three walks")[0]
ITEMS, INDEXES = TABLES.split("| Index |")


def first_cells(table: str) -> set[str]:
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return {name for row in rows for name in re.findall(r"`([\w]+)`", row)}


def stored_types() -> set[str]:
    """What the storage writes into `type`, as literals and by the shapes of the settings."""
    found = {shape.type for shape in SHAPES.values()}
    for path in (ROOT / "chalicelib/storage").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "type" and isinstance(node.value, ast.Constant):
                found.add(str(node.value.value))
    return found


def words_of_the_storage() -> set[str]:
    """Every word that stands as a literal in the storage's code: some types are passed on before they are written."""
    trees = (ast.parse(path.read_text("utf-8")) for path in (ROOT / "chalicelib/storage").rglob("*.py"))
    return {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}


def test_every_item_of_the_table_has_its_row_and_no_row_is_made_up() -> None:
    assert stored_types() - first_cells(ITEMS) == set()
    assert first_cells(ITEMS) - stored_types() - words_of_the_storage() == set()


def test_the_indexes_are_those_of_the_table() -> None:
    table = json.loads((ROOT / "infra/table.json").read_text("utf-8"))["Properties"]
    assert first_cells(INDEXES) == {index["IndexName"] for index in table["GlobalSecondaryIndexes"]}


def test_every_partition_of_a_workspace_stands_on_the_page() -> None:
    made = keys.Keys("w")
    pages = {name: getattr(made, name) for name in dir(made) if isinstance(getattr(type(made), name, None), property)}
    heads = {value.removeprefix("W#w").split("#")[1] for value in pages.values() if "#" in value.removeprefix("W#w")}
    assert heads
    assert [head for head in sorted(heads) if f"W#{head}" not in TABLES] == []
    assert [name for name in keys.GLOBAL if name not in TABLES] == []


def test_every_key_is_built_among_the_keys() -> None:
    """What joins the parts of keys stands nowhere else; the guard reads DynamoDB's placeholders, which begin alike."""
    elsewhere = [
        f"{path.name}:{node.lineno}"
        for path in (ROOT / "chalicelib/storage").rglob("*.py")
        if path.name not in ("keys.py", "guard.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "#" in node.value and len(node.value) < 20
    ]
    assert elsewhere == []
