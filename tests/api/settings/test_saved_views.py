"""Saved views: private or shared, and who may change them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from chalicelib.domain.settings.parts import MOST
from chalicelib.domain.settings.saved_views import View
from tests.api.asking import TICKETS, fields, new_ticket, problem
from tests.api.settings.settings_kinds import VIEWS
from tests.support.desk import Desk


@pytest.fixture
def agent(desk: Desk) -> str:
    return desk.add_member("Gil G.", "gil@acme.example", "agent").token


@pytest.fixture
def viewer(desk: Desk) -> str:
    return desk.add_member("Vic V.", "vic@acme.example", "viewer").token


def _made(desk: Desk, token: str, **given: Any) -> dict[str, Any]:
    answer = VIEWS.ask(desk, "POST", json=VIEWS.new | given, token=token)
    assert answer.status == 201, answer.text
    document: dict[str, Any] = answer.json()
    return document


def _names(desk: Desk, token: str) -> list[str]:
    return [view["name"] for view in VIEWS.ask(desk, "GET", token=token).json()["items"]]


def test_a_private_view_is_there_for_its_owner_alone(desk: Desk, agent: str, viewer: str) -> None:
    mine = _made(desk, viewer, name="Mine")
    assert (mine["shared"], mine["own"]) == (False, True)
    assert _names(desk, viewer) == ["Mine"]
    for other in (agent, desk.admin.token):
        assert _names(desk, other) == []
        problem(VIEWS.ask(desk, "GET", f"/{mine['id']}", token=other), 404, "not_found")
        problem(VIEWS.ask(desk, "PATCH", f"/{mine['id']}", json={"name": "x"}, token=other), 404, "not_found")
        problem(VIEWS.ask(desk, "DELETE", f"/{mine['id']}", token=other), 404, "not_found")


def test_a_shared_view_is_everybodys_and_changed_by_its_owner_and_admins(desk: Desk, agent: str, viewer: str) -> None:
    other = desk.add_member("Dia D.", "dia@acme.example", "agent").token
    shared = _made(desk, agent, name="Ours", shared=True)
    for token in (viewer, other):
        assert VIEWS.ask(desk, "GET", f"/{shared['id']}", token=token).json() == shared | {"own": False}
        problem(VIEWS.ask(desk, "PATCH", f"/{shared['id']}", json={"name": "x"}, token=token), 403, "forbidden")
        problem(VIEWS.ask(desk, "DELETE", f"/{shared['id']}", token=token), 403, "forbidden")
    for token, name in ((agent, "By owner"), (desk.admin.token, "By admin")):
        assert VIEWS.ask(desk, "PATCH", f"/{shared['id']}", json={"name": name}, token=token).json()["name"] == name
    assert VIEWS.ask(desk, "DELETE", f"/{shared['id']}").status == 204
    assert _names(desk, agent) == []


def test_a_viewer_shares_nothing(desk: Desk, viewer: str) -> None:
    problem(VIEWS.ask(desk, "POST", json=VIEWS.new | {"shared": True}, token=viewer), 403, "forbidden")
    mine = _made(desk, viewer)
    problem(VIEWS.ask(desk, "PATCH", f"/{mine['id']}", json={"shared": True}, token=viewer), 403, "forbidden")
    reader = desk.api_key("tickets:read")
    problem(VIEWS.ask(desk, "POST", json=VIEWS.new | {"shared": True}, token=reader), 403, "forbidden")


def test_sharing_can_be_begun_and_ended(desk: Desk, agent: str, viewer: str) -> None:
    view = _made(desk, agent)
    path = f"/{view['id']}"
    assert VIEWS.ask(desk, "PATCH", path, json={"shared": True, "name": "Ours"}, token=agent).status == 200
    assert _names(desk, viewer) == ["Ours"]
    assert VIEWS.ask(desk, "PATCH", path, json={"shared": False}).status == 200
    assert _names(desk, viewer) == _names(desk, desk.admin.token) == []
    assert VIEWS.ask(desk, "GET", path, token=agent).json() == view | {"name": "Ours"}


def test_a_name_is_given_once_among_those_that_see_it(desk: Desk, agent: str, viewer: str) -> None:
    for token in (agent, viewer):
        _made(desk, token, name="Waiting")
    _made(desk, agent, name="Waiting", shared=True)
    for shared in (False, True):
        again = VIEWS.ask(desk, "POST", json=VIEWS.new | {"name": "WAITING", "shared": shared}, token=agent)
        assert fields(problem(again, 409, "taken")) == ["name"]
    mine = next(view for view in VIEWS.ask(desk, "GET", token=agent).json()["items"] if not view["shared"])
    problem(VIEWS.ask(desk, "PATCH", f"/{mine['id']}", json={"shared": True}, token=agent), 409, "taken")
    assert VIEWS.ask(desk, "GET", f"/{mine['id']}", token=agent).json() == mine


def test_what_a_view_holds_is_what_the_list_takes(desk: Desk) -> None:
    new_ticket(desk, priority="urgent", assignee_id=desk.admin.id)
    new_ticket(desk, priority="low")
    filters = {"status": "open,waiting", "priority": "urgent", "assignee": "me", "sort": "updated_at"}
    view = _made(desk, desk.admin.token, filters=filters | {"label": "", "contact": None})
    assert view["filters"] == filters
    listed = desk.http("GET", f"{TICKETS}?{urlencode(view['filters'])}", token=desk.admin.token)
    assert [ticket["priority"] for ticket in listed.json()["items"]] == ["urgent"]


def test_only_filters_of_the_list_can_be_saved(desk: Desk) -> None:
    wrong = ({"cursor": "x"}, {"limit": 5}, {"surprise": "x"}, {"status": "open;drop"}, {"status": ["open"]}, "open")
    for filters in wrong:
        answer = VIEWS.ask(desk, "POST", json=VIEWS.new | {"filters": filters})
        assert fields(problem(answer, 422, "validation_failed"))[0].split(".")[0] == "filters"


def test_nobody_has_too_many_of_them_whichever_way(desk: Desk, agent: str) -> None:
    for number in range(MOST[View]):
        _made(desk, agent, name=f"View {number}")
    problem(VIEWS.ask(desk, "POST", json=VIEWS.new, token=agent), 409, "too_many")
    _made(desk, desk.admin.token)
    shared = _made(desk, agent, name="One more", shared=True)
    problem(VIEWS.ask(desk, "PATCH", f"/{shared['id']}", json={"shared": False}, token=agent), 409, "too_many")


def test_a_program_has_views_of_its_own(desk: Desk) -> None:
    key = desk.api_key("tickets:read", "tickets:write")
    _made(desk, key, name="Nightly")
    _made(desk, key, name="For all", shared=True)
    assert _names(desk, key) == ["For all", "Nightly"]
    assert _names(desk, desk.admin.token) == ["For all"]
