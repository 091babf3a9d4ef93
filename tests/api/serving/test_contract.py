"""The served OpenAPI document is right, and the API keeps to it, whatever a machine comes up with.

`CONTRACT_EXAMPLES=200` tries harder, and differently every time. Only then every case is also sent without a token,
with a wrong one and by the wrong methods: test_who_may_what and test_bad_addresses do so for every route anyway.
"""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import CheckFunction
from schemathesis.config import SchemathesisConfig
from schemathesis.pytest.lazy import get_all_tests
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from chalicelib.api.docs.openapi import document
from chalicelib.domain.reports.pages import ReportName
from tests.api.asking import TICKETS, new_ticket
from tests.support.desk import Desk

BASE = "http://desk.test"
THOROUGH = "CONTRACT_EXAMPLES" in os.environ
EXAMPLES = int(os.environ.get("CONTRACT_EXAMPLES", "2"))
REAL = "real"
OF_EARLIER_ANSWERS = {"cursor", "since", "If-Match", "Idempotency-Key"}
IDS = {
    "workspace": ["acme"],
    "ref": ["TKT-0001", "TKT-0002", "TKT-0003", "TKT-9999"],
    "id": [REAL, "x_unknown"],
    "other": ["TKT-0002", "TKT-9999"],
    "name": [*ReportName],
}


