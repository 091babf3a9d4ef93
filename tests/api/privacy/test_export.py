"""Asking for an export, and fetching it: who may, what is told, and for how long."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.privacy.exported import KEPT_DAYS
from tests.api.asking import new_ticket, problem
from tests.services.privacy.exporting import ask, work
from tests.support.desk import Desk

ADDRESS = "maya@example.com"


@pytest.fixture
def maya(desk: Desk) -> str:
    ticket = new_ticket(desk, contact={"email": ADDRESS, "name": "Maya"})
    desk.settle()
    return str(ticket["contact"]["id"])


def job(desk: Desk, asked: Any) -> Any:
    return desk.http("GET", f"/v1/acme/jobs/{asked['id']}", token=desk.admin.token).json()


def test_it_is_asked_for_made_and_fetched(desk: Desk, maya: str) -> None:
    answer = desk.http("POST", f"/v1/acme/contacts/{maya}/export", token=desk.admin.token)
    asked = answer.json()
    assert (answer.status, asked["state"], asked["kind"], asked["subject"]) == (202, "waiting", "export", maya)
    assert answer.headers["location"].endswith(f"/v1/acme/jobs/{asked['id']}")
    file = f"/v1/acme/jobs/{asked['id']}/file"
    problem(desk.http("GET", file, token=desk.admin.token), 404, "not_found")
    work(desk)
    done = job(desk, asked)
    assert (done["state"], done["gone_through"], done["total"]) == ("done", 2, 2)
    assert done["outcome"].keys() == {"bytes", "tickets", "files", "left_out", "until"}
    link = desk.http("GET", file, token=desk.admin.token).json()["url"]
    assert "maya" not in link.lower()
    assert "export-" in link
    desk.advance(timedelta(days=KEPT_DAYS))
    problem(desk.http("GET", file, token=desk.admin.token), 404, "not_found")


def test_asked_again_meanwhile_it_is_the_same_and_afterwards_another(desk: Desk, maya: str) -> None:
    first, second = ask(desk, maya), ask(desk, maya)
    assert first["id"] == second["id"]
    work(desk)
    assert ask(desk, maya)["id"] != first["id"]


def test_the_audit_log_says_who_asked_for_whom_and_no_name(desk: Desk, maya: str) -> None:
    ask(desk, maya)
    ask(desk, maya)
    entries = desk.http("GET", "/v1/acme/audit?action=contact.exported", token=desk.admin.token).json()["items"]
    assert [(one["actor"]["id"], one["subject"], one["name"]) for one in entries] == [(desk.admin.id, maya, "")]


def test_only_who_may_change_contacts_and_read_tickets_exports(desk: Desk, maya: str) -> None:
    path = f"/v1/acme/contacts/{maya}/export"
    viewer = desk.add_member("Vi", "vi@acme.example", "viewer")
    keys = [desk.api_key("contacts:write"), desk.api_key("tickets:write"), desk.api_key("settings:write")]
    for token in (viewer.token, *keys):
        problem(desk.http("POST", path, token=token), 403, "forbidden")
    problem(desk.http("POST", "/v1/acme/contacts/c_nobody/export", token=desk.admin.token), 404, "not_found")


def test_whoever_could_have_asked_gets_the_job_and_the_file_and_no_other(desk: Desk, maya: str) -> None:
    ann = desk.add_member("Ann", "ann@acme.example", "agent")
    other = desk.add_member("Al", "al@acme.example", "agent")
    viewer = desk.add_member("Vi", "vi@acme.example", "viewer")
    asked = ask(desk, maya, ann.token)
    assert ask(desk, maya, other.token) == asked
    work(desk)
    for path in (f"/v1/acme/jobs/{asked['id']}", f"/v1/acme/jobs/{asked['id']}/file"):
        for member in (ann, other, desk.admin):
            assert desk.http("GET", path, token=member.token).status == 200
        assert desk.http("GET", path, token=viewer.token).status in (403, 404)
    key = desk.api_key("settings:read", "tickets:read")
    problem(desk.http("GET", f"/v1/acme/jobs/{asked['id']}/file", token=key), 403, "forbidden")


def test_a_file_that_was_erased_is_not_found(desk: Desk, maya: str) -> None:
    asked = ask(desk, maya)
    work(desk)
    assert desk.ports.files.erase_folder(f"exports/acme/{asked['id']}/") > 1
    problem(desk.http("GET", f"/v1/acme/jobs/{asked['id']}/file", token=desk.admin.token), 404, "not_found")
