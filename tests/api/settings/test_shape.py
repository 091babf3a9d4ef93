"""What holds for every kind of setting: one shape, who may what, once is once, and all of it in the audit log."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from tests.api.asking import fields, problem, walked
from tests.api.settings.settings_kinds import KINDS, MEMBERS, Kind
from tests.support.desk import Desk

every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.path)


@pytest.fixture(scope="module")
def tokens(standing_desk: Desk) -> dict[str, str]:
    """One of each role, a program that may do nothing with settings, and the admin of another desk."""
    desk = standing_desk
    desk.create_workspace("globex", "Globex", "help@globex.example")
    return {
        "admin": desk.admin.token,
        "agent": desk.add_member("Gil G.", "gil@acme.example", "agent").token,
        "viewer": desk.add_member("Vic V.", "vic@acme.example", "viewer").token,
        "program": desk.api_key("tickets:delete"),
        "stranger": desk.add_member("Eli E.", "eli@globex.example", "admin", workspace="globex").token,
    }


@pytest.fixture
def desk(standing_desk: Desk) -> Desk:
    """The module's desk, with an admin of the test's own: each may only do so much a minute."""
    number = next(_numbers)
    standing_desk.admin = standing_desk.add_member(f"Admin {number}", f"admin{number}@acme.example", "admin")
    return standing_desk


_numbers = itertools.count(1)


def _new(kind: Kind) -> dict[str, Any]:
    """A body for another one of the kind: names and addresses are given once."""
    number = next(_numbers)
    addresses = {"address", "email"} & kind.new.keys()
    return kind.new | {"name": f"Number {number}"} | dict.fromkeys(addresses, f"n{number}@acme.example")


def _made(desk: Desk, kind: Kind) -> dict[str, Any]:
    answer = kind.ask(desk, "POST", json=_new(kind))
    assert answer.status == 201, answer.text
    document: dict[str, Any] = answer.json()
    return document


@every_kind
def test_what_is_made_can_be_read_changed_listed_and_deleted(desk: Desk, kind: Kind) -> None:
    created = kind.ask(desk, "POST", json=_new(kind))
    assert created.status == 201, created.text
    one = created.json()
    assert created.headers["location"].startswith(f"http://desk.test/v1/acme/{kind.path}/")
    read = desk.http("GET", created.headers["location"].removeprefix("http://desk.test"), token=desk.admin.token)
    assert read.status == 200
    assert read.json().items() <= one.items()
    assert read.json() in kind.ask(desk, "GET", "?limit=100").json()["items"]

    changed = kind.ask(desk, "PATCH", f"/{one['id']}", json=kind.change)
    assert changed.status == 200, changed.text
    assert changed.json() == read.json() | kind.change
    assert kind.ask(desk, "GET", f"/{one['id']}").json() == changed.json()

    deleted = kind.ask(desk, "DELETE", f"/{one['id']}")
    assert (deleted.status, deleted.content) == (204, b"")
    if kind is not MEMBERS:
        problem(kind.ask(desk, "GET", f"/{one['id']}"), 404, "not_found")
        problem(kind.ask(desk, "DELETE", f"/{one['id']}"), 404, "not_found")


@every_kind
def test_an_id_that_nothing_has_is_not_found(desk: Desk, kind: Kind) -> None:
    for unknown in ("nothing", "x" * 3000, "%00", "%F0%9F%90%88" * 100, "WORKSPACE", "a%2F..%2Fb"):
        problem(kind.ask(desk, "GET", f"/{unknown}"), 404, "not_found")
        problem(kind.ask(desk, "PATCH", f"/{unknown}", json=kind.change), 404, "not_found")
        problem(kind.ask(desk, "DELETE", f"/{unknown}"), 404, "not_found")


@every_kind
def test_another_desk_has_none_of_it(desk: Desk, tokens: dict[str, str], kind: Kind) -> None:
    one = _made(desk, kind)
    stranger = tokens["stranger"]
    assert kind.ask(desk, "GET", token=stranger).status == 404
    there = desk.http("GET", f"/v1/globex/{kind.path}/{one['id']}", token=stranger)
    problem(there, 404, "not_found")
    assert one["id"] not in desk.http("GET", f"/v1/globex/{kind.path}?limit=100", token=stranger).text


@every_kind
def test_only_who_may_reads_and_changes(desk: Desk, tokens: dict[str, str], kind: Kind) -> None:
    one = _made(desk, kind)
    for who in ("admin", "agent", "viewer", "program"):
        token = tokens[who]
        may_read, may_write = who in kind.readers, who in kind.writers
        assert kind.ask(desk, "GET", token=token).status == (200 if may_read else 403), who
        if kind.path not in ("views", "macros"):  # one's own is nobody else's
            assert kind.ask(desk, "GET", f"/{one['id']}", token=token).status == (200 if may_read else 403), who
        made = kind.ask(desk, "POST", json=_new(kind), token=token)
        assert made.status == (201 if may_write else 403), made.text
        if not may_write:
            for method, in_person in (("PATCH", kind.in_person), ("DELETE", kind.in_person or kind.made_in_person)):
                code = "signed_in_admin_only" if in_person and who == "program" else "forbidden"
                problem(kind.ask(desk, method, f"/{one['id']}", json=kind.change, token=token), 403, code)


@every_kind
def test_what_cannot_be_is_refused_at_its_field(desk: Desk, kind: Kind) -> None:
    one = _made(desk, kind)
    for name, value in kind.wrong.items():
        document = problem(kind.ask(desk, "POST", json=_new(kind) | {name: value}), 422, "validation_failed")
        assert fields(document)[0].split(".")[0] == name
        if name in one and name not in ("address", "email"):
            changed = kind.ask(desk, "PATCH", f"/{one['id']}", json={name: value})
            assert fields(problem(changed, 422, "validation_failed"))[0].split(".")[0] == name
        if name not in kind.nullable:
            problem(kind.ask(desk, "PATCH", f"/{one['id']}", json={name: None}), 422, "validation_failed")
    for extra in ("id", "owner_id", "digest", "surprise"):
        document = problem(kind.ask(desk, "PATCH", f"/{one['id']}", json={extra: "x"}), 422, "validation_failed")
        assert fields(document) == [extra]
    assert kind.ask(desk, "GET", f"/{one['id']}").json().items() <= one.items()


@every_kind
def test_the_same_key_makes_one_and_gives_the_first_answer_again(desk: Desk, kind: Kind) -> None:
    body = _new(kind)
    first = kind.ask(desk, "POST", json=body, once=f"key-{kind.path}")
    again = kind.ask(desk, "POST", json=body, once=f"key-{kind.path}")
    assert again.status == first.status == 201
    assert again.json()["id"] == first.json()["id"]
    assert again.headers["location"] == first.headers["location"]
    assert again.json() == first.json() | dict.fromkeys(kind.secrets)
    other = kind.ask(desk, "POST", json=kind.other, once=f"key-{kind.path}")
    problem(other, 422, "idempotency_mismatch")
    listed = walked(desk, f"/v1/acme/{kind.path}", desk.admin.token, 100)
    assert [item["name"] for item in listed].count(body["name"]) == 1


@every_kind
def test_every_change_is_in_the_audit_log_and_nothing_else(desk: Desk, kind: Kind) -> None:
    one = _made(desk, kind)
    kind.ask(desk, "PATCH", f"/{one['id']}", json=kind.change)
    kind.ask(desk, "PATCH", f"/{one['id']}", json=kind.change)
    kind.ask(desk, "PATCH", f"/{one['id']}", json={})
    kind.ask(desk, "DELETE", f"/{one['id']}")
    entries = [entry for entry in _audit(desk) if entry["subject"] == one["id"]]
    verbs = ["changed" if kind is MEMBERS else "deleted", "changed", "created"]
    assert [entry["action"] for entry in entries] == [f"{kind.action}.{verb}" for verb in verbs]
    assert {entry["actor"]["id"] for entry in entries} == {desk.admin.id}
    assert entries[2]["name"] == one["name"]
    for name, value in kind.change.items():
        assert entries[1]["changes"][name] == {"from": one[name], "to": value}
        assert entries[2]["changes"][name] == {"from": None, "to": one[name]}


def _audit(desk: Desk) -> list[dict[str, Any]]:
    return walked(desk, "/v1/acme/audit", desk.admin.token, 100)


@every_kind
def test_a_list_gives_each_once_whatever_the_size_of_its_pages(desk: Desk, kind: Kind) -> None:
    for _ in range(3):
        _made(desk, kind)
    path = f"/v1/acme/{kind.path}"
    whole = walked(desk, path, desk.admin.token, 100)
    assert len({item["id"] for item in whole}) == len(whole) >= 3
    for limit in (1, 2):
        assert walked(desk, path, desk.admin.token, limit) == whole


@every_kind
def test_a_cursor_of_another_list_or_person_is_refused(desk: Desk, tokens: dict[str, str], kind: Kind) -> None:
    for _ in range(2):
        _made(desk, kind)
    cursor = kind.ask(desk, "GET", "?limit=1").json()["next_cursor"]
    path = "audit" if kind.path == "labels" else "labels"
    problem(desk.http("GET", f"/v1/acme/{path}?cursor={cursor}", token=desk.admin.token), 400, "bad_cursor")
    if "agent" in kind.readers:
        problem(kind.ask(desk, "GET", f"?cursor={cursor}", token=tokens["agent"]), 400, "bad_cursor")
