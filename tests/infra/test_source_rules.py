"""What docs/house.md asks of the source and no linter knows."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PORTS = "chalicelib/services/ports/"
FULFILLED = ("chalicelib/storage/", "chalicelib/adapters/")
SAID_BY_PYNAMODB = {"Meta"}


def sources() -> Iterator[tuple[str, ast.Module]]:
    """Each file that runs on AWS or beside it, and its tree."""
    for path in (ROOT / "app.py", *(ROOT / "chalicelib").rglob("*.py"), *(ROOT / "infra").rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8"))


def is_port_and_fulfilment(paths: list[str]) -> bool:
    ports = [path for path in paths if path.startswith(PORTS)]
    return len(paths) == 2 and len(ports) == 1 and any(path.startswith(FULFILLED) for path in paths)


def test_no_two_classes_share_a_name_but_a_port_and_what_fulfils_it() -> None:
    homes = defaultdict(list)
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and node.name not in SAID_BY_PYNAMODB:
                homes[node.name].append(path)
    assert homes
    shared = {name: paths for name, paths in homes.items() if len(paths) > 1}
    assert {name: paths for name, paths in shared.items() if not is_port_and_fulfilment(paths)} == {}
