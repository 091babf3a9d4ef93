"""Internal notes and what else members tell each other are read with `notes:read` alone, by whatever way a key comes;
keys from before keep them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.api.asking import TICKETS, new_ticket, problem, walked
from tests.support.desk import Desk
from tests.yesterday.test_tomorrow import Table, packed

SECRET = "the-copper-lantern"
TICKET = f"{TICKETS}/TKT-0001"


@pytest.fixture
def note(desk: Desk) -> dict[str, Any]:
    """The note that a colleague is called in, with a file, on a ticket that was answered before and after."""
    bo = desk.add_member("Bo L.", "bo@acme.example", "agent")
    new_ticket(desk, contact={"email": "maya@example.com"})
    upload = desk.http(
        "POST",
        f"{TICKET}/attachments",
        json={"name": f"{SECRET}.txt", "type": "text/plain", "size": 3},
        token=desk.admin.token,
    ).json()
    form = upload["upload"]
    desk.ports.files.put(form["fields"]["key"], b"abc", "text/plain")
    body = {"body": f"@Bo L. {SECRET}", "attachments": [upload["id"]]}
    written = desk.http("POST", f"{TICKET}/notes", json=body, token=desk.admin.token)
    assert written.status == 201, written.text
    assert bo.id in desk.http("GET", f"{TICKET}/timeline", token=desk.admin.token).text
    found: dict[str, Any] = written.json()
    return found


def ways(desk: Desk, note: dict[str, Any], token: str) -> dict[str, tuple[int, str]]:
    """What a key is answered by every way that could show a note."""
    file = f"{TICKET}/attachments/{note['attachments'][0]['id']}"
    asked: dict[str, tuple[str, str, Any]] = {
        "timeline": ("GET", f"{TICKET}/timeline", None),
        "newest first": ("GET", f"{TICKET}/timeline?order=newest", None),
        "ticket": ("GET", TICKET, None),
        "search": ("GET", f"{TICKETS}?q=lantern", None),
        "changes": ("GET", f"{TICKETS}/changes", None),
        "html": ("GET", f"{TICKET}/messages/{note['id']}/html", None),
        "download": ("GET", file, None),
        "link": ("GET", f"{file}/link", None),
        "assistant": ("GET", f"{TICKET}/assistant", None),
        "ask": ("POST", f"{TICKET}/assistant/ask", {"question": "Where is the copper lantern?"}),
    }
    answers = {way: desk.http(how, path, json=body, token=token) for way, (how, path, body) in asked.items()}
    return {way: (answer.status, answer.text + answer.headers.get("location", "")) for way, answer in answers.items()}


def shown(desk: Desk, note: dict[str, Any], token: str) -> set[str]:
    return {way for way, (_, text) in ways(desk, note, token).items() if SECRET in text}


OPEN = {"timeline", "newest first", "download", "link"}


def test_a_key_without_the_scope_finds_a_note_by_no_way(desk: Desk, note: dict[str, Any]) -> None:
    for key in (desk.api_key("tickets:read"), desk.api_key("tickets:write", "contacts:write", "settings:read")):
        got = ways(desk, note, key)
        assert [way for way, (_, text) in got.items() if SECRET in text] == []
        assert [got[way][0] for way in ("html", "download", "link")] == [404, 404, 404]
        entries = walked(desk, f"{TICKET}/timeline", key, 1)
        assert [entry["event"]["type"] for entry in entries] == ["ticket.created"]


def test_a_key_with_the_scope_reads_the_note_and_its_file(desk: Desk, note: dict[str, Any]) -> None:
    key = desk.api_key("tickets:read", "notes:read")
    assert shown(desk, note, key) == OPEN
    assert desk.http("GET", TICKETS, token=desk.api_key("notes:read")).status == 403


def test_a_key_from_before_reads_what_it_read_and_no_more(desk: Desk, note: dict[str, Any]) -> None:
    reader, writer = desk.api_key("tickets:read"), desk.api_key("tickets:write", "contacts:write")
    _age(desk)
    assert shown(desk, note, reader) == OPEN
    for path in (TICKETS, "/v1/acme/contacts"):
        problem(desk.http("GET", path, token=writer), 403, "forbidden")
    assert desk.http("POST", TICKETS, json={"title": "x"}, token=writer).status == 201


def test_a_key_from_before_keeps_the_notes_when_it_is_renamed_and_says_so(desk: Desk, note: dict[str, Any]) -> None:
    key = desk.api_key("tickets:read")
    _age(desk)
    path = f"/v1/acme/api-keys/{key.split('_')[1]}"
    renamed = desk.http("PATCH", path, json={"name": "Shop 2"}, token=desk.admin.token)
    assert renamed.json()["scopes"] == ["notes:read", "tickets:read"]
    assert "timeline" in shown(desk, note, key)
    narrowed = desk.http("PATCH", path, json={"scopes": ["tickets:read"]}, token=desk.admin.token)
    assert narrowed.json()["scopes"] == ["tickets:read"]
    assert shown(desk, note, key) == set()


def test_a_note_that_a_key_may_not_read_does_not_keep_it_from_answering(desk: Desk, note: dict[str, Any]) -> None:
    key, reading = desk.api_key("tickets:write"), desk.api_key("tickets:write", "notes:read")
    seen = walked(desk, f"{TICKET}/timeline", key, 100)[-1]["id"]
    body = {"body": "We look into it.", "last_seen": seen}
    stale = desk.http("POST", f"{TICKET}/replies", json=body, token=reading)
    assert SECRET in str(problem(stale, 409, "stale_conversation")["entries"])
    assert desk.http("POST", f"{TICKET}/replies", json=body, token=key).status == 201
    late = problem(desk.http("POST", f"{TICKET}/replies", json=body, token=key), 409, "stale_conversation")
    assert [entry["kind"] for entry in late["entries"]] == ["agent_reply"]


@pytest.fixture
def escalated(desk: Desk) -> None:
    """A ticket that a member escalated and resolved, with words for colleagues."""
    new_ticket(desk, contact={"email": "maya@example.com"})
    reason, solved = {"reason": SECRET}, {"resolution": "Renewed.", "csat_estimate": 4}
    assert desk.http("POST", f"{TICKET}/escalate", json=reason, token=desk.admin.token).status == 200
    assert desk.http("POST", f"{TICKET}/resolve", json=solved, token=desk.admin.token).status == 200


def told(desk: Desk, token: str) -> dict[str, Any]:
    """What every answer with this ticket in it says, to a key that may change it."""
    call = {"name": "get_ticket", "arguments": {"ref": "TKT-0001"}}
    asked: dict[str, tuple[str, str, Any]] = {
        "read": ("GET", TICKET, None),
        "changed": ("PATCH", TICKET, {"title": "Checkout"}),
        "labelled": ("PUT", f"{TICKET}/labels/l_0001", None),
        "vouched": ("POST", f"{TICKET}/verify", None),
        "archived": ("POST", f"{TICKET}/archive", None),
        "restored": ("POST", f"{TICKET}/restore", None),
        "timeline": ("GET", f"{TICKET}/timeline", None),
        "found": ("GET", f"{TICKETS}?q=lantern", None),
        "listed": ("GET", TICKETS, None),
        "followed": ("GET", f"{TICKETS}/changes", None),
        "in bulk": ("POST", f"{TICKETS}/bulk", {"refs": ["TKT-0001"], "set": {"priority": "low"}}),
        "again": ("POST", f"{TICKET}/escalate", {"reason": "Mine."}),
        "mcp": ("POST", "/mcp/acme", {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}),
        "assistant": ("GET", f"{TICKET}/assistant", None),
    }
    answers = {way: desk.http(how, path, json=body, token=token) for way, (how, path, body) in asked.items()}
    assert {way: answer.status for way, answer in answers.items() if answer.status not in (200, 404)} == {}
    return {way: answer.json() for way, answer in answers.items()}


WRITES = ("tickets:write", "tickets:delete")


@pytest.mark.usefixtures("escalated")
def test_a_key_without_the_scope_reads_no_reason_and_no_guess_by_any_way(desk: Desk) -> None:
    answers = told(desk, desk.api_key(*WRITES))
    assert [way for way, answer in answers.items() if SECRET in json.dumps(answer)] == []
    ticket = answers["read"]
    assert (ticket["escalation"]["reason"], ticket["csat"]["agent_estimate"]) == ("", None)
    assert ticket["escalation"]["by"]["name"] == "Ana K."
    assert '"agent_estimate": 4' not in json.dumps(answers)
    events = [entry["event"] for entry in answers["timeline"]["items"]]
    assert {"type": "ticket.escalated", "changes": {}, "undone": False} in events


@pytest.mark.usefixtures("escalated")
def test_with_the_scope_a_key_reads_why_and_what_was_guessed(desk: Desk) -> None:
    answers = told(desk, desk.api_key(*WRITES, "notes:read"))
    assert {way for way, answer in answers.items() if SECRET in json.dumps(answer)} >= {"read", "timeline", "mcp"}
    assert answers["read"]["csat"]["agent_estimate"] == 4
    assert {"reason": {"from": None, "to": SECRET}} in [one["event"]["changes"] for one in answers["timeline"]["items"]]


def test_what_a_description_said_before_is_for_those_who_read_notes(desk: Desk) -> None:
    new_ticket(desk, description=SECRET, contact={"email": "maya@example.com"})
    assert desk.http("PATCH", TICKET, json={"description": "All is well."}, token=desk.admin.token).status == 200

    def event(token: str) -> Any:
        shown = walked(desk, f"{TICKET}/timeline", token, 100)[-1]["event"]
        return {name: shown[name] for name in ("type", "changes")}

    kept = {"former": {"from": SECRET, "to": None}}
    for token in (desk.admin.token, desk.api_key("tickets:read", "notes:read")):
        assert event(token) == {"type": "ticket.description_changed", "changes": kept}
    assert event(desk.api_key("tickets:read")) == {"type": "ticket.description_changed", "changes": {}}


def _age(desk: Desk) -> None:
    """Make the stored keys those of the release before notes had a scope."""
    table = Table(desk)
    for item in table.items("api_key"):
        data = json.loads(item["d"]["S"])
        del data["generation"]
        table.put({**item, "d": packed(data)})
