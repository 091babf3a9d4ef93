"""`python -m infra.deploy receive-mail`: lets SES hand the mail domain's mail to the desk."""

from __future__ import annotations

import argparse
from typing import Any

from infra.deploy import stack
from infra.deploy.errors import DeployError


def run(options: argparse.Namespace, session: Any) -> None:
    """Activate the stack's receipt rule set. Refuses to push out another one: an account has one active per region."""
    ours = stack.deployed_outputs(session.client("cloudformation"), options.stack)["ReceiptRuleSetName"]
    ses = session.client("ses")
    active = ses.describe_active_receipt_rule_set().get("Metadata", {}).get("Name")
    if active not in (None, ours):
        raise DeployError(
            f"SES receives by the rule set {active} in this region, and only one can be active. Copy its rules into "
            f"{ours}, or deactivate it with `aws ses set-active-receipt-rule-set`, then run this again."
        )
    ses.set_active_receipt_rule_set(RuleSetName=ours)
    print(f"SES now receives by the rule set {ours}.")
