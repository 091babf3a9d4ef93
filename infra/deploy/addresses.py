"""`python -m infra.deploy list-addresses`, `list-mailboxes` and `list-sla`: note for every ticket there is whose
addresses it has, which address of the desk it was written to, or what of its promises is due."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from chalicelib.domain.errors import DeskError
from chalicelib.services.ports import Desk, Room
from chalicelib.services.sla.rekey import ask_for_rekeying
from chalicelib.services.tickets.mailboxes import ask_for_mailboxes
from chalicelib.services.tickets.pointers import ask_for_pointers
from infra.deploy.errors import DeployError
from infra.deploy.first_workspace import deployed_desk


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--workspace", required=True, help="short name of the workspace")


def run(options: argparse.Namespace, session: Any) -> None:
    """Have whose addresses they have noted."""
    _ask(options, session, ask_for_pointers)


def run_mailboxes(options: argparse.Namespace, session: Any) -> None:
    """Have which address of the desk they were written to noted."""
    _ask(options, session, ask_for_mailboxes)


def run_sla(options: argparse.Namespace, session: Any) -> None:
    """Have them listed by the worst of what was promised."""
    _ask(options, session, ask_for_rekeying)


def _ask(options: argparse.Namespace, session: Any, ask: Callable[[Desk, Room], None]) -> None:
    """The desk does it by and by. Asked again, it begins anew, which does no harm."""
    desk, _ = deployed_desk(options, session)
    try:
        with desk.open(options.workspace) as room:
            ask(desk, room)
    except DeskError as refusal:
        raise DeployError(refusal.detail) from refusal
    print(f"The desk goes through {options.workspace}'s tickets now, 25 at a time.")
