"""What the settings of widgets do beyond what every setting does: the secret that signs visitors."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.api.asking import problem, walked
from tests.api.portal import stored
from tests.api.settings.settings_kinds import WIDGETS
from tests.support.desk import Desk


def _renewed(desk: Desk, key: str, **body: Any) -> dict[str, Any]:
    answer = WIDGETS.ask(desk, "POST", f"/{key}/secret", json=body)
    assert answer.status == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


def test_a_secret_made_anew_is_in_the_audit_log_without_the_secret(desk: Desk) -> None:
    first = WIDGETS.made(desk)
    desk.advance(timedelta(minutes=1))
    second = _renewed(desk, first["id"], keep_previous=True)
    desk.advance(timedelta(minutes=1))
    third = _renewed(desk, first["id"])
    assert len({first["secret"], second["secret"], third["secret"]}) == 3
    entries = walked(desk, "/v1/acme/audit", desk.admin.token, 100)
    of_widget = [entry for entry in entries if entry["subject"] == first["id"]]
    assert [entry["action"] for entry in of_widget] == ["widget.changed", "widget.changed", "widget.created"]
    assert all("secret_made_at" in entry["changes"] for entry in of_widget), of_widget
    assert "seed" not in str(of_widget)
    for told in (first, second, third):
        assert told["secret"] not in str(entries)
        assert told["secret"] not in str(stored(desk)), "the table alone signs nobody in"


def test_nobody_is_told_a_secret_a_second_time(desk: Desk) -> None:
    made = WIDGETS.made(desk)
    for answer in (WIDGETS.ask(desk, "GET"), WIDGETS.ask(desk, "GET", f"/{made['id']}")):
        assert made["secret"] not in answer.text
        assert "seed" not in answer.text
    changed = WIDGETS.ask(desk, "PATCH", f"/{made['id']}", json={"name": "Another"})
    assert made["secret"] not in changed.text


def test_only_an_admin_of_the_same_desk_makes_a_secret_anew(desk: Desk) -> None:
    made = WIDGETS.made(desk)
    desk.create_workspace("globex", "Globex", "help@globex.example")
    stranger = desk.add_member("Eli E.", "eli@globex.example", "admin", workspace="globex")
    agent = desk.add_member("Gil G.", "gil@acme.example", "agent")
    path = f"widgets/{made['id']}/secret"
    problem(desk.http("POST", f"/v1/globex/{path}", json={}, token=stranger.token), 404, "not_found")
    problem(desk.http("POST", f"/v1/acme/{path}", json={}, token=stranger.token), 404, "not_found")
    problem(desk.http("POST", f"/v1/acme/{path}", json={}, token=agent.token), 403, "forbidden")
    assert WIDGETS.ask(desk, "GET", f"/{made['id']}").json()["secret_made_at"] == made["secret_made_at"]


def test_a_program_makes_widgets_and_gets_no_secret_with_which_to_be_any_customer(desk: Desk) -> None:
    key = desk.api_key("settings:read", "settings:write")
    made = WIDGETS.ask(desk, "POST", json=WIDGETS.new, token=key)
    assert (made.status, made.json()["secret"]) == (201, None)
    path = f"/{made.json()['id']}"
    problem(WIDGETS.ask(desk, "POST", f"{path}/secret", json={}, token=key), 403, "signed_in_admin_only")
    assert WIDGETS.ask(desk, "GET", path, token=key).json()["secret_made_at"] == made.json()["secret_made_at"]
    assert _renewed(desk, made.json()["id"])["secret"]
