"""Asking before a stack is changed, and what is said beforehand so that nobody need be asked."""

from __future__ import annotations

import argparse
import sys

from infra.deploy.errors import DeployError
from infra.deploy.saying import add_dry_run, nothing_done

WATCHED = 5.0
"""Minutes: what fails at once has rung by then, and whoever deployed is still there."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help="change the stack without asking")
    parser.add_argument(
        "--tags", nargs="+", type=_tag, default=[], metavar="KEY=VALUE", help="tags of the stack and all in it"
    )
    parser.add_argument(
        "--watch",
        type=float,
        default=WATCHED,
        metavar="MINUTES",
        help=f"for how long alarms are watched afterwards, {WATCHED:g} by default; 0: not at all",
    )
    add_dry_run(parser)


def _tag(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not key or not equals:
        raise argparse.ArgumentTypeError(f"{text} is no tag such as team=support")
    return key, value


def is_agreed(options: argparse.Namespace) -> bool:
    """Return whether to do what was just told. DeployError where nobody is there to be asked."""
    if options.dry_run:
        nothing_done()
        return False
    if options.yes:
        return True
    if not sys.stdin.isatty():
        raise DeployError("Nobody is here to be asked: say --yes. Nothing was changed.")
    if input("Do this? [y/N] ").strip().lower() in ("y", "yes"):
        return True
    print("Nothing was changed.")
    return False


def names_it(what: str, name: str) -> bool:
    """Return whether whoever is asked types the name of what they are about to lose. DeployError where nobody is there:
    no option says it beforehand."""
    if not sys.stdin.isatty():
        raise DeployError("Nobody is here to be asked. Nothing was changed.")
    if input(f"{what} Type {name} to go on: ").strip() == name:
        return True
    print("Nothing was changed.")
    return False
