"""Addresses, methods and queries that nothing answers to, and names of what belongs to somebody else."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.asking import CONTACTS, TICKETS, fields, new_ticket, problem
from tests.support.desk import Desk

METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"}
ODD_PATHS = (
    "/v1/acme/tickets/TKT-0000",
    "/v1/acme/tickets/TKT-1%00",
    "/v1/acme/tickets/TKT-%D9%A1",
    "/v1/acme/tickets/TKT-99999999999",
    "/v1/acme/tickets/%2e%2e%2fTKT-0001",
    "/v1/acme/tickets/" + "x" * 4000,
    "/v1/acme/tickets/TKT--1/timeline",
    "/v1/acme/contacts/" + "c" * 4000,
    "/v1/acme/contacts/%ff%fe",
    "/v1/acme/contacts/c_1%23CONTACT",
    "/v1/%61%63me%23/tickets",
    "/v1/ACME/tickets",
    "/v1/" + "a" * 4000 + "/tickets",
    "/v1/acme/tickets/TKT-0001/attachments/%00",
)


@pytest.mark.parametrize("path", ODD_PATHS, ids=lambda path: path[:40])
def test_a_path_that_names_nothing_is_not_found(standing_desk: Desk, path: str) -> None:
    problem(standing_desk.http("GET", path, token=standing_desk.admin.token), 404, "not_found")


@pytest.mark.parametrize("path", ["/v1", "/v2/acme/tickets", "/v1/acme", "/v1/acme/nothing", "/favicon.ico", "//v1"])
def test_an_unknown_address_is_answered_in_the_same_form(standing_desk: Desk, path: str) -> None:
    problem(standing_desk.http("GET", path), 404, "not_found")


def test_a_method_that_an_address_does_not_take_is_named_so(standing_desk: Desk) -> None:
    routes = importlib.import_module("app").app.routes
    for path, taken in routes.items():
        for method in METHODS - taken.keys():
            answer = standing_desk.http(method, re.sub(r"{\w+}", "acme", path), token=standing_desk.admin.token)
            problem(answer, 405, "method_not_allowed")
            assert answer.headers["allow"] == ", ".join(sorted(taken)), path


WRONG_QUERIES = (
    ("limit=0", "limit"),
    ("limit=101", "limit"),
    ("limit=-1", "limit"),
    ("limit=ten", "limit"),
    ("limit=1.5", "limit"),
    ("limit=" + "9" * 5000, "limit"),
    ("limit=%00", "limit"),
    ("limit=١", "limit"),
    ("status=done", "status"),
    ("status=open,,done", "status"),
    ("priority=%F0%9F%98%80", "priority"),
    ("sort=title", "sort"),
    ("colour=red", "colour"),
    ("label=" + "x" * 3000, "label"),
    ("assignee=%23", "assignee"),
    ("assignee=" + "%F0%9F%98%80" * 1000, "assignee"),
    ("contact=c%23_1", "contact"),
)


@pytest.mark.parametrize(("query", "field"), WRONG_QUERIES, ids=lambda value: value[:20])
def test_a_query_that_cannot_be_is_named(standing_desk: Desk, query: str, field: str) -> None:
    answer = standing_desk.http("GET", f"{TICKETS}?{query}", token=standing_desk.admin.token)
    assert fields(problem(answer, 422, "validation_failed")) == [field]


def test_what_belongs_to_another_workspace_does_not_exist_here(desk: Desk) -> None:
    desk.create_workspace("globex", "Globex", "help@globex.example")
    theirs = desk.add_member("Eli E.", "eli@globex.example", "admin", workspace="globex")
    contact = desk.http("POST", "/v1/globex/contacts", json={"name": "Zed"}, token=theirs.token).json()["id"]
    label = desk.http("POST", "/v1/globex/labels", json={"name": "secret", "color": "#000000"}, token=theirs.token)
    here = new_ticket(desk)["ref"]
    desk.http("POST", "/v1/globex/tickets", json={"title": "secret"}, token=theirs.token)
    second = desk.http("POST", "/v1/globex/tickets", json={"title": "secret two"}, token=theirs.token).json()["ref"]

    problem(desk.http("GET", f"{TICKETS}/{second}", token=desk.admin.token), 404, "not_found")
    problem(desk.http("GET", f"{CONTACTS}/{contact}", token=desk.admin.token), 404, "not_found")
    for given in _foreign(theirs.id, contact, label.json()["id"]):
        real, invented = (
            desk.http("PATCH", f"{TICKETS}/{here}", json=body, token=desk.admin.token)
            for body in (given, _invented(given))
        )
        assert problem(real, 422, "validation_failed") == problem(invented, 422, "validation_failed")
        made = desk.http("POST", TICKETS, json={"title": "x", **given}, token=desk.admin.token)
        problem(made, 422, "validation_failed")
        assert "secret" not in made.text
        assert "Eli" not in made.text


def _foreign(member: str, contact: str, label: str) -> Iterator[dict[str, Any]]:
    yield {"assignee_id": member}
    yield {"contact": {"id": contact}}
    yield {"labels": [label]}


def _invented(given: dict[str, Any]) -> dict[str, Any]:
    """The same with an id that is nobody's."""
    invented = {"assignee_id": "m_invented", "contact": {"id": "c_invented"}, "labels": ["l_invented"]}
    return {name: invented[name] for name in given}
