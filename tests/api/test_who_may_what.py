"""Every address of the desk, and who may what there. A route that the table doesn't name fails the last test."""

from __future__ import annotations

import importlib
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from chalicelib.domain.accounts import PasswordToken, secret_digest
from chalicelib.domain.people import Actor, ActorKind
from chalicelib.domain.permissions import SCOPES
from chalicelib.domain.rules import NewTicket
from chalicelib.domain.ticket import Attachment, Channel, Source
from chalicelib.domain.workspace import Label
from chalicelib.services import tickets
from chalicelib.services.access import reference_of
from chalicelib.services.people import WhoWrites
from tests.api import settings_rows
from tests.api.asking import FORM, problem, submitted
from tests.api.tokens import expired
from tests.support.desk import WORKSPACE, Answer, Desk

MEMBERS = ("viewer", "agent", "agent who deletes", "admin")
KEYS = tuple(f"key {scope}" for scope in sorted(SCOPES))
NOT_SIGNED_IN = ("nobody", "bad token", "expired token")
FOREIGN = ("member elsewhere", "key elsewhere")
CALLERS = (*NOT_SIGNED_IN, *FOREIGN, *MEMBERS, *KEYS)

STAFF = {"agent", "agent who deletes", "admin"}
MAY: Mapping[str, set[str]] = {
    "read tickets": {"viewer", *STAFF, "key tickets:read"},
    "write tickets": {*STAFF, "key tickets:write"},
    "delete tickets": {"agent who deletes", "admin", "key tickets:delete"},
    "read contacts": {"viewer", *STAFF, "key contacts:read"},
    "write contacts": {*STAFF, "key contacts:write"},
    "see colleagues": {*STAFF, "key settings:read"},
    "read settings": {"admin", "key settings:read"},
    "change settings": {"admin", "key settings:write"},
    "fill texts in": STAFF,
    "choose preferences": {"viewer", *STAFF},
}
"""PRODUCT.md, section 10."""


@dataclass(frozen=True)
class Row:
    """What a route answers to whom: `right` is one of MAY, `anybody`, or `signed in`; `success` its status then."""

    method: str
    path: str
    right: str
    success: int
    body: Any = None
    form: Mapping[str, str] | None = None

    def expected(self, caller: str) -> int:
        if self.right == "anybody":
            return self.success
        if caller in NOT_SIGNED_IN:
            return 401
        if self.right == "signed in":
            return self.success if caller in (*MEMBERS, "member elsewhere") else 401
        if caller in FOREIGN:
            return 404
        return self.success if caller in MAY[self.right] else 403


V1, TICKET, PORTAL = "/v1/{workspace}", "/v1/{workspace}/tickets/{ref}", "/portal/{workspace}"
STRANGER = {"email": "stranger-{caller}@example.com", "password": "wrong horse battery 8"}
PASSWORD_FORM = {"password": "short"}
FILE, LABEL = "a_0001", "l_0001"