OF_THE_MOMENT = [401, 404, 409, 412, 429]
"""What is right may be refused for what the desk is like: a wrong password, a ticket that is resolved already."""
CONFIG = SchemathesisConfig.from_dict(
    {
        "checks": {
            "positive_data_acceptance": {"expected-statuses": ["2xx", "3xx", *OF_THE_MOMENT]},
            "ignored_auth": {"enabled": THOROUGH},
        },
        "phases": {"coverage": {} if THOROUGH else {"unexpected-methods": []}},
    }
)
MORE_THAN_A_SCHEMA_SAYS = {
    "POST /v1/{workspace}/tickets/{ref}/assistant/ask": "asks a question or for a fact",
    "POST /v1/{workspace}/tickets/{ref}/assistant/translate": "translates an entry or a text",
    "GET /health": "looks deeper only by a signature of the minute",
    "GET /v1/auth/sso/{workspace}": "leads to a company's sign-on, which the workspace has to have",
    "POST /v1/auth/challenge": "answers a question, or brings password and recovery code; not some of each",
    "POST /v1/me/password": "gives the password there is, and one that is neither short nor common",
    "POST /v1/me/second-factor": "takes the password first, and session and code then",
    "POST /v1/me/push-subscriptions": "names a browser at a push service that is known, with a key of its curve",
    "POST /v1/me/push-subscriptions/trial": "names a browser, which has to be there",
    "GET /v1/{workspace}/tickets": "searches for words and numbers, and not for signs alone",
    "POST /v1/{workspace}/tickets": "names a member, labels and a contact, who have to be there",
    "PATCH /v1/{workspace}/tickets/{ref}": "names a member, labels and a contact, who have to be there",
    "POST /v1/{workspace}/assistant": "names a contact, who has to be there",
    "POST /v1/{workspace}/tickets/bulk": "names a member and labels, which have to be there",
    "POST /v1/{workspace}/tickets/{ref}/redactions": "names words to be seen, an entry or a file: one of them",
    "POST /v1/{workspace}/tickets/{ref}/replies": "names uploads, which have to be there",
    "POST /v1/{workspace}/tickets/{ref}/replies/preview": "names uploads, which have to be there",
    "PATCH /v1/{workspace}/tickets/{ref}/scheduled/{id}": "only who wrote a reply changes it, for an instant to come",
    "POST /v1/{workspace}/tickets/{ref}/scheduled/{id}/send": "only who wrote a reply sends it",
    "DELETE /v1/{workspace}/tickets/{ref}/replies/{id}": "only who wrote a reply takes it back",
    "POST /v1/{workspace}/tickets/{ref}/actions/{id}/undo": "only who did something undoes it, for ten seconds",
    "POST /v1/{workspace}/members/{id}/handover": "names a member, who has to be there",
    "PUT /v1/{workspace}/members/{id}/absence": "names days to come, and a member, who has to be there",
    "POST /v1/{workspace}/tickets/bulk/{id}/undo": "only who changed them undoes it",
    "POST /v1/{workspace}/tickets/{ref}/notes": "names uploads, which have to be there",
    "POST /v1/{workspace}/tickets/{ref}/forward": "names messages and uploads, which have to be there",
    "PATCH /v1/{workspace}/tickets/{ref}/notes/{id}": "only who wrote a note changes it",
    "GET /v1/{workspace}/tickets/{ref}/merge": "names another ticket, which has to be there",
    "PUT /v1/{workspace}/tickets/{ref}/snooze": "takes an instant to come, or the customer's next word: one of them",
    "PUT /v1/{workspace}/tickets/{ref}/reminder": "takes an instant to come",
    "PUT /v1/{workspace}/tickets/{ref}/links/{other}": "names another ticket, which has to be another one",
    "POST /v1/{workspace}/tickets/{ref}/links/replies": "names tickets that have to be linked, or some have to be",
    "POST /v1/{workspace}/tickets/{ref}/links/resolve": "names tickets that have to be linked, or some have to be",
    "POST /v1/{workspace}/api-keys": "expires at a moment to come, within ten years",
    "POST /v1/{workspace}/tickets/{ref}/merge": "names another ticket, which has to be there",
    "POST /v1/{workspace}/tickets/{ref}/unmerge": "names another ticket, which has to be there",
    "POST /v1/{workspace}/contacts": "wants a name or an address",
    "PATCH /v1/{workspace}/contacts/{id}": "takes the first address or all of them, not both",
    "POST /v1/{workspace}/contacts/{id}/merge": "names another contact, who has to be there",
    "POST /v1/{workspace}/contacts/{id}/unmerge": "names another contact, who has to be there",
    "PATCH /v1/{workspace}/profile": "names a time zone, which has to be there",
    "PATCH /v1/{workspace}/preferences": "names a time zone, which has to be there; words that no letter keeps",
    "POST /v1/{workspace}/inbox/read": "takes ids or `all`, one of the two",
    "PATCH /v1/{workspace}/ai-engine": "an engine that is a model's needs its model, and maybe its address",
    "PATCH /v1/{workspace}/sign-in-rules": "names domains and an admin, who have to be there, and SSO whole",
    "PATCH /v1/{workspace}/masking": "patterns of enough letters and digits, that take no ticket's reference away",
    "PATCH /v1/{workspace}/weekly-report": "names members, who have to be there",
    "PATCH /v1/{workspace}/business-hours": "names a time zone, a country and its region, which have to be there",
    "PATCH /v1/{workspace}/portal": "names an uploaded file, which has to be there",
    "GET /v1/{workspace}/reports/{name}": "goes from a day to a later one, over a year at most",
    "GET /v1/{workspace}/reports/{name}/tickets": "goes from a day to a later one, over a year at most",
    "GET /v1/{workspace}/reports/{name}/export": "goes from a day to a later one, over a year at most",
    "PATCH /v1/{workspace}/settings": "names a mailbox, which has to be there",
    "POST /v1/{workspace}/resend": "goes back from this moment, over 90 days at most",
    "POST /v1/{workspace}/macros": "each action takes values of its own, and no two are of the same",
    "PATCH /v1/{workspace}/macros/{id}": "each action takes values of its own, and no two are of the same",
    "POST /v1/{workspace}/tickets/{ref}/macros/{id}": "names what has to be there still",
    "POST /v1/{workspace}/canned-responses/{id}/render": "names a ticket, which has to be there",
}
"""Routes that refuse what fits their schema, each with the reason."""


def without_guesses(schema: dict[str, Any]) -> dict[str, Any]:
    """A list of words may be long, and its pattern is enough of it: a text of just as many letters that is such a list
    is one in thousands that the tester would have to guess."""
    of_words = ",(" in str(schema.get("pattern"))
    return {name: value for name, value in schema.items() if not (of_words and name == "maxLength")}


def described() -> dict[str, Any]:
    """The document, with paths that lead somewhere, and without what only means something after an earlier answer."""
    found: dict[str, Any] = json.loads(document(BASE), object_hook=without_guesses)
    for operations in found["paths"].values():
        for operation in operations.values():
            for parameter in operation["parameters"]:
                if parameter["in"] == "path":
                    parameter["schema"] = {"type": "string", "enum": IDS[parameter["name"]]}
            left = [one for one in operation["parameters"] if one["name"] not in OF_EARLIER_ANSWERS]
            operation["parameters"] = left
    return found


