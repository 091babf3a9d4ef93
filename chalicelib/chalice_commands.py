"""Chalice's own commands that would mislead whoever knows Chalice: each says what does it here, and nothing is made."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

INSTEAD = {
    "local": "Please start the desk with `make run`: it needs more than `chalice local` brings, and brings it itself.",
    "deploy": "Please deploy with `make package` and `.venv/bin/python -m infra.deploy` (docs/operations.md): "
    "`chalice deploy` would make neither table nor queues, and give the functions no roles. Nothing was made.",
}


def command(arguments: Sequence[str]) -> str:
    """Return which command the arguments after `chalice` ask for; empty if none."""
    words = iter(arguments)
    for word in words:
        if word == "--project-dir":
            next(words, None)
        elif not word.startswith("-"):
            return word
    return ""


def stop(asked: str) -> None:
    """End the process with a line that says what to do instead of this command, if that is so.

    At once, since `chalice local` loads the app in a thread of a process that goes on whatever is raised there.
    """
    if instead := INSTEAD.get(asked):
        print(instead, file=sys.stderr, flush=True)  # noqa: T201 - there is no log yet, but somebody at a terminal
        os._exit(2)