TABLE = [
    Row("GET", "/health", "anybody", 200),
    Row("GET", "/docs", "anybody", 200),
    Row("GET", "/v1/openapi.json", "anybody", 200),
    Row("POST", "/v1/auth/sign-in", "anybody", 401, STRANGER),
    Row("POST", "/v1/auth/challenge", "anybody", 422, {"challenge": "riddle"}),
    Row("POST", "/v1/auth/refresh", "anybody", 401),
    Row("POST", "/v1/auth/sign-out", "anybody", 401),
    Row("POST", "/v1/auth/forgot-password", "anybody", 202, {"email": "stranger-{caller}@example.com"}),
    Row("POST", "/v1/auth/reset-password", "anybody", 404, {"token": "k1.none", "password": "wrong horse battery 8"}),
    Row("GET", "/v1/me", "signed in", 200),
    Row("GET", V1 + "/tickets", "read tickets", 200),
    Row("POST", V1 + "/tickets", "write tickets", 201, {"title": "Invoice twice"}),
    Row("GET", V1 + "/tickets/counts", "read tickets", 200),
    Row("GET", V1 + "/tickets/changes", "read tickets", 200),
    Row("GET", TICKET, "read tickets", 200),
    Row("PATCH", TICKET, "write tickets", 200, {"priority": "high"}),
    Row("GET", TICKET + "/timeline", "read tickets", 200),
    Row("POST", TICKET + "/replies", "write tickets", 201, {"body": "We are looking into it."}),
    Row("DELETE", TICKET + "/replies/{message}", "write tickets", 404),
    Row("POST", TICKET + "/notes", "write tickets", 201, {"body": "The proxy again."}),
    Row("GET", TICKET + "/attachments/{file}", "read tickets", 302),
    Row("PUT", TICKET + "/labels/{label}", "write tickets", 200),
    Row("DELETE", TICKET + "/labels/{label}", "write tickets", 200),
    Row("POST", TICKET + "/escalate", "write tickets", 200, {"reason": "The shop is down."}),
    Row("POST", TICKET + "/resolve", "write tickets", 200, {"resolution": "A new proxy."}),
    Row("POST", TICKET + "/archive", "delete tickets", 200),
    Row("POST", TICKET + "/restore", "delete tickets", 200),
    Row("GET", V1 + "/contacts", "read contacts", 200),
    Row("POST", V1 + "/contacts", "write contacts", 201, {"name": "Noor"}),
    Row("GET", V1 + "/contacts/{contact}", "read contacts", 200),
    *(Row(*row) for row in settings_rows.ROWS),
    Row("GET", V1 + "/inbox", "read tickets", 200),
    Row("GET", V1 + "/suspended-mails", "read settings", 200),
    Row("GET", PORTAL, "anybody", 200),
    Row("HEAD", PORTAL, "anybody", 200),
    Row("POST", PORTAL, "anybody", 422, form=FORM | {"email": "nobody"}),
    Row("GET", PORTAL + "/theme.css", "anybody", 200),
    Row("HEAD", PORTAL + "/theme.css", "anybody", 200),
    Row("GET", PORTAL + "/t/{token}", "anybody", 200),
    Row("HEAD", PORTAL + "/t/{token}", "anybody", 200),
    Row("POST", PORTAL + "/t/{token}/replies", "anybody", 422, form={"body": ""}),
    Row("GET", PORTAL + "/t/{token}/files/{file}", "anybody", 404),
    Row("HEAD", PORTAL + "/t/{token}/files/{file}", "anybody", 404),
    Row("GET", "/account/password/{token}", "anybody", 200),
    Row("HEAD", "/account/password/{token}", "anybody", 200),
    Row("POST", "/account/password/{token}", "anybody", 422, form=PASSWORD_FORM),
]


@dataclass(frozen=True)
class Scene:
    """A desk with a token of every caller, a ticket for each, and what else the paths name."""

    desk: Desk
    tokens: Mapping[str, str | None]
    refs: Mapping[str, str]
    things: Mapping[str, str]

    def ask(self, row: Row, caller: str) -> Answer:
        """The row's request from this caller, who has an address of his own: sign-in is limited by address."""
        number = CALLERS.index(caller)
        token = "password_token" if row.path.startswith("/account/") else "token"
        path = row.path.replace("{token}", self.things[token]).replace("{ref}", self.refs[caller])
        return self.desk.http(
            row.method,
            path.format(**self.things),
            json=json.loads(json.dumps(row.body).replace("{caller}", str(number))) if row.body else None,
            form=row.form,
            token=self.tokens[caller],
            address=f"198.51.100.{number}",
        )


@pytest.fixture(scope="module")
def scene(standing_desk: Desk) -> Scene:
    return Scene(standing_desk, _tokens(standing_desk), _tickets(standing_desk), _things(standing_desk))


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.method} {row.path}")
def test_everybody_gets_what_the_table_says(scene: Scene, row: Row) -> None:
    answers = {caller: scene.ask(row, caller) for caller in CALLERS}
    got = {caller: answer.status for caller, answer in answers.items()}
    assert got == {caller: row.expected(caller) for caller in CALLERS}
    codes = {401: "unauthenticated", 403: "forbidden", 404: "not_found"}
    if row.right != "anybody":
        for answer in answers.values():
            if answer.status != row.success:
                problem(answer, answer.status, codes[answer.status])


def test_another_workspace_looks_like_none(scene: Scene) -> None:
    for caller in (*FOREIGN, "agent", "key tickets:read"):
        there = "globex" if caller in ("agent", "key tickets:read") else WORKSPACE
        token = scene.tokens[caller]
        real = scene.desk.http("GET", f"/v1/{there}/tickets/TKT-0001", token=token)
        none = scene.desk.http("GET", "/v1/nowhere/tickets/TKT-0001", token=token)
        assert real.status == none.status == 404
        assert real.json() == none.json()
        assert real.headers.keys() == none.headers.keys()


