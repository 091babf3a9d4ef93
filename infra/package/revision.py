"""Which commit a build is of: whoever has to go back asks the stack for it."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from infra.package.parts import ROOT, Template

UNKNOWN = "unknown"
DIRTY = "-dirty"
COMMIT, VERSION = "Commit", "Version"
"""The stack's outputs that say it."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit's full name, and the version for people: the latest tag and what came since, with `-dirty` at the end
    where something was built that no commit has."""

    commit: str = UNKNOWN
    version: str = UNKNOWN

    def __str__(self) -> str:
        return f"version {self.version}, commit {self.commit}"

    def outputs(self) -> Template:
        """Return the part of the template that says it."""
        return {"Outputs": {COMMIT: {"Value": self.commit}, VERSION: {"Value": self.version}}}


def revision(folder: Path = ROOT) -> Revision:
    """Return that of a clone. It is unknown where there is none, as in an archive of the sources."""
    return Revision(
        _git(folder, "rev-parse", "HEAD") or UNKNOWN,
        _git(folder, "describe", "--tags", "--always", f"--dirty={DIRTY}") or UNKNOWN,
    )


def _git(folder: Path, *arguments: str) -> str:
    try:
        asked = subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return asked.stdout.strip()
