"""`python -m infra.deploy [command] --stack NAME …`. Without a command it deploys."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.domain.errors import DeskError
from infra.deploy import (
    addresses,
    admin_password,
    check,
    desk,
    first_workspace,
    health,
    mail,
    mail_domain,
    recount,
    redrive,
    reindex,
    replay,
    resend_mail,
    restore,
    rotate_origin,
    rotate_signing_key,
    take_mail,
    workspace_delete,
    workspace_export,
    workspaces,
)
from infra.deploy.errors import DeployError
from infra.deploy.selftest import command as selftest

DEFAULT = "deploy"
CUT_OFF = 130
"""The status of a program that Ctrl-C ended."""
HELP = {
    DEFAULT: "create or update the stack from what `make package` built",
    "receive-mail": "let SES hand the mail domain's mail to the desk",
    "first-workspace": "create the first workspace and its admin",
    "list-addresses": "note of the tickets from before that was done which addresses are on them",
    "list-mailboxes": "note of the tickets from before that was done which address of the desk they were written to",
    "list-sla": "list the tickets from before by the worst of their open service targets",
    "count-reports": "count for the reports what happened before there were any",
    "check": "compare all that a workspace stores with what was done and said, and put it right",
    "restore": "make the table as it was at a moment, and have the desk go on with it",
    "mail-domain": "make a domain of mail a workspace's own, without a record in the DNS",
    "redrive": "have the messages that failed every try tried again",
    "replay": "take again from the failures bucket what a function gave up on",
    "take-mail": "take in again a raw mail that lies in the mail bucket",
    "resend-mail": "mail a workspace's replies again whose mail failed",
    "admin-password": "mail an admin a link to choose a password, or set one here",
    "reindex": "index a workspace's tickets anew that aren't found by what they say",
    "recount": "put the numbers at the tabs right, by the tickets",
    "rotate-origin": "have CloudFront show the API another secret",
    "rotate-signing-key": "sign with a new key, or take an old one out",
    "health": "ask the desk whether it can work, down to its table",
    "selftest": "try the whole desk on a stack of its own, which is taken down again",
    "workspaces": "list the workspaces and what they use; close one, or open it again",
    "workspace-export": "write all that a workspace stores into a folder or a bucket",
    "workspace-delete": "delete a workspace for good, with all that it stores",
}
RUN = {
    DEFAULT: desk.run,
    "receive-mail": mail.run,
    "first-workspace": first_workspace.run,
    "list-addresses": addresses.run,
    "list-mailboxes": addresses.run_mailboxes,
    "list-sla": addresses.run_sla,
    "count-reports": addresses.run_reports,
    "check": check.run,
    "restore": restore.run,
    "mail-domain": mail_domain.run,
    "redrive": redrive.run,
    "replay": replay.run,
    "take-mail": take_mail.run,
    "resend-mail": resend_mail.run,
    "admin-password": admin_password.run,
    "reindex": reindex.run,
    "recount": recount.run,
    "rotate-origin": rotate_origin.run,
    "rotate-signing-key": rotate_signing_key.run,
    "health": health.run,
    "selftest": selftest.run,
    "workspaces": workspaces.run,
    "workspace-export": workspace_export.run,
    "workspace-delete": workspace_delete.run,
}
ARGUMENTS = {
    DEFAULT: desk.add_arguments,
    "first-workspace": first_workspace.add_arguments,
    "list-addresses": addresses.add_arguments,
    "list-mailboxes": addresses.add_arguments,
    "list-sla": addresses.add_arguments,
    "count-reports": addresses.add_arguments,
    "check": check.add_arguments,
    "restore": restore.add_arguments,
    "mail-domain": mail_domain.add_arguments,
    "redrive": redrive.add_arguments,
    "replay": replay.add_arguments,
    "take-mail": take_mail.add_arguments,
    "resend-mail": resend_mail.add_arguments,
    "admin-password": admin_password.add_arguments,
    "reindex": reindex.add_arguments,
    "recount": recount.add_arguments,
    "rotate-origin": rotate_origin.add_arguments,
    "rotate-signing-key": rotate_signing_key.add_arguments,
    "selftest": selftest.add_arguments,
    "workspaces": workspaces.add_arguments,
    "workspace-export": workspace_export.add_arguments,
    "workspace-delete": workspace_delete.add_arguments,
}
NAMES_ITSELF = ("selftest",)
"""Commands for a stack that nobody names, since they make it."""


def main(arguments: Sequence[str]) -> int:
    options = parser().parse_args(with_command(list(arguments)))
    try:
        session = boto3.Session(profile_name=options.profile, region_name=options.region)
        if not session.region_name:
            raise DeployError("Which region? Say --region, or set AWS_DEFAULT_REGION.")
        RUN[options.command](options, session)
    except DeskError as refusal:
        print(refusal.detail, file=sys.stderr)
        return 1
    except (DeployError, BotoCoreError, ClientError) as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Cut off. Run it again: it goes on, or begins anew, without harm.", file=sys.stderr)
        return CUT_OFF
    return 0


def with_command(arguments: list[str]) -> list[str]:
    if arguments and (arguments[0] in RUN or arguments[0] in ("-h", "--help")):
        return arguments
    return [DEFAULT, *arguments]


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python -m infra.deploy", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True)
    for name, help_text in HELP.items():
        command = commands.add_parser(name, help=help_text, description=help_text)
        if name not in NAMES_ITSELF:
            command.add_argument("--stack", required=True, help="name of the CloudFormation stack")
        command.add_argument("--region", help="AWS region; it must be one where SES receives mail")
        command.add_argument("--profile", help="profile of the AWS credentials")
        if name in ARGUMENTS:
            ARGUMENTS[name](command)
    return top


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