def test_a_role_that_is_taken_away_is_gone_at_once(standing_desk: Desk) -> None:
    desk = standing_desk
    person = desk.add_member("Ben A.", "ben@acme.example", "agent")
    assert desk.http("GET", "/v1/acme/tickets", token=person.token).status == 200
    _demote(desk, person.id)
    problem(desk.http("GET", "/v1/acme/tickets", token=person.token), 404, "not_found")
    assert desk.http("GET", "/v1/me", token=person.token).json()["workspaces"] == []


def test_the_table_names_every_route_there_is() -> None:
    app = importlib.import_module("app").app
    served = {(method, path) for path, methods in app.routes.items() for method in methods}
    named = {(row.method, re.sub(r"\{(file|label|contact|message|missing)\}", "{id}", row.path)) for row in TABLE}
    assert named == served
    assert len(TABLE) == len(named)


def _tokens(desk: Desk) -> dict[str, str | None]:
    """A token of every caller, in the order of CALLERS."""
    members = {
        "viewer": desk.add_member("Vic V.", "vic@acme.example", "viewer").token,
        "agent": desk.add_member("Gil G.", "gil@acme.example", "agent").token,
        "agent who deletes": desk.add_member("Dia D.", "dia@acme.example", "agent", can_delete=True).token,
        "admin": desk.admin.token,
    }
    desk.create_workspace("globex", "Globex", "help@globex.example")
    elsewhere = desk.add_member("Eli E.", "eli@globex.example", "admin", workspace="globex").token
    return {
        "nobody": None,
        "bad token": "wtk_0123456789abcdef_" + "x" * 43,
        "expired token": expired(desk.admin.token),
        "member elsewhere": elsewhere,
        "key elsewhere": desk.api_key(*sorted(SCOPES), workspace="globex"),
        **members,
        **{f"key {scope}": desk.api_key(scope) for scope in sorted(SCOPES)},
    }


def _tickets(desk: Desk) -> dict[str, str]:
    """A ticket with a file for every caller, so that nobody finds his work done by another one."""
    return {caller: _ticket_with_file(desk) for caller in CALLERS}


def _ticket_with_file(desk: Desk) -> str:
    file = Attachment(id=FILE, name="log.txt", type="text/plain", size=3)
    new = NewTicket(title="With a file", channel=Channel.EMAIL, source=Source.EMAIL, attachments=(file,))
    actor = Actor(ActorKind.CUSTOMER, None, "Maya Osei")
    with desk.ports.open(WORKSPACE) as room:
        ticket = tickets.create_ticket(desk.ports, room, actor, new, WhoWrites(email="maya@example.com"))
        return reference_of(room, ticket.number)


def _things(desk: Desk) -> dict[str, str]:
    """What the paths name besides tickets: a file, a label, a contact, a customer's link, a password link."""
    token = "k1.a-token-to-set-a-password"
    permitted = PasswordToken(digest=secret_digest(token), email=desk.admin.email, expires_at=int(time.time()) + 3600)
    desk.ports.accounts.add_password_token(permitted)
    with desk.ports.open(WORKSPACE):
        desk.ports.settings.put(WORKSPACE, Label(LABEL, "billing", "#a13a00"))
    return {
        "workspace": WORKSPACE,
        "file": FILE,
        "label": LABEL,
        "missing": "nothing",
        "message": "01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "contact": _contact_id(desk),
        "token": submitted(desk).rpartition("/")[2],
        "password_token": token,
    }


def _contact_id(desk: Desk) -> str:
    listed = desk.http("GET", "/v1/acme/contacts", token=desk.admin.token).json()["items"]
    return str(listed[0]["id"])


def _demote(desk: Desk, member_id: str) -> None:
    """Make somebody inactive, as another process would: straight in the table."""
    from chalicelib.storage.guard import workspace_scope
    from chalicelib.storage.records import DocumentRecord

    with workspace_scope(WORKSPACE):
        record = DocumentRecord.get(f"W#{WORKSPACE}", f"MEMBER#{member_id}")
        record.data = {**record.data, "active": False}
        record.save()
