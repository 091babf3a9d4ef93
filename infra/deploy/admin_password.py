"""`python -m infra.deploy admin-password`: an admin who can't sign in gets a link to choose a password, or one here."""

from __future__ import annotations

import argparse
import getpass
from typing import TYPE_CHECKING, Any

from chalicelib.domain.people.addresses import sign_in_address
from chalicelib.domain.people.people import Role
from chalicelib.services.accounts.passwords import change_password, check_password, own_words
from chalicelib.services.accounts.second_factor import take_off
from chalicelib.services.mail.outgoing.queue import queue_password_reset
from infra.deploy.errors import DeployError
from infra.deploy.first_workspace import deployed_desk
from infra.deploy.saying import add_dry_run, add_workspace, goes_on

if TYPE_CHECKING:
    from chalicelib.services.ports import Desk, Room


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_workspace(parser)
    parser.add_argument("--email", required=True, help="address the admin signs in with")
    parser.add_argument(
        "--ask-password", action="store_true", help="ask for the password here instead of mailing a link"
    )
    parser.add_argument(
        "--without-second-factor",
        action="store_true",
        help="switch their second factor off as well: for somebody who lost both the app and the recovery codes",
    )
    add_dry_run(parser)


def run(options: argparse.Namespace, session: Any) -> None:
    """Mail the link that *Forgotten password* would, or set what is typed here. Run again, it does so once more."""
    desk, variables = deployed_desk(options, session)
    with desk.open(options.workspace) as room:
        email = _admin(desk, room, options.email)
        if options.without_second_factor and goes_on(options, f"{email} can sign in without their second factor."):
            take_off(desk, email)
        if options.ask_password:
            _set_here(desk, options, email)
        elif goes_on(options, f"{email} is mailed a link to choose a new password."):
            queue_password_reset(desk, email, room.workspace.language)
            print(f"The mail is on its way. Then sign in at {variables['BASE_URL']}.")


def _admin(desk: Desk, room: Room, email: str) -> str:
    """Return the address as they sign in with it. Raises DeployError for whoever is no admin who can."""
    wanted = sign_in_address(email)
    found = [one for one in room.workspace.members.values() if sign_in_address(one.email) == wanted]
    if not any(one.active and one.role is Role.ADMIN for one in found):
        raise DeployError(f"{wanted} is no active admin of {room.workspace.id}.")
    if desk.identity.find(wanted) is None:
        raise DeployError(f"The user pool knows nobody by {wanted}: another admin has to invite them anew.")
    return wanted


def _set_here(desk: Desk, options: argparse.Namespace, email: str) -> None:
    if not goes_on(options, f"{email} gets the password that is typed here, and is signed out everywhere."):
        return
    password = getpass.getpass(f"Password for {email}: ")
    check_password(password, own_words(desk, email))
    change_password(desk, email, password)
    print(f"{email} can sign in with it.")
