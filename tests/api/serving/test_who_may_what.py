"""Everybody asks at every address. A route that the table in `permissions` doesn't name fails the last test."""

from __future__ import annotations

import importlib
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from chalicelib.api.docs.openapi import document
from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.people.accounts import PasswordToken, secret_digest
from chalicelib.domain.people.permissions import SCOPES
from chalicelib.domain.settings.workspace import Label
from chalicelib.domain.tickets.create import NewTicket
from chalicelib.domain.tickets.ticket import Attachment
from chalicelib.domain.vocabulary import Channel, Source
from chalicelib.services.people.contacts import WhoWrites
from chalicelib.services.seat import Seat
from chalicelib.services.tickets import agents
from chalicelib.services.tickets.access import reference_of
from tests.api.asking import problem, submitted
from tests.api.people.tokens import expired
from tests.api.serving.permissions import ALL_SCOPES, CALLERS, FILE, FOREIGN, IN_PERSON, LABEL, TABLE, Row
from tests.support.desk import WORKSPACE, Answer, Desk

PASSWORD_TOKEN = "k1.a-token-to-set-a-password"


@dataclass(frozen=True)
class Scene:
    """A desk with a token of every caller, a ticket for each, and what else the paths name."""

    desk: Desk
    tokens: Mapping[str, str | None]
    refs: Mapping[str, str]
    things: Mapping[str, str]

    def ask(self, row: Row, caller: str) -> Answer:
        """The row's request from this caller, who has an address of their own: sign-in is limited by address."""
        number = str(CALLERS.index(caller))
        token = PASSWORD_TOKEN if row.path.startswith("/account/") else self.things["token"]
        return self.desk.http(
            row.method,
            row.path.format(**{**self.things, "token": token, "ref": self.refs[caller]}),
            json=None if row.body is None else json.loads(json.dumps(row.body).replace("{caller}", number)),
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
    assert all(answer.headers["x-request-id"] for answer in answers.values())
    if row.right != "anybody":
        for caller, answer in answers.items():
            if answer.status != row.success:
                problem(answer, answer.status, row.refusal(caller))


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
    desk, path = standing_desk, "/v1/acme/tickets"
    person = desk.add_member("Ben A.", "ben@acme.example", "agent")
    assert desk.http("POST", path, json={"title": "x"}, token=person.token).status == 201
    change = f"/v1/acme/members/{person.id}"
    assert desk.http("PATCH", change, json={"role": "viewer"}, token=desk.admin.token).status == 200
    problem(desk.http("POST", path, json={"title": "x"}, token=person.token), 403, "forbidden")
    assert desk.http("DELETE", change, token=desk.admin.token).status == 204
    problem(desk.http("GET", path, token=person.token), 404, "not_found")
    assert desk.http("GET", "/v1/me", token=person.token).json()["workspaces"] == []


def test_the_table_names_every_route_there_is() -> None:
    app = importlib.import_module("app").app
    served = {(method, path) for path, methods in app.routes.items() for method in methods}
    named = {(row.method, _path(row)) for row in TABLE}
    assert named == served
    assert len(TABLE) == len(named)


def test_the_document_says_what_no_key_may() -> None:
    paths = json.loads(document("http://desk.test"))["paths"]
    told = {
        (method.upper(), path)
        for path, operations in paths.items()
        for method, operation in operations.items()
        if "signed_in_admin_only" in operation["responses"].get("403", {}).get("description", "")
    }
    refusing = (IN_PERSON, "write members", "give what a viewer may", "take mail in")
    assert told == {(row.method, _path(row)) for row in TABLE if row.right in refusing}


def _path(row: Row) -> str:
    """The row's path as it is declared."""
    return re.sub(r"\{(file|label|contact|unknown)\}", "{id}", row.path)


def _tokens(desk: Desk) -> dict[str, str | None]:
    """A token of every caller."""
    desk.create_workspace("globex", "Globex", "help@globex.example")
    return {
        "nobody": None,
        "bad token": "wtk_0123456789abcdef_" + "x" * 43,
        "expired token": expired(desk.admin.token),
        "member elsewhere": desk.add_member("Eli E.", "eli@globex.example", "admin", workspace="globex").token,
        "key elsewhere": desk.api_key(*sorted(SCOPES), workspace="globex"),
        "viewer": desk.add_member("Vic V.", "vic@acme.example", "viewer").token,
        "agent": desk.add_member("Gil G.", "gil@acme.example", "agent").token,
        "agent who deletes": desk.add_member("Dia D.", "dia@acme.example", "agent", can_delete=True).token,
        "admin": desk.admin.token,
        **{f"key {scope}": desk.api_key(scope) for scope in sorted(SCOPES)},
        ALL_SCOPES: desk.api_key(*sorted(SCOPES)),
    }


def _tickets(desk: Desk) -> dict[str, str]:
    """A ticket with a file for every caller, so that nobody finds their work done by another one."""
    return {caller: _ticket_with_file(desk) for caller in CALLERS}


def _ticket_with_file(desk: Desk) -> str:
    file = Attachment(id=FILE, name="log.txt", type="text/plain", size=3)
    new = NewTicket(title="With a file", channel=Channel.EMAIL, source=Source.EMAIL, attachments=(file,))
    actor = Actor(ActorKind.CUSTOMER, None, "Maya Osei")
    with desk.ports.open(WORKSPACE) as room:
        ticket = agents.create_ticket(Seat(desk.ports, room, actor), new, WhoWrites(email="maya@example.com"))
        return reference_of(room, ticket.number)


def _widget_key(desk: Desk) -> str:
    body = {"name": "Shop", "origins": ["https://shop.example"]}
    made = desk.http("POST", "/v1/acme/widgets", json=body, token=desk.admin.token)
    return str(made.json()["id"])


def _things(desk: Desk) -> dict[str, str]:
    """What the paths name besides tickets: a file, a label, a contact, a widget, links of a customer and a member."""
    expires = int(time.time()) + 3600
    permitted = PasswordToken(digest=secret_digest(PASSWORD_TOKEN), email=desk.admin.email, expires_at=expires)
    desk.ports.accounts.add_password_token(permitted)
    with desk.ports.open(WORKSPACE):
        desk.ports.settings.put(WORKSPACE, Label(LABEL, "billing", "#a13a00"))
    contacts = desk.http("GET", "/v1/acme/contacts", token=desk.admin.token).json()["items"]
    return {
        "workspace": WORKSPACE,
        "file": FILE,
        "label": LABEL,
        "contact": contacts[0]["id"],
        "unknown": "01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "key": _widget_key(desk),
        "token": submitted(desk).rpartition("/")[2],
    }
