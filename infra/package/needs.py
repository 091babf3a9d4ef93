"""What our sources need of the package, read from the sources: modules they import and AWS services they name."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from infra.package.errors import UnfitError

CLIENT_MAKERS = {"client", "resource", "create_client"}


def modules_imported(file: Path) -> Iterator[str]:
    """The first part of every module that a source file imports, wherever in it: `jwt` of `from jwt.api import x`."""
    for node in ast.walk(_parsed(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def services_asked_for(file: Path) -> Iterator[str]:
    """The AWS services that a source file makes clients for, as far as their names stand there as constants."""
    for node in ast.walk(_parsed(file)):
        if isinstance(node, ast.Call) and _name_of(node.func) in CLIENT_MAKERS:
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def refuse_missing_modules(site: Path) -> None:
    """Raise UnfitError when our code imports what doesn't ship: on this machine it may be there for the tests alone."""
    sources = [site / "app.py", *(site / "chalicelib").rglob("*.py")]
    wanted = {module for file in sources for module in modules_imported(file)} - sys.stdlib_module_names
    missing = sorted(module for module in wanted if not _is_there(site, module))
    if missing:
        raise UnfitError(f"the code imports {', '.join(missing)}, which requirements.txt doesn't ship")


def _is_there(site: Path, module: str) -> bool:
    return (site / module).is_dir() or any(site.glob(f"{module}.*"))


def _parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def _name_of(called: ast.expr) -> str:
    """`client` of both `client(…)` and `boto3.client(…)`."""
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
