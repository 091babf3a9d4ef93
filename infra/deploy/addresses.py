"""`python -m infra.deploy list-addresses`: note for every ticket there is whose addresses it has."""

from __future__ import annotations

import argparse
from typing import Any

from chalicelib.domain.errors import DeskError
from chalicelib.services.tickets.pointers import ask_for_pointers
from infra.deploy.errors import DeployError
from infra.deploy.first_workspace import deployed_desk


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--workspace", required=True, help="short name of the workspace")


def run(options: argparse.Namespace, session: Any) -> None:
    """Ask for it; the desk does it by and by. Asked again, it begins anew, which does no harm."""
    desk, _ = deployed_desk(options, session)
    try:
        with desk.open(options.workspace) as room:
            ask_for_pointers(desk, room)
    except DeskError as refusal:
        raise DeployError(refusal.detail) from refusal
    print(f"The desk goes through {options.workspace}'s tickets now, 25 at a time.")
