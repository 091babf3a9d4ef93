"""The desk's secrets are made by deploying, and by nothing else."""

from __future__ import annotations

import uuid

import boto3
import pytest

from infra.deploy import desk
from infra.deploy.errors import DeployError
from infra.deploy.secrets import ensure_secrets, stored_secrets

REGION = "eu-west-1"


@pytest.fixture
def session(aws: None) -> boto3.Session:
    return boto3.Session(region_name=REGION)


@pytest.fixture
def parameter() -> str:
    return f"/{uuid.uuid4().hex}/secrets"


def test_secrets_are_made_once_and_then_kept(session: boto3.Session, parameter: str) -> None:
    ssm = session.client("ssm")
    first = ensure_secrets(ssm, parameter)
    assert ensure_secrets(ssm, parameter) == first
    assert ensure_secrets(ssm, f"{parameter}/other") != first
    assert ssm.get_parameter(Name=parameter)["Parameter"]["Type"] == "SecureString"


def test_a_secret_that_a_new_version_needs_is_added_and_the_others_stay(session: boto3.Session, parameter: str) -> None:
    ssm = session.client("ssm")
    ssm.put_parameter(Name=parameter, Type="SecureString", Value='{"origin": "old"}')
    complete = ensure_secrets(ssm, parameter)
    assert complete.values["origin"] == "old"
    assert complete.values["signing"]["keys"]
    assert complete.version == 2
    assert ensure_secrets(ssm, parameter) == complete


def test_a_stack_that_lost_its_secrets_gets_new_ones_by_deploying_alone_and_loudly(
    session: boto3.Session, parameter: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ssm = session.client("ssm")
    first = desk.secrets_of(ssm, parameter, is_new=True)
    assert desk.secrets_of(ssm, parameter, is_new=False) == first
    assert capsys.readouterr().err == ""
    ssm.delete_parameter(Name=parameter)
    with pytest.raises(DeployError, match="deploy first, or, if it was lost, put back your copy"):
        stored_secrets(ssm, parameter)
    assert desk.secrets_of(ssm, parameter, is_new=False).values != first.values
    said = capsys.readouterr().err
    assert f"{parameter}, are not: NEW ONES ARE MADE" in said
    assert "identity secrets of widgets" in said
