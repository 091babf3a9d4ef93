"""Secrets that can't be read are no fault of whoever asks; once they are put right, nobody needs to start anything."""

from __future__ import annotations

import base64
import json

import pytest

from chalicelib import bootstrap
from chalicelib.config import settings
from infra.local.aws import client
from tests.api.asking import problem
from tests.support.desk import Desk

KEY = base64.b64encode(b"k" * 32).decode()
MALFORMED = {
    "nothing": " ",
    "no JSON": '{"signing": canary',
    "a list": "[]",
    "no object": '"canary"',
    "no origin": json.dumps({"signing": {"current": "k1", "keys": {"k1": KEY}}}),
    "an empty origin": json.dumps({"signing": {"current": "k1", "keys": {"k1": KEY}}, "origin": ""}),
    "no current key": json.dumps({"signing": {"current": "canary", "keys": {"k1": KEY}}, "origin": "canary"}),
    "a key that is none": json.dumps({"signing": {"current": "k1", "keys": {"k1": "canary!"}}, "origin": "canary"}),
    "an empty key": json.dumps({"signing": {"current": "k1", "keys": {"k1": ""}}, "origin": "canary"}),
}


@pytest.fixture
def parameter(desk: Desk) -> str:
    """The parameter's name, which this process has not read yet."""
    bootstrap.desk.cache_clear()
    return settings().secrets_parameter


def _put(parameter: str, text: str) -> None:
    client("ssm").put_parameter(Name=parameter, Value=text, Type="SecureString", Overwrite=True)


@pytest.mark.parametrize("text", MALFORMED.values(), ids=MALFORMED)
def test_what_is_no_set_of_secrets_makes_the_desk_unavailable(
    desk: Desk, parameter: str, text: str, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    _put(parameter, text)
    caplog.clear()
    _is_unavailable(desk, caplog)
    assert "canary" not in capsys.readouterr().out + caplog.text
    _put(parameter, json.dumps(desk.secrets))
    assert desk.http("GET", "/health").status == 200


def test_a_parameter_that_is_gone_makes_the_desk_unavailable(
    desk: Desk, parameter: str, caplog: pytest.LogCaptureFixture
) -> None:
    client("ssm").delete_parameter(Name=parameter)
    _is_unavailable(desk, caplog)
    assert "ParameterNotFound" in str([record.__dict__ for record in caplog.records])


def _is_unavailable(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever asks gets a problem with an id, by which the log says which parameter it is."""
    for path in ("/health", "/v1/acme/tickets", "/portal/acme"):
        answer = desk.http("GET", path)
        document = problem(answer, 503, "unavailable")
        assert document["request_id"] == answer.headers["x-request-id"]
        assert int(answer.headers["retry-after"]) > 0
    named = [record for record in caplog.records if getattr(record, "parameter", None)]
    assert {getattr(record, "parameter", None) for record in named} == {settings().secrets_parameter}
    assert len(named) == 3
