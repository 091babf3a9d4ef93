"""What every command of an operator has in common: it says what it is about to do, and can do no more than that."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime


def add_dry_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")


def add_workspace(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--workspace", required=True, help="short name of the workspace")


def add_since(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument("--since", required=True, type=instant, help=f"{what}; such as 2026-03-31T12:00:00Z")


def instant(text: str) -> datetime:
    """Return an instant of the command line; without a zone it is in UTC."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(f"{text} is no instant such as 2026-03-31T12:00:00Z") from problem
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def goes_on(options: argparse.Namespace, *lines: str) -> bool:
    """Print what the command is about to do. Return whether to do it."""
    print("\n".join(lines), flush=True)
    if options.dry_run:
        nothing_done()
    return not options.dry_run


def nothing_done() -> None:
    """Print how a dry run ends."""
    print("Nothing was done: that is what --dry-run is for.")


def progress(text: str) -> None:
    """Print how far it got."""
    print(f"  {text}", flush=True)
