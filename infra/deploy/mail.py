"""`python -m infra.deploy receive-mail`: lets SES hand the mail domain's mail to the desk."""

from __future__ import annotations

import argparse
from typing import Any

from infra.deploy import stack
from infra.deploy.errors import DeployError

REFUSED = """\
SES receives by the rule set {active} in {region}, and a region has one active rule set. Nothing was changed.
If {active} is another desk's: take another region for one of the two, or one desk with a workspace for each.
If it is another program's: copy its rules into {ours}, behind the desk's own (SES console, Email receiving), so that
both get their mail; copying the desk's rule the other way doesn't do, since its topic takes notices of {ours} alone.
If nobody needs it: aws ses set-active-receipt-rule-set --region {region}
Then run this again."""


def run(options: argparse.Namespace, session: Any) -> None:
    """Activate the stack's receipt rule set. Refuses to push out another one: an account has one active per region."""
    ours = stack.deployed_outputs(session.client("cloudformation"), options.stack)["ReceiptRuleSetName"]
    ses = session.client("ses")
    active = ses.describe_active_receipt_rule_set().get("Metadata", {}).get("Name")
    if active not in (None, ours):
        raise DeployError(REFUSED.format(active=active, ours=ours, region=ses.meta.region_name))
    ses.set_active_receipt_rule_set(RuleSetName=ours)
    print(f"SES now receives by the rule set {ours}.")
