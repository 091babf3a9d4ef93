"""Everybody asks at every address. A route that the table in `permissions` doesn't name fails the last test."""

from __future__ import annotations

import importlib
import json

import pytest

from chalicelib.api.docs.openapi import document
from tests.api.asking import problem
from tests.api.serving.permissions import CALLERS, FOREIGN, IN_PERSON, TABLE, Row, declared
from tests.api.serving.scene import Scene, made
from tests.support.desk import WORKSPACE, Desk


@pytest.fixture(scope="module")
def scene(standing_desk: Desk) -> Scene:
    return made(standing_desk)


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
    named = {(row.method, declared(row)) for row in TABLE}
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
    assert told == {(row.method, declared(row)) for row in TABLE if row.right in refusing}
