"""`python -m infra.deploy list-addresses`, `list-mailboxes`, `list-sla` and `count-reports`: note for every ticket
there is whose addresses it has, which address of the desk it was written to, what of its promises is due, or what
reports count of it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from time import sleep
from typing import Any

from chalicelib.domain.errors import DeskError
from chalicelib.domain.worklist import GONE_THROUGH, Work
from chalicelib.services.ports import Desk, Room
from chalicelib.services.reports import backfill
from chalicelib.services.sla import rekey
from chalicelib.services.tickets import mailboxes, pointers
from infra.deploy.errors import DeployError
from infra.deploy.first_workspace import deployed_desk
from infra.deploy.saying import add_dry_run, add_workspace, goes_on, progress

PAUSE = 5.0
"""Seconds between two looks at how far the desk got."""
TOLD_EACH = 12
"""Looks after which it says that nothing happened since; the desk begins within a minute or two."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    add_dry_run(parser)


def run(options: argparse.Namespace, session: Any) -> None:
    """Have whose addresses they have noted."""
    _ask(options, session, pointers.KIND, pointers.ask_for_pointers)


def run_mailboxes(options: argparse.Namespace, session: Any) -> None:
    """Have which address of the desk they were written to noted."""
    _ask(options, session, mailboxes.KIND, mailboxes.ask_for_mailboxes)


def run_sla(options: argparse.Namespace, session: Any) -> None:
    """Have them listed by the worst of what was promised."""
    _ask(options, session, rekey.KIND, rekey.ask_for_rekeying)


def run_reports(options: argparse.Namespace, session: Any) -> None:
    """Have what happened before there were reports counted."""
    _ask(options, session, backfill.KIND, backfill.ask_for_history)


def _ask(options: argparse.Namespace, session: Any, kind: str, ask: Callable[[Desk, Room], None]) -> None:
    """The desk does it by and by, and this looks on until it is done. Run again while it is under way, it looks on."""
    desk, _ = deployed_desk(options, session)
    try:
        with desk.open(options.workspace) as room:
            begun = desk.work.find(room.workspace.id, kind)
            if not goes_on(
                options,
                f"The desk goes through {options.workspace}'s tickets, 25 at a time, every minute as many as it can.",
                "This waits until it is through. Cut off, the desk goes on by itself.",
                *(["It was asked for before, and is under way."] if begun else []),
            ):
                return
            if not begun:
                ask(desk, room)
            _look_on(desk, room, kind)
    except DeskError as refusal:
        raise DeployError(refusal.detail) from refusal
    print(f"All tickets of {options.workspace} were gone through.")


def _look_on(desk: Desk, room: Room, kind: str) -> None:
    """Tell how far it gets, until it is done. What fails is tried again by the desk, at growing intervals."""
    last, told, silent = room.tickets.last_number(), "", 0
    while work := desk.work.find(room.workspace.id, kind):
        said, silent = _how_far(work, last), silent + 1
        if said != told or silent == TOLD_EACH:
            progress(said)
            told, silent = said, 0
        sleep(PAUSE)


def _how_far(work: Work, last: int) -> str:
    gone = f"{work.state.get(GONE_THROUGH, 0)} of about {last} tickets"
    if work.failures:
        return (
            f"{gone}; it failed {work.failures} times, the next try is at {work.at:%H:%M} UTC: see the log of sla_tick"
        )
    return gone
