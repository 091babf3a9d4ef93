"""`python -m infra.deploy mail-domain`: a domain of mail becomes a workspace's on the operator's word."""

from __future__ import annotations

import argparse
from typing import Any

from chalicelib.domain.errors import DeskError
from chalicelib.services.settings.mail_domains import claim_mail_domain
from infra.deploy.errors import DeployError
from infra.deploy.first_workspace import deployed_desk


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--workspace", required=True, help="short name of the workspace")
    parser.add_argument("--domain", required=True, help="domain that nobody else may have mailboxes at, or below")


def run(options: argparse.Namespace, session: Any) -> None:
    """Do what a record in the DNS does for those who aren't the operator."""
    desk, _ = deployed_desk(options, session)
    try:
        domain = claim_mail_domain(desk, options.workspace, options.domain)
    except DeskError as refusal:
        raise DeployError(refusal.detail) from refusal
    print(f"{domain.domain} is {options.workspace}'s.")
