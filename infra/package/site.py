"""The directory that becomes /var/task: dependencies for Lambda's platform, Chalice's runtime, and the app."""

from __future__ import annotations

import inspect
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import chalice

from infra.package import shipped
from infra.package.parts import ROOT
from infra.package.runtime import chosen

SOURCES = ("app.py", "chalicelib")
COMMANDS = ("bin", "share")
RUNTIME_OF_CHALICE = ("__init__.py", "app.py", "py.typed")
"""All of Chalice that Lambda runs; the rest is its command line, with dependencies of its own."""


def here() -> tuple[str, ...]:
    """Return the runtime's platforms on this machine's processor, for a tree that can be run here."""
    return tuple(one.replace("aarch64", platform.machine()) for one in chosen().runtime.platforms)


def install_dependencies(site: Path, platforms: Sequence[str]) -> None:
    """Put the wheels of requirements.txt for some platforms into `site`, in the versions of the lock, with its hashes:
    a file that was swapped for another is refused."""
    requirements = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    lock = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        only = Path(folder) / "requirements.txt"
        only.write_text(shipped.locked(without_chalice(requirements), lock, chosen().runtime.number), encoding="utf-8")
        subprocess.run(_pip_install(site, only, platforms), check=True)
    remove_commands(site)


def remove_commands(site: Path) -> None:
    """Remove what wheels bring for a command line, and the pages of its manual: Lambda has none."""
    for name in COMMANDS:
        shutil.rmtree(site / name, ignore_errors=True)


def without_chalice(requirements: list[str]) -> list[str]:
    return [line for line in requirements if not re.match(r"chalice\b", line)]


def _pip_install(site: Path, requirements: Path, platforms: Sequence[str]) -> list[str]:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--quiet", "--disable-pip-version-check"]
    command += ["--target", str(site), "--no-compile", "--only-binary", ":all:"]
    command += [part for one in platforms for part in ("--platform", one)]
    command += ["--implementation", "cp", "--python-version", chosen().runtime.number]
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
    command = [chosen().interpreter, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash"]
    command += ["-s", str(site), "-p", "/var/task", str(site)]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": "0"})