class Served:
    """The desk as a WSGI application (PEP 3333), each request from an address of its own."""

    desk: Desk

    def __init__(self) -> None:
        self.requests = 0

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., object]) -> list[bytes]:
        self.requests += 1
        query = environ["QUERY_STRING"]
        headers = {key[5:].replace("_", "-"): value for key, value in environ.items() if key.startswith("HTTP_")}
        answer = self.desk.http(
            environ["REQUEST_METHOD"],
            environ["REQUEST_URI"] + (f"?{query}" if query else ""),
            body=environ["wsgi.input"].read(),
            headers={**headers, "content-type": environ.get("CONTENT_TYPE", "")},
            address=f"10.{self.requests >> 16 & 255}.{self.requests >> 8 & 255}.{self.requests & 255}",
        )
        start_response(f"{answer.status} .", list(answer.headers.items()))
        return [answer.content]


served = Served()
HARDER = settings(
    max_examples=EXAMPLES,
    database=None,
    derandomize=not THOROUGH,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
schema = schemathesis.openapi.from_dict(described(), config=CONFIG)
schema.app = served
ROUTES = [one.ok().label for one in schema.get_all_operations()]


@pytest.fixture(scope="module", autouse=True)
def serve(standing_desk: Desk) -> None:
    served.desk = standing_desk


@pytest.fixture(scope="module")
def tokens(standing_desk: Desk) -> Iterator[str]:
    """Tokens of several admins, in turn, so that none comes to their limit."""
    admins = [
        standing_desk.add_member(f"Admin {n}", f"admin{n}@acme.example", "admin", can_delete=True) for n in range(8)
    ]
    return itertools.cycle([admin.token for admin in admins])


@pytest.fixture(scope="module")
def real(standing_desk: Desk) -> dict[str, str]:
    """An id that is there, for the name that stands before `{id}` in a path."""
    desk = standing_desk
    for _ in range(3):
        new_ticket(desk, contact={"email": "maya@example.com"})
    made: dict[str, dict[str, Any]] = {
        "labels": {"name": "billing", "color": "#a13a00"},
        "canned-responses": {"name": "Hello", "body": "Hello {{customer_name|there}}"},
        "contacts": {"name": "Noor"},
        "members": {"name": "Gil G.", "email": "gil@acme.example", "role": "agent"},
        "mailboxes": {"address": "billing@acme.example", "name": "Billing"},
        "mail-domains": {"domain": "shop.example"},
        "views": {"name": "Open ones", "filters": {"status": "open"}, "shared": True},
        "macros": {"name": "Mine", "shared": True, "actions": [{"do": "assign", "member": "me"}]},
        "api-keys": {"name": "Reports", "scopes": ["tickets:read"]},
        "widgets": {"name": "Shop", "origins": ["https://shop.example"]},
    }
    held = {"body": "Oops", "undo_seconds": 60}
    return {
        **{name: _made(desk, f"/v1/acme/{name}", body) for name, body in made.items()},
        "sla-policies": "p_low",
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


@pytest.mark.parametrize("label", ROUTES)
def test_the_api_keeps_to_its_document(label: str, tokens: Iterator[str], real: dict[str, str]) -> None:
    """What there is to try at a route takes seconds to say: it is said here, not to everybody who counts the tests."""

    def keeps_to_it(case: schemathesis.Case[Any]) -> None:
        if case.path_parameters.get("id") == REAL:
            case.path_parameters["id"] = real.get(case.path.split("/{id}")[0].rpartition("/")[2], "x_unknown")
        unpacked = {"Accept-Encoding": "identity"}  # what is packed, the tester's way to the app doesn't unpack
        headers = {"Authorization": f"Bearer {next(tokens)}", **unpacked}
        case.call_and_validate(headers=headers, excluded_checks=list(_wrong_here(case)))

    (found,) = get_all_tests(schema=schema.include(name=label), test_func=keeps_to_it, settings=HARDER, given_kwargs={})
    found.ok()[1]()


OFF_ALREADY = {
    "DELETE /v1/{workspace}/tickets/{ref}/labels/{id}": "a label that is none is off every ticket",
    "DELETE /v1/{workspace}/tickets/{ref}/scheduled/{id}": "a reply that there is none of is never sent",
}


def _wrong_here(case: schemathesis.Case[Any]) -> Iterator[CheckFunction]:
    """Checks that the contract itself contradicts, for this case."""
    if case.operation.label in MORE_THAN_A_SCHEMA_SAYS:
        yield positive_data_acceptance
    if case.operation.label in OFF_ALREADY:
        yield negative_data_rejection
    if "" in (case.query or {}).values():
        yield negative_data_rejection  # an empty parameter counts as not given
