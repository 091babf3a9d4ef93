"""Rules for the user pool, which is spoken to by the desk and by nobody else."""

from __future__ import annotations

import json
from collections.abc import Iterator

from infra.package.parts import Template
from infra.package.protected import is_on
from infra.package.rules.reading import of_type

HARMLESS = {"locale"}
"""What the desk never reads. An empty list would be all attributes there are (terraform-provider-aws 28684)."""
OAUTH = ("AllowedOAuthFlows", "AllowedOAuthScopes", "AllowedOAuthFlowsUserPoolClient", "CallbackURLs")
CLIENT = "AWS::Cognito::UserPoolClient"


def user_pools_are_protected(template: Template) -> Iterator[str]:
    for name, properties in of_type(template, "AWS::Cognito::UserPool").items():
        if not is_on(properties.get("DeletionProtection"), "ACTIVE"):
            yield f"{name} can be deleted by a slip"
        if not properties.get("AdminCreateUserConfig", {}).get("AllowAdminCreateUserOnly"):
            yield f"anybody can sign up in {name}"
        ways = properties.get("AccountRecoverySetting", {}).get("RecoveryMechanisms", [])
        if [way["Name"] for way in ways] != ["admin_only"]:
            yield f"{name} gives out new passwords past the desk"


def pools_are_spoken_to_by_the_desk_alone(template: Template) -> Iterator[str]:
    for name, properties in of_type(template, CLIENT).items():
        if not properties.get("GenerateSecret"):
            yield f"{name} takes calls from anybody who knows its id"
        if any(properties.get(setting) for setting in OAUTH):
            yield f"{name} signs in by pages of its own"
        for setting in ("ReadAttributes", "WriteAttributes"):
            if not properties.get(setting) or not set(properties[setting]) <= HARMLESS:
                yield f"{name} opens attributes of its users to them: {setting}"


def secrets_of_clients_stay_in_the_pool(template: Template) -> Iterator[str]:
    """Keep it out of settings of functions and outputs of the stack: whoever may read those would have it as well."""
    if of_type(template, CLIENT) and "ClientSecret" in json.dumps(template):
        yield "the secret of the pool's client is handed on by the template"


RULES = (
    user_pools_are_protected,
    pools_are_spoken_to_by_the_desk_alone,
    secrets_of_clients_stay_in_the_pool,
)
