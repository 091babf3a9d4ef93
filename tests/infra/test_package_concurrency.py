"""What is kept of the account's concurrency for console and API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from infra.deploy import artifacts, concurrency, desk
from infra.deploy.errors import DeployError
from infra.package.functions import functions
from infra.package.parts import read
from tests.infra.test_package_deploy import REGION, Session, cloudformation, described, wish  # noqa: F401 - a fixture


def limit(whole: int, free: int) -> dict[str, Any]:
    return {"AccountLimit": {"ConcurrentExecutions": whole, "UnreservedConcurrentExecutions": free}}


@pytest.fixture
def account() -> Iterator[tuple[Any, Stubber]]:
    client = boto3.client("lambda", region_name=REGION, aws_access_key_id="x", aws_secret_access_key="x")
    with Stubber(client) as stub:
        yield client, stub
        stub.assert_no_pending_responses()


@pytest.mark.parametrize(
    ("whole", "free", "former", "most"),
    [(10, 10, 0, 0), (1000, 1000, 0, 900), (1000, 700, 0, 600), (1000, 700, 300, 900), (50, 40, 10, 0)],
)
def test_no_more_is_kept_than_lambda_lets_go(
    account: tuple[Any, Stubber], whole: int, free: int, former: int, most: int
) -> None:
    for _ in range(2):
        account[1].add_response("get_account_settings", limit(whole, free))
    with pytest.raises(DeployError, match=f"account's {whole} .* {most} at most") as refusal:
        concurrency.check(account[0], most + 1, former)
    assert "request-service-quota-increase" in str(refusal.value)
    said = concurrency.check(account[0], most, former)
    assert said.startswith(f"{most} of the account's {whole} " if most else "Nothing is kept")


def test_deploying_with_too_much_is_refused_before_anything_is_done(
    account: tuple[Any, Stubber],
    cloudformation: tuple[Any, Stubber],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(artifacts, "built", lambda _: None)
    sts = boto3.client("sts", region_name=REGION, aws_access_key_id="x", aws_secret_access_key="x")
    account[1].add_response("get_account_settings", limit(150, 120))
    kept = [{"ParameterKey": "ApiConcurrency", "ParameterValue": "30"}]
    cloudformation[1].add_response("describe_stacks", described(Parameters=kept))
    with Stubber(sts) as asked:
        asked.add_response("get_caller_identity", {"Account": "123456789012"})
        session = Session(cloudformation=cloudformation[0], sts=sts, s3=None, **{"lambda": account[0]})
        session.region_name = REGION  # type: ignore[attr-defined]
        with pytest.raises(DeployError, match=r"--api-concurrency 51 .* 50 at most"):
            desk.run(wish("--api-concurrency", "51"), session)


def test_what_is_kept_stays_until_another_number_is_given() -> None:
    known = described()["Stacks"][0]
    assert desk.parameters(wish("--api-concurrency", "100"), known) == {"ApiConcurrency": "100"}
    assert desk.parameters(wish("--api-concurrency", "0"), known) == {"ApiConcurrency": "0"}
    assert desk.parameters(wish(), known) == {}


@pytest.mark.parametrize("text", ["-1", "many", "1.5", ""])
def test_it_is_a_number(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        wish("--api-concurrency", text)
    assert "--api-concurrency" in capsys.readouterr().err


def test_only_the_api_has_a_share_and_only_if_one_is_wanted() -> None:
    pieces = functions(read("template/functions.json"))["Resources"]
    shares = {
        name: piece["Properties"]["ReservedConcurrentExecutions"]
        for name, piece in pieces.items()
        if "ReservedConcurrentExecutions" in piece["Properties"]
    }
    assert shares == {
        "APIHandler": {"Fn::If": ["HasApiConcurrency", {"Ref": "ApiConcurrency"}, {"Ref": "AWS::NoValue"}]}
    }
    assert read("template/resources/parameters.json")["Parameters"]["ApiConcurrency"]["Default"] == 0
