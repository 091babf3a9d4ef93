"""`python -m infra.deploy reindex`: tickets that aren't found by what they say are indexed anew."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from chalicelib.services.check.reindex import reindex
from infra.deploy.books import books_of
from infra.deploy.errors import DeployError
from infra.deploy.first_workspace import deployed_desk
from infra.deploy.saying import add_dry_run, add_workspace, goes_on, progress

if TYPE_CHECKING:
    from chalicelib.services.ports import Desk, Room

PAGE = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument("--from", dest="first", type=int, default=1, help="number of the ticket to go on from")
    add_dry_run(parser)


def run(options: argparse.Namespace, session: Any) -> None:
    """Go through the tickets by their numbers. Nobody is told of anything; what is right is only read."""
    desk, _ = deployed_desk(options, session)
    with desk.open(options.workspace) as room:
        last = room.tickets.last_number()
        if options.first > last:
            print(f"{options.workspace} has no tickets{f' from {options.first} on' if last else ''}: nothing to do.")
            return
        if not goes_on(
            options,
            f"Looks at tickets {options.first} to {last} of {options.workspace}, and indexes anew what isn't found by "
            "its own words. Sends nothing.",
        ):
            return
        became: Counter[str] = Counter()
        for first in range(options.first, last + 1, PAGE):
            some = range(first, min(first + PAGE, last + 1))
            became.update(_page(desk, room, some))
            progress(f"up to {some[-1]} of {last}: {_told(became)}")
    print(f"Tickets: {_told(became)}.")
    if became["failed"]:
        raise DeployError("Not all could be indexed; what was wrong stands above. Mend it, and run this again.")


def _page(desk: Desk, room: Room, numbers: range) -> Iterator[str]:
    books = books_of(desk, room)
    for number in numbers:
        try:
            sources = reindex(room, books, number)
        except Exception as fault:  # noqa: BLE001 - whatever it was, it is told, and the others go on
            progress(f"ticket {number} failed: {fault!r}")
            yield "failed"
            continue
        if sources is not None:
            yield "indexed anew" if sources else "right"


def _told(became: Counter[str]) -> str:
    return ", ".join(f"{became[one]} {one}" for one in ("right", "indexed anew", "failed"))
