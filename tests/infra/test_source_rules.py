"""What CONTRIBUTING.md asks of the source and no linter knows."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).parents[2]
PORTS = "chalicelib/services/ports/"
FULFILLED = ("chalicelib/storage/", "chalicelib/adapters/")
SAID_BY_PYNAMODB = {"Meta"}
REASON = re.compile(r"# (cold start|late): \S")
"""Why an import stands in a function: it costs too much of a start, or reads what is only then there."""
ASKS = re.compile(r"(What|Who|When|Where)(ever)?\b|(Whether|Which|Whom|Whose|Why|How)\b")


def sources() -> Iterator[tuple[str, str]]:
    """Each file that runs on AWS or beside it, and its text."""
    for path in (ROOT / "app.py", *(ROOT / "chalicelib").rglob("*.py"), *(ROOT / "infra").rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")


def is_port_and_fulfilment(paths: list[str]) -> bool:
    ports = [path for path in paths if path.startswith(PORTS)]
    return len(paths) == 2 and len(ports) == 1 and any(path.startswith(FULFILLED) for path in paths)


def test_no_two_classes_share_a_name_but_a_port_and_what_fulfils_it() -> None:
    homes = defaultdict(list)
    for path, text in sources():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ClassDef) and node.name not in SAID_BY_PYNAMODB:
                homes[node.name].append(path)
    assert homes
    shared = {name: paths for name, paths in homes.items() if len(paths) > 1}
    assert {name: paths for name, paths in shared.items() if not is_port_and_fulfilment(paths)} == {}


def is_import(node: object) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


def late_imports(text: str) -> Iterator[int]:
    """The lines on which a group of imports within a function begins."""
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    for node in {node for function in functions for node in ast.walk(function)}:
        for _, part in ast.iter_fields(node):
            groups = groupby(part, is_import) if isinstance(part, list) else ()
            yield from (next(group).lineno for late, group in groups if late)


def gives_reason(lines: list[str], number: int) -> bool:
    above = lines[number - 2].strip()
    return bool(REASON.search(lines[number - 1]) or REASON.match(above))


def test_an_import_inside_a_function_says_why_it_stands_there() -> None:
    late = [(path, text.splitlines(), number) for path, text in sources() for number in late_imports(text)]
    assert late
    assert [f"{path}:{number}" for path, lines, number in late if not gives_reason(lines, number)] == []


def documented(node: ast.AST) -> Iterator[tuple[str, str]]:
    """The names and docstrings of the public functions and classes in it, and of what is public in those classes."""
    for inner in ast.iter_child_nodes(node):
        if isinstance(inner, ast.FunctionDef | ast.ClassDef) and not inner.name.startswith("_"):
            yield inner.name, ast.get_docstring(inner) or ""
            if isinstance(inner, ast.ClassDef):
                yield from documented(inner)


def test_a_public_docstring_says_what_it_does_or_is_and_opens_with_no_question_word() -> None:
    found = [(f"{path}: {name}", text) for path, file in sources() for name, text in documented(ast.parse(file))]
    assert any(text for _, text in found)
    assert [name for name, text in found if ASKS.match(text)] == []
