"""What ships of all that is locked: requirements.txt and what that needs on Lambda's platform, with the hashes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib.metadata import requires

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_LAMBDA = {"sys_platform": "linux", "platform_system": "Linux", "platform_machine": "aarch64", "os_name": "posix"}


def entries(lock: str) -> dict[str, str]:
    """Return the entries of a lock by the distribution's name: its version, and the hashes that its files may have."""
    parts = (part for part in re.split(r"\n(?=\S)", lock.strip()) if not part.startswith("#"))
    return {canonicalize_name(part.partition("==")[0]): part for part in parts}


def locked(requirements: Iterable[str], lock: str, python: str) -> str:
    """Return a lock of what these requirements come to, all told, on a Python such as `3.13`."""
    known = entries(lock)
    return "\n".join(known[name] for name in sorted(_names(requirements, python))) + "\n"


def _names(requirements: Iterable[str], python: str) -> set[str]:
    """Walk from distribution to distribution, as they are installed here and say what they need."""
    lines = (line.partition("#")[0].strip() for line in requirements)
    waiting = [Requirement(line) for line in lines if line]
    seen: set[tuple[str, str]] = set()
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        for extra in {"", *wanted.extras}:
            if (name, extra) not in seen:
                seen.add((name, extra))
                waiting += _needs(name, extra, python)
    return {name for name, _ in seen}


def _needs(name: str, extra: str, python: str) -> Iterator[Requirement]:
    there = {**_LAMBDA, "extra": extra, "python_version": python, "python_full_version": f"{python}.0"}
    for line in requires(name) or ():
        needed = Requirement(line)
        if needed.marker is None or needed.marker.evaluate(there):
            yield needed
