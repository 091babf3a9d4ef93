"""The served OpenAPI document is right, and the API keeps to it, whatever a machine comes up with.

`CONTRACT_EXAMPLES=200` tries harder, and differently every time.
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
from schemathesis.specs.openapi.checks import positive_data_acceptance
from urllib3 import HTTPResponse

import app  # noqa: F401 - declares the routes
from chalicelib.api.openapi import document
from chalicelib.domain.permissions import SCOPES
from tests.api.asking import TICKETS, new_ticket
from tests.support.desk import Desk

BASE = "http://desk.test"
EXAMPLES = int(os.environ.get("CONTRACT_EXAMPLES", "5"))
REAL = "real"
IDS = {"workspace": ["acme"], "ref": ["TKT-0001", "TKT-0002", "TKT-0003", "TKT-9999"], "id": [REAL, "x_unknown"]}


def described() -> dict[str, Any]:
    """The document, with paths that lead somewhere: of random names a desk has none."""
    found: dict[str, Any] = json.loads(document(BASE))
    for operations in found["paths"].values():
        for operation in operations.values():
            for parameter in operation["parameters"]:
                if parameter["in"] == "path":
                    parameter["schema"] = {"type": "string", "enum": IDS[parameter["name"]]}
    return found


schema = schemathesis.openapi.from_dict(described())


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


@pytest.fixture(scope="module")
def real(standing_desk: Desk) -> dict[str, str]:
    """An id that is there, for the name that stands before `{id}` in a path."""
    desk = standing_desk
    for _ in range(3):
        new_ticket(desk, contact={"email": "maya@example.com"})
    made = {
        "labels": {"name": "billing", "color": "#a13a00"},
        "canned-responses": {"name": "Hello", "body": "Hello {{customer_name|there}}"},
        "contacts": {"name": "Noor"},
        "members": {"name": "Gil G.", "email": "gil@acme.example", "role": "agent"},
        "mailboxes": {"address": "billing@acme.example", "name": "Billing"},
        "views": {"name": "Open ones", "filters": {"status": "open"}, "shared": True},
        "api-keys": {"name": "Reports", "scopes": ["tickets:read"]},
    }
    held = {"body": "Oops", "undo_seconds": 60}
    return {
        **{name: _made(desk, f"/v1/acme/{name}", body) for name, body in made.items()},
        "replies": _made(desk, f"{TICKETS}/TKT-0001/replies", held),
    }


def _made(desk: Desk, path: str, body: dict[str, Any]) -> str:
    answer = desk.http("POST", path, json=body, token=desk.admin.token)
    assert answer.status == 201, answer.text
    return str(answer.json()["id"])


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
def test_the_api_keeps_to_its_document(
    case: schemathesis.Case, session: requests.Session, keys: Iterator[str], real: dict[str, str]
) -> None:
    if case.path_parameters.get("id") == REAL:
        case.path_parameters["id"] = real.get(case.path.split("/{id}")[0].rpartition("/")[2], "x_unknown")
    case.call_and_validate(base_url=BASE, session=session, headers={"Authorization": f"Bearer {next(keys)}"})
