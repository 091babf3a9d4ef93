"""`python -m infra.deploy check`: whether everything a workspace stores follows from what was done and said, and
`--mend` puts right what can be."""

from __future__ import annotations

import argparse
from collections import Counter
from typing import Any

from chalicelib.domain.check import Difference
from chalicelib.domain.errors import DeskError
from chalicelib.services.check.stocktaking import Stocktaking
from chalicelib.services.ports import Desk, Room
from infra.deploy.books import books_of
from infra.deploy.errors import DeployError
from infra.deploy.first_workspace import deployed_desk

_TOLD_EACH = 1000
_LOOKS = 4
"""The most that it takes: what a desk at work is busy with is new in every look."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--workspace", required=True, help="short name of the workspace")
    parser.add_argument("--mend", action="store_true", help="put right what can be, too")


def run(options: argparse.Namespace, session: Any) -> None:
    """Go through all that the workspace stores and print what is otherwise than it must be. Raises DeployError, which
    ends the command with 1, when anything is left."""
    desk, _ = deployed_desk(options, session)
    does = "puts right what is otherwise, until it finds nothing new" if options.mend else "changes nothing"
    print(f"Goes through everything that {options.workspace} stores, and {does}. Safe to repeat.", flush=True)
    try:
        with desk.open(options.workspace) as room:
            left = take_stock(desk, room, mend=options.mend)
    except DeskError as refusal:
        raise DeployError(refusal.detail) from refusal
    if left:
        raise DeployError(f"{left} differences are left. What was on its way just now is none in a minute.")


def take_stock(desk: Desk, room: Room, *, mend: bool) -> int:
    """Print every difference, and how many there are of each kind; return how many are left.

    What follows from a mending is found by the look after it, so it mends until a look finds nothing new."""
    found = left = _all(desk, room, mend=mend)
    if not found:
        print("No differences.", flush=True)
        return 0
    for look in range(2, _LOOKS + 1 if mend else 0):
        print("Looking again …", flush=True)
        left, before = _all(desk, room, mend=look < _LOOKS), found
        found = before | left
        if found == before:
            break
    kinds = Counter(difference.what for difference in found.elements())
    print("Found: " + ", ".join(f"{many} of {what}" for what, many in sorted(kinds.items())), flush=True)
    if mend:
        print(f"{(found - left).total()} were put right.", flush=True)
    return left.total()


def _all(desk: Desk, room: Room, *, mend: bool) -> Counter[Difference]:
    found: Counter[Difference] = Counter()
    for difference in Stocktaking(room, books_of(desk, room), mends=mend, progress=_Progress()).differences():
        found[difference] += 1
        print(f"  {difference}", flush=True)
    return found


class _Progress:
    """Prints a line for every thousand tickets."""

    def __init__(self) -> None:
        self.gone_through = 0

    def __call__(self, _number: int) -> None:
        self.gone_through += 1
        if self.gone_through % _TOLD_EACH == 0:
            print(f"  {self.gone_through} tickets gone through …", flush=True)
