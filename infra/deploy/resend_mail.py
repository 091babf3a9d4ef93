"""`python -m infra.deploy resend-mail`: a desk's replies whose mail failed are mailed again, all since an instant."""

from __future__ import annotations

import argparse
from typing import Any

from chalicelib.domain.events import SYSTEM
from chalicelib.services.mail.outgoing.resend_all import ask_to_resend, to_resend
from chalicelib.services.seat import Seat
from infra.deploy.first_workspace import deployed_desk
from infra.deploy.saying import add_dry_run, add_since, add_workspace, goes_on


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    add_since(parser, "instant from which on mails failed that are to be sent again")
    add_dry_run(parser)


def run(options: argparse.Namespace, session: Any) -> None:
    """Ask for what an admin may ask for as well. What is under way, or arrived, isn't sent twice, however often."""
    desk, _ = deployed_desk(options, session)
    with desk.open(options.workspace) as room:
        seat = Seat(desk, room, SYSTEM)
        found = to_resend(seat, options.since, desk.clock.now())
        many = f"{'At least ' if found.more else ''}{found.mails} mails of replies on {found.tickets} tickets"
        since = f"{options.since:%Y-%m-%d %H:%M %Z}"
        if not goes_on(options, f"{many} of {options.workspace} failed since {since}, and are mailed again."):
            return
        asked = ask_to_resend(seat, options.since)
    print(f"Asked for {asked.mails} mails. The desk sends them by and by, some tickets at a time.")
