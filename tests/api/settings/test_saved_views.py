"""Saved views: private or shared, and who may change them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from chalicelib.domain.settings.parts import MOST
from chalicelib.domain.settings.saved_views import View
from tests.api.asking import TICKETS, fields, new_ticket, problem, walked
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


def _ordered(desk: Desk, token: str, *ids: str) -> list[str]:
    """Put views in that order; return the one that is kept."""
    answer = desk.http("PATCH", "/v1/acme/preferences", json={"view_order": ids}, token=token)
    assert answer.status == 200, answer.text
    kept: list[str] = answer.json()["view_order"]
    assert desk.http("GET", "/v1/acme/preferences", token=token).json()["view_order"] == kept
    return kept


def test_a_member_sees_private_and_shared_views_in_the_order_they_put_them(desk: Desk, agent: str, viewer: str) -> None:
    one, two = (_made(desk, agent, name=name, shared=True)["id"] for name in ("One", "Two"))
    mine, new = (_made(desk, viewer, name=name)["id"] for name in ("Mine", "New"))
    assert _names(desk, viewer) == ["One", "Two", "Mine", "New"]
    assert _ordered(desk, viewer, mine, two) == [mine, two]
    assert _names(desk, viewer) == ["Mine", "Two", "One", "New"]
    assert _names(desk, agent) == ["One", "Two"]
    assert _ordered(desk, agent, two, one) == [two, one]
    assert _names(desk, viewer) == ["Mine", "Two", "One", "New"]
    assert _ordered(desk, viewer) == []
    assert _names(desk, viewer) == ["One", "Two", "Mine", "New"]
    assert new not in _ordered(desk, agent, new, two)


def test_an_order_is_kept_page_by_page(desk: Desk, agent: str) -> None:
    ids = [_made(desk, agent, name=name)["id"] for name in ("One", "Two", "Three")]
    _ordered(desk, agent, *reversed(ids))
    assert [view["id"] for view in walked(desk, "/v1/acme/views", agent, 2)] == ids[::-1]


def test_of_an_order_only_views_that_are_there_and_seen_are_kept_each_once(desk: Desk, agent: str, viewer: str) -> None:
    one, two = (_made(desk, agent, name=name)["id"] for name in ("One", "Two"))
    theirs = _made(desk, viewer, name="Theirs")["id"]
    assert _ordered(desk, agent, two, theirs, "v_never", one, two) == [two, one]
    assert VIEWS.ask(desk, "DELETE", f"/{two}", token=agent).status == 204
    assert _names(desk, agent) == ["One"]
    told = desk.http("PATCH", "/v1/acme/preferences", json={"advance": "list"}, token=agent).json()
    assert told["view_order"] == [two, one]
    assert _ordered(desk, agent, two, one) == [one]


def test_what_a_view_holds_and_the_log_say_nothing_of_an_order(desk: Desk, agent: str) -> None:
    one, two = (_made(desk, agent, name=name) for name in ("One", "Two"))
    before = walked(desk, "/v1/acme/audit", desk.admin.token, 100)
    _ordered(desk, agent, two["id"], one["id"])
    assert VIEWS.ask(desk, "GET", token=agent).json()["items"] == [two, one]
    assert walked(desk, "/v1/acme/audit", desk.admin.token, 100) == before


def test_a_program_has_views_of_its_own(desk: Desk) -> None:
    key = desk.api_key("tickets:read", "tickets:write")
    _made(desk, key, name="Nightly")
    _made(desk, key, name="For all", shared=True)
    assert _names(desk, key) == ["For all", "Nightly"]
    assert _names(desk, desk.admin.token) == ["For all"]
