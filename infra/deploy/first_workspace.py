"""`python -m infra.deploy first-workspace`: the first workspace of a deployed desk, and its admin."""

from __future__ import annotations

import argparse
import getpass
import os
from typing import TYPE_CHECKING, Any

from chalicelib.domain.errors import DeskError
from chalicelib.domain.people.addresses import domain_in_dns
from chalicelib.services.accounts.passwords import check_password
from chalicelib.services.settings.create_workspace import create_workspace, first_admin
from infra.deploy import stack
from infra.deploy.errors import DeployError
from infra.deploy.secrets import stored_secrets

if TYPE_CHECKING:
    from chalicelib.services.ports import Desk


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--workspace", required=True, help="short name in addresses, such as acme")
    parser.add_argument("--name", required=True, help='name people see, such as "Acme Support"')
    parser.add_argument("--support-address", required=True, help="address customers write to, in the mail domain")
    parser.add_argument(
        "--forwarded",
        action="store_true",
        help="the support address is another mail system's, which forwards what comes there to the mail domain",
    )
    parser.add_argument("--admin-email", required=True, help="address the admin signs in with")
    parser.add_argument("--admin-name", help="name the admin answers under; by default what stands before the @")
    parser.add_argument(
        "--ask-password",
        action="store_true",
        help="ask for the admin's password here instead of mailing an invitation (in the SES sandbox, for one)",
    )


def run(options: argparse.Namespace, session: Any) -> None:
    """Create both as the desk itself would, with the settings its functions have and the caller's AWS credentials."""
    desk, variables = deployed_desk(options, session)
    if not options.forwarded:
        check_reached(options.support_address, variables["MAIL_DOMAIN"])
    try:
        open_workspace(desk, options)
    except DeskError as refusal:
        raise DeployError(refusal.detail) from refusal
    print(f"Sign in at {variables['BASE_URL']} as {options.admin_email}.")
    print(f"Customers write to {options.support_address} or at {variables['PORTAL_URL']}/portal/{options.workspace}.")


def deployed_desk(options: argparse.Namespace, session: Any) -> tuple[Desk, dict[str, str]]:
    """Return the desk of the stack, wired in this process, and the settings its functions have. Raises DeployError
    where its secrets are lost: what it signs and seals without them, nothing else could read."""
    outputs = stack.deployed_outputs(session.client("cloudformation"), options.stack)
    variables = function_settings(session.client("lambda"), outputs["APIHandlerName"])
    stored_secrets(session.client("ssm"), variables["SECRETS_PARAMETER"])
    os.environ.update(variables | {"AWS_REGION": session.region_name, "AWS_DEFAULT_REGION": session.region_name})
    if options.profile:
        os.environ["AWS_PROFILE"] = options.profile

    from chalicelib.bootstrap import desk  # late: what it loads reads the environment set above

    return desk(), variables


def check_reached(address: str, mail_domain: str) -> None:
    """Raise DeployError for an address whose mail SES doesn't hand to this desk: nobody would notice but customers."""
    if domain_in_dns(address.strip().rpartition("@")[2]) != domain_in_dns(mail_domain):
        raise DeployError(
            f"Mail to {address} doesn't come here: the desk receives what is written to {mail_domain}. Take an address "
            f"there, such as support@{mail_domain}; or, where {address} is forwarded there, say --forwarded "
            "(docs/operations.md, section 6)."
        )


def function_settings(awslambda: Any, function: str) -> dict[str, str]:
    """The environment variables of a deployed function."""
    settings: dict[str, str] = awslambda.get_function_configuration(FunctionName=function)["Environment"]["Variables"]
    return settings


def open_workspace(desk: Desk, options: argparse.Namespace) -> None:
    """Workspace, then admin. Run again after being cut off, at whatever step, it goes on."""
    password = asked_password(options) if options.ask_password else None
    try:
        create_workspace(desk, options.workspace, options.name, options.support_address)
        print(f"Created the workspace {options.workspace}.")
    except DeskError as refusal:
        if refusal.code != "taken" or not is_workspace(desk, options.workspace):
            raise
        print(f"The workspace {options.workspace} is there already; going on with its admin.")
    add_admin(desk, options, password)


def asked_password(options: argparse.Namespace) -> str:
    password = getpass.getpass(f"Password for {options.admin_email}: ")
    words = (options.workspace, options.name, options.admin_email, options.admin_name or "")
    check_password(password, words)
    return password


def is_workspace(desk: Desk, name: str) -> bool:
    with desk.enter(name):
        return desk.settings.load(name, fresh=True) is not None


def add_admin(desk: Desk, options: argparse.Namespace, password: str | None) -> None:
    """Make the admin a member; with a password they can sign in at once, without one a mail lets them choose it."""
    name = options.admin_name or options.admin_email.partition("@")[0]
    inviter = options.name if password is None else None
    admin = first_admin(desk, options.workspace, name, options.admin_email, invited_by=inviter)
    if password is not None:
        desk.identity.set_password(admin.email, password)
