"""`python -m infra.deploy workspaces`: the workspaces of a desk and what they use; one is closed, or opened again."""

from __future__ import annotations

import argparse
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

from chalicelib.domain.events import SYSTEM
from chalicelib.services.mail.incoming.park import SUSPENDED
from chalicelib.services.mail.incoming.suspended import release
from chalicelib.services.seat import Seat
from chalicelib.services.settings.suspending import kept_meanwhile, resume, suspend
from infra.deploy.errors import DeployError
from infra.deploy.first_workspace import deployed_desk
from infra.deploy.saying import add_dry_run, goes_on, progress

if TYPE_CHECKING:
    from chalicelib.services.ports import Desk, Room

KNOWN_EVERYWHERE = 35.0
"""Seconds after which every function knows of a change to a workspace."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--suspend", metavar="NAME", help="close this workspace: nobody is let in, nothing is sent")
    which.add_argument("--resume", metavar="NAME", help="open this workspace again, and take in what came meanwhile")
    add_dry_run(parser)


def run(options: argparse.Namespace, session: Any) -> None:
    """List them all, or change one. Run again, it finds it changed, and takes in what is left."""
    desk, _ = deployed_desk(options, session)
    if options.suspend:
        _suspend(options, desk)
    elif options.resume:
        _resume(options, desk)
    elif goes_on(options, "Reads the whole table once, to say what every workspace uses. Changes nothing."):
        _list(desk)


def _list(desk: Desk) -> None:
    from chalicelib.storage.usage import usage  # late: it needs the table that the desk was connected to

    month = desk.clock.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    found = usage(month)
    for name, used in sorted(found.items()):
        with desk.open(name) as room:
            told = f"{used.members} members, {used.tickets} tickets, {used.mails} mails in {month:%Y-%m}"
            since = f", suspended since {room.workspace.suspended_at}" if room.workspace.is_suspended else ""
            print(f"  {name} ({room.workspace.name}): {told}{since}")
    print(f"Workspaces: {len(found)}.")


def _suspend(options: argparse.Namespace, desk: Desk) -> None:
    name = options.suspend
    with desk.open(name) as room:
        if goes_on(
            options,
            f"Closes {name} until it is resumed: members and API keys are refused, its pages say that it is closed, "
            "mail that comes is kept, and nothing is sent.",
        ):
            suspend(Seat(desk, room, SYSTEM))
            print(f"{name} is closed; every function knows of it within half a minute.")


def _resume(options: argparse.Namespace, desk: Desk) -> None:
    name = options.resume
    with desk.open(name) as room:
        kept = sum(1 for _ in kept_meanwhile(room, SUSPENDED))
        if not goes_on(
            options,
            f"Opens {name} again, takes in what came by mail meanwhile ({kept} until now), and lets its mails go out.",
        ):
            return
        resume(Seat(desk, room, SYSTEM))
    progress(f"{name} is open; what comes in half a minute yet, until every function knows, is taken in, too")
    first = _taken_in(desk, name)
    time.sleep(KNOWN_EVERYWHERE)
    last = _taken_in(desk, name)
    taken, left = first["taken in"] + last["taken in"], last["left"]
    print(f"Mails: {taken} taken in, {left} left. Those that waited go out within 15 minutes.")
    if left:
        raise DeployError("What couldn't be taken in stays under Suspended mail; an admin decides.")


def _taken_in(desk: Desk, name: str) -> Counter[str]:
    """The oldest first, as they came: an answer finds what it answers."""
    with desk.open(name) as room:
        mails = sorted(kept_meanwhile(room, SUSPENDED), key=lambda mail: (mail.at, mail.id))
        return Counter(_released(desk, room, mail.id) for mail in mails)


def _released(desk: Desk, room: Room, mail_id: str) -> str:
    try:
        number = release(Seat(desk, room, SYSTEM), mail_id)
    except Exception as fault:  # noqa: BLE001 - whatever it was, it is told, and the others go on
        progress(f"{mail_id} stays parked: {fault!r}")
        return "left"
    progress(f"{mail_id} is on ticket {number}")
    return "taken in"
