"""`python -m infra.deploy recount`: the numbers at the tabs, and members' own, are put right by the tickets."""

from __future__ import annotations

import argparse
from typing import Any

from chalicelib.services.check.recount import Recount
from infra.deploy.books import books_of
from infra.deploy.errors import DeployError
from infra.deploy.first_workspace import deployed_desk
from infra.deploy.saying import add_dry_run, add_workspace, nothing_done, progress


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    add_dry_run(parser)


def run(options: argparse.Namespace, session: Any) -> None:
    """Compare, and put right what two looks agree on. Run again, it finds nothing to do."""
    desk, _ = deployed_desk(options, session)
    with desk.open(options.workspace) as room:
        recount = Recount(desk, room, books_of(desk, room), progress=lambda look: progress(str(look)))
        said = f"Compares the counts of {options.workspace} with its tickets, and adds what is missing. Sends nothing."
        print(said, flush=True)
        if options.dry_run:
            recount.look()
            nothing_done()
            return
        added, last = recount.put_right()
    for name, by in added.items():
        print(f"  {name}: {by:+}")
    print(f"Counts put right: {len(added)}. Off still: {len(last.off)}.")
    if not last.right:
        raise DeployError("Some counts changed during every look. Run this again at a quieter hour.")
