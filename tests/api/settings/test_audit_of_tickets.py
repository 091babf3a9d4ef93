"""The audit log of what was done to tickets, what can be asked of it, and what is taken out of the desk."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from chalicelib.domain.events import EventType
from chalicelib.jobs import react
from tests.api.asking import TICKETS, fields, new_ticket, problem, walked
from tests.api.settings.settings_kinds import LABELS
from tests.support.cuts import counting
from tests.support.desk import Desk

AUDIT = "/v1/acme/audit"


def ask(desk: Desk, method: str, path: str, body: Any = None) -> Any:
    answer = desk.http(method, path, json=body, token=desk.admin.token)
    assert answer.status < 300, answer.text
    return answer.json() if answer.content else None


def told(desk: Desk, query: str = "") -> list[str]:
    return [entry["action"] for entry in walked(desk, AUDIT + query, desk.admin.token, 100)]


def busy(desk: Desk) -> None:
    """Everything that is done to tickets and stands in the log, and some that doesn't."""
    for number in range(2):
        new_ticket(desk, title=f"Zebra {number}", contact={"email": "maya@example.com"})
    ask(desk, "PATCH", f"{TICKETS}/TKT-0001", {"participants": ["ops@example.com"], "priority": "high"})
    ask(desk, "PATCH", f"{TICKETS}/TKT-0001", {"participants": []})
    ask(desk, "POST", f"{TICKETS}/TKT-0001/merge", {"duplicate": "TKT-0002"})
    ask(desk, "POST", f"{TICKETS}/TKT-0001/unmerge", {"duplicate": "TKT-0002"})
    ask(desk, "POST", f"{TICKETS}/TKT-0002/archive")
    ask(desk, "POST", f"{TICKETS}/TKT-0002/restore")
    desk.settle()


def test_what_takes_a_ticket_away_or_shows_it_to_more_people_is_in_the_log_once(desk: Desk) -> None:
    busy(desk)
    log = walked(desk, f"{AUDIT}?action=ticket", desk.admin.token, 100)
    assert [(one["action"], one["subject"]) for one in log] == [
        ("ticket.restored", "TKT-0002"),
        ("ticket.archived", "TKT-0002"),
        ("ticket.unmerged", "TKT-0001"),
        ("ticket.merged", "TKT-0001"),
        ("ticket.readers_added", "TKT-0001"),
    ]
    assert {one["actor"]["id"] for one in log} == {desk.admin.id}
    assert log[3]["changes"] == {"duplicate": {"from": None, "to": 2}}
    assert log[4]["changes"] == {"readers": {"from": 0, "to": 1}}
    assert "example.com" not in json.dumps(log)
    assert "Zebra" not in json.dumps(log)


def test_an_action_that_comes_twice_is_one_entry(desk: Desk) -> None:
    new_ticket(desk)
    ask(desk, "POST", f"{TICKETS}/TKT-0001/archive")
    desk.settle()
    with desk.ports.open("acme") as room:
        archived = room.audit.page("2020", desk.ports.clock.now(), 1, None).items[0]
        action = room.timeline.action(1, archived.id)
        assert action is not None
        assert action.types() == {EventType.ARCHIVED}
        react.REACTORS["index"].do(desk.ports, room, action)
    assert told(desk, "?action=ticket.archived") == ["ticket.archived"]


def test_a_command_on_a_ticket_writes_nothing_more_than_before(desk: Desk) -> None:
    new_ticket(desk)
    desk.settle()
    with counting() as calls:
        ask(desk, "POST", f"{TICKETS}/TKT-0001/archive")
    assert "dynamodb.PutItem" not in calls.made
    assert calls.made.count("dynamodb.TransactWriteItems") == 1


def test_the_log_is_asked_by_action_member_and_days(desk: Desk) -> None:
    gil = desk.add_member("Gil G.", "gil@acme.example", "admin")
    LABELS.made(desk)
    LABELS.ask(desk, "POST", json=LABELS.other, token=gil.token)
    first_day = desk.ports.clock.now().date().isoformat()
    desk.advance(timedelta(days=70))
    desk.admin = desk.add_member("Ora O.", "ora@acme.example", "admin")
    LABELS.ask(desk, "DELETE", "/" + LABELS.ask(desk, "GET").json()["items"][0]["id"])
    last_day = desk.ports.clock.now().date().isoformat()
    assert told(desk, "?action=label") == ["label.deleted", "label.created", "label.created"]
    assert told(desk, "?action=label.created") == ["label.created", "label.created"]
    assert told(desk, "?action=labe") == []
    assert told(desk, f"?member={gil.id}") == ["label.created"]
    assert told(desk, f"?action=label&from={last_day}") == ["label.deleted"]
    assert told(desk, f"?action=label&to={first_day}") == ["label.created", "label.created"]
    assert told(desk, f"?action=label&from={first_day}&to={first_day}&member={gil.id}") == ["label.created"]
    assert told(desk, "?from=2020-01-01&to=2020-02-01") == []
    assert told(desk, "?to=9999-12-31&action=label.deleted") == ["label.deleted"]
    for limit in (1, 2):
        found = walked(desk, f"{AUDIT}?action=label", desk.admin.token, limit)
        assert [one["action"] for one in found] == ["label.deleted", "label.created", "label.created"]


