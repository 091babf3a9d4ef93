"""The served OpenAPI document is right, and the API keeps to it, whatever a machine comes up with.

`CONTRACT_EXAMPLES=500` tries harder, and differently every time.
"""

from __future__ import annotations

import io
import itertools
import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

import app  # noqa: F401 - declares the routes
from chalicelib.api.openapi import document
from chalicelib.domain.permissions import SCOPES
from tests.support.desk import Desk

BASE = "http://desk.test"
EXAMPLES = int(os.environ.get("CONTRACT_EXAMPLES", "10"))

schema = schemathesis.openapi.from_dict(json.loads(document(BASE)))


class ToDesk(HTTPAdapter):
    """Takes requests to the desk instead of to the network, each from an address of its own."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self.sent = desk, 0

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        self.sent += 1
        body = request.body or b""
        answer = self.desk.http(
            request.method or "GET",
            request.path_url,
            body=body.encode() if isinstance(body, str) else body,
            headers=dict(request.headers),
            address=f"10.{self.sent >> 16 & 255}.{self.sent >> 8 & 255}.{self.sent & 255}",
        )
        raw = HTTPResponse(
            io.BytesIO(answer.content), headers=answer.headers, status=answer.status, preload_content=False
        )
        return self.build_response(request, raw)


@pytest.fixture(scope="module")
def session(standing_desk: Desk) -> requests.Session:
    made = requests.Session()
    made.mount(BASE, ToDesk(standing_desk))
    return made


@pytest.fixture(scope="module")
def keys(standing_desk: Desk) -> Iterator[str]:
    """Keys that may do everything, in turn, so that none comes to its limit."""
    return itertools.cycle([standing_desk.api_key(*sorted(SCOPES)) for _ in range(20)])


def test_the_document_is_valid_openapi(standing_desk: Desk) -> None:
    answer = standing_desk.http("GET", "/v1/openapi.json")
    assert answer.json()["openapi"] == "3.1.0"
    OpenAPIV31SpecValidator(answer.json()).validate()


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize="CONTRACT_EXAMPLES" not in os.environ,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
def test_the_api_keeps_to_its_document(case: schemathesis.Case, session: requests.Session, keys: Iterator[str]) -> None:
    case.call_and_validate(base_url=BASE, session=session, headers={"Authorization": f"Bearer {next(keys)}"})
