"""The user pool in the template: only the desk speaks to it, and may do there just what it does."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator

import boto3
import pytest
from botocore import xform_name

from chalicelib.adapters import client_secret, cognito, factor_sessions
from infra.package.parts import Template, read

CALLED_BY_AN_OPERATOR = {"ListUsers"}
"""What commands of `infra.deploy` do with credentials of their own."""


@pytest.fixture(scope="module")
def pool() -> Template:
    return dict(read("template/resources/users.json")["Resources"]["UserPool"]["Properties"])


@pytest.fixture(scope="module")
def pool_client() -> Template:
    return dict(read("template/resources/users.json")["Resources"]["UserPoolClient"]["Properties"])


def test_only_who_has_the_clients_secret_signs_in_and_nobody_learns_who_is_a_user(pool_client: Template) -> None:
    assert pool_client["GenerateSecret"] is True
    assert pool_client["PreventUserExistenceErrors"] == "ENABLED"


def test_a_password_is_the_one_way_in_and_no_token_goes_on(pool_client: Template) -> None:
    assert pool_client["ExplicitAuthFlows"] == ["ALLOW_USER_PASSWORD_AUTH"]
    assert pool_client["SupportedIdentityProviders"] == ["COGNITO"]
    assert pool_client["AllowedOAuthFlowsUserPoolClient"] is False
    assert not {"AllowedOAuthFlows", "AllowedOAuthScopes", "CallbackURLs"} & pool_client.keys()


def test_tokens_live_no_longer_than_setting_up_a_second_factor_takes(pool_client: Template) -> None:
    """The bounds are CloudFormation's: five minutes, and an hour for the token that nobody can use."""
    assert set(pool_client["TokenValidityUnits"].values()) == {"minutes"}
    lives = [pool_client[f"{kind}TokenValidity"] for kind in ("Access", "Id", "Refresh")]
    assert lives == [factor_sessions.LIFE / 60, 5, 60]


def test_people_change_nothing_about_themselves_in_the_pool(pool_client: Template) -> None:
    assert pool_client["WriteAttributes"] == pool_client["ReadAttributes"] == ["locale"]


def test_the_pool_gives_out_no_new_passwords_and_takes_authenticator_apps(pool: Template) -> None:
    assert pool["AccountRecoverySetting"] == {"RecoveryMechanisms": [{"Name": "admin_only", "Priority": 1}]}
    assert (pool["MfaConfiguration"], pool["EnabledMfas"]) == ("OPTIONAL", ["SOFTWARE_TOKEN_MFA"])


def test_the_clients_secret_is_in_no_output() -> None:
    assert read("template/resources/users.json")["Outputs"].keys() == {"UserPoolId", "UserPoolClientId"}


def _called() -> Iterator[str]:
    """Names of the methods of a client that the adapters call."""
    for module in (cognito, client_secret):
        tree = ast.parse(inspect.getsource(module))
        yield from (node.func.attr for node in ast.walk(tree) if _is_a_call(node))  # type: ignore[attr-defined]


def _is_a_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)


def test_the_api_may_do_in_the_pool_what_it_does_there_and_nothing_else() -> None:
    """IAM is not asked about calls that go unsigned: there the client's secret or somebody's token is what counts."""
    model = boto3.client("cognito-idp", region_name="us-east-1").meta.service_model
    named = {xform_name(name): name for name in model.operation_names}
    signed = {named[call] for call in _called() if call in named}
    signed -= {name for name in signed if model.operation_model(name).auth_type == "none"}
    (statement,) = read("template/grants.json")["users"]
    assert {action.removeprefix("cognito-idp:") for action in statement["Action"]} == signed - CALLED_BY_AN_OPERATOR
    assert statement["Resource"] == {"Fn::GetAtt": ["UserPool", "Arn"]}
    may = {name for name, entry in read("template/functions.json").items() if "users" in entry["may"]}
    assert may == {"api_handler"}
