"""The directory that becomes /var/task: dependencies for Lambda's platform, Chalice's runtime, and the app."""

from __future__ import annotations

import inspect
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import chalice

from infra.package import shipped
from infra.package.errors import UnfitError
from infra.package.parts import ROOT

PLATFORM = "manylinux2014_aarch64"
"""glibc 2.17: what wheels ask for at most, and less than any of Lambda's Python runtimes has."""

SUPPORTED = ((3, 11), (3, 12), (3, 13))
SOURCES = ("app.py", "chalicelib")
COMMANDS = ("bin", "share")
RUNTIME_OF_CHALICE = ("__init__.py", "app.py", "py.typed")
"""All of Chalice that Lambda runs; the rest is its command line, with dependencies of its own."""


def refuse_other_pythons() -> None:
    """The runtime is the running Python's version, because the byte code in the zip is made by it."""
    if sys.version_info[:2] not in SUPPORTED:
        raise UnfitError(
            f"package with Python 3.11, 3.12 or 3.13, not {sys.version.split()[0]}: its byte code must fit Lambda"
        )


def install_dependencies(site: Path) -> None:
    """Put the wheels of requirements.txt for Lambda's platform into `site`, in the versions of the lock and with its
    hashes: a file that was swapped for another is refused."""
    requirements = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    lock = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        only = Path(folder) / "requirements.txt"
        only.write_text(shipped.locked(without_chalice(requirements), lock), encoding="utf-8")
        subprocess.run(_pip_install(site, only), check=True)
    remove_commands(site)


def remove_commands(site: Path) -> None:
    """Remove what wheels bring for a command line, and the pages of its manual: Lambda has none."""
    for name in COMMANDS:
        shutil.rmtree(site / name, ignore_errors=True)


def without_chalice(requirements: list[str]) -> list[str]:
    return [line for line in requirements if not re.match(r"chalice\b", line)]


def _pip_install(site: Path, requirements: Path) -> list[str]:
    python = ".".join(map(str, sys.version_info[:2]))
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--quiet", "--disable-pip-version-check"]
    command += ["--target", str(site), "--no-compile", "--only-binary", ":all:", "--platform", PLATFORM]
    command += ["--implementation", "cp", "--python-version", python]
    return [*command, "--require-hashes", "--no-deps", "--requirement", str(requirements)]


def add_chalice(site: Path) -> None:
    """Copy Chalice's runtime from where it is installed here."""
    source = Path(inspect.getfile(chalice)).parent
    (site / "chalice").mkdir()
    for name in RUNTIME_OF_CHALICE:
        shutil.copyfile(source / name, site / "chalice" / name)


def add_app(site: Path) -> None:
    """Copy our own code with its templates and texts."""
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, site / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
        else:
            shutil.copyfile(source, site / name)


def compile_sources(site: Path) -> None:
    """Add byte code that Lambda uses without looking at the sources' times: compiling at start costs 40 % of it.

    In a process of its own and with a fixed hash seed, so that the same sources give the same bytes.
    """
    command = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash"]
    command += ["-s", str(site), "-p", "/var/task", str(site)]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": "0"})
