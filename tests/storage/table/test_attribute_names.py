"""What the storage names by hand in an item of DynamoDB is what a model stores there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import chalicelib.storage
from chalicelib.storage.table import lines, records
from chalicelib.storage.table.records import Item

FOLDER = Path(chalicelib.storage.__file__).parent


def test_every_attribute_that_is_named_by_hand_is_one_that_a_model_stores() -> None:
    stored = {
        attribute.attr_name
        for model in (*vars(records).values(), *vars(lines).values())
        if isinstance(model, type) and issubclass(model, Item)
        for attribute in model.get_attributes().values()
    }
    named = {name: path.name for path in FOLDER.rglob("*.py") for name in _named_by_hand(ast.parse(path.read_text()))}
    assert {"sk", "dl"} <= named.keys()
    assert {name: where for name, where in named.items() if name not in stored} == {}


def _named_by_hand(tree: ast.AST) -> Iterator[str]:
    """`"x" in item`, `item["x"]`, `item.get("x")` and `Path(["x", …])`."""
    for node in ast.walk(tree):
        match node:
            case ast.Compare(
                left=ast.Constant(value=str(name)), ops=[ast.In() | ast.NotIn()], comparators=[ast.Name(id="item")]
            ):
                yield name
            case ast.Subscript(value=ast.Name(id="item"), slice=ast.Constant(value=str(name))):
                yield name
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="item"), attr="get"), args=[ast.Constant(value=str(name)), *_]
            ):
                yield name
            case ast.Call(func=ast.Name(id="Path"), args=[ast.List(elts=[ast.Constant(value=str(name)), *_]), *_]):
                yield name