def test_a_wrong_wish_is_refused_at_its_field_and_a_cursor_is_for_its_own_wish(desk: Desk) -> None:
    for query, field in (("action=La bel", "action"), ("from=1", "from"), ("to=2026-13-01", "to"), ("who=x", "who")):
        answer = desk.http("GET", f"{AUDIT}?{query}", token=desk.admin.token)
        assert fields(problem(answer, 422, "validation_failed")) == [field]
    LABELS.made(desk)
    cursor = desk.http("GET", f"{AUDIT}?limit=1", token=desk.admin.token).json()["next_cursor"]
    problem(
        desk.http("GET", f"{AUDIT}?limit=1&action=label&cursor={cursor}", token=desk.admin.token), 400, "bad_cursor"
    )


def exported(desk: Desk, query: str = "") -> list[str]:
    """The pages of an export."""
    pages, path = [], f"{AUDIT}/export{query}"
    while path:
        answer = desk.http("GET", path, token=desk.admin.token)
        assert answer.status == 200, answer.text
        assert answer.headers["content-disposition"].startswith("attachment")
        pages.append(answer.text)
        link = urlsplit(answer.headers["link"].partition(">")[0][1:]) if "link" in answer.headers else None
        path = f"{link.path}?{link.query}" if link else ""
    return pages


def test_the_whole_log_is_exported_as_csv_that_no_spreadsheet_runs(desk: Desk, monkeypatch: Any) -> None:
    monkeypatch.setattr("chalicelib.api.settings.audit.ROWS", 2)
    for name in ('=HYPERLINK("http://x")', "+1", "@sum", "-2", '"quoted", with a comma', "plain"):
        LABELS.ask(desk, "POST", json={"name": name, "color": "#000000"})
    pages = exported(desk, "?action=label.created")
    assert len(pages) >= 3
    assert [page.startswith("at,") for page in pages] == [True] + [False] * (len(pages) - 1)
    rows = list(csv.DictReader(io.StringIO("".join(pages))))
    assert [row["name"] for row in rows] == [
        "plain", '"quoted", with a comma', "'-2", "'@sum", "'+1", '\'=HYPERLINK("http://x")'
    ]  # fmt: skip
    assert rows[0]["actor_name"] == "Ana K."
    assert json.loads(rows[0]["changes"])["color"] == {"from": None, "to": "#000000"}
    cells = [cell for row in csv.reader(io.StringIO("".join(pages))) for cell in row]
    assert [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")] == []


def test_the_log_is_exported_as_lines_of_json_with_what_the_list_says(desk: Desk) -> None:
    LABELS.made(desk)
    listed = walked(desk, AUDIT, desk.admin.token, 100)
    lines = "".join(exported(desk, "?format=ndjson")).splitlines()
    assert [json.loads(line) for line in lines] == listed


def test_who_takes_the_log_out_stands_in_it_once_with_what_they_asked_for(desk: Desk, monkeypatch: Any) -> None:
    monkeypatch.setattr("chalicelib.api.settings.audit.ROWS", 1)
    for name in ("One", "Two"):
        LABELS.ask(desk, "POST", json={"name": name, "color": "#000000"})
    assert len(exported(desk, "?action=label&from=2020-01-01")) > 1
    (entry,) = walked(desk, f"{AUDIT}?action=audit", desk.admin.token, 100)
    assert (entry["action"], entry["actor"]["id"]) == ("audit.exported", desk.admin.id)
    told = {name: change["to"] for name, change in entry["changes"].items()}
    assert told == {"format": "csv", "kind": "label", "from": "2020-01-01"}


def test_an_export_is_for_those_who_may_read_settings(desk: Desk) -> None:
    agent = desk.add_member("Gil G.", "gil@acme.example", "agent")
    problem(desk.http("GET", f"{AUDIT}/export", token=agent.token), 403, "forbidden")
    key = desk.api_key("settings:read")
    assert desk.http("GET", f"{AUDIT}/export", token=key).status == 200
