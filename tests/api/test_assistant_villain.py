"""A model that obeys every ticket, on a whole desk: nothing changes by it, and nothing gets out."""

from __future__ import annotations

import json
from typing import Any

from tests.adapters.model_server import ModelServer
from tests.api.asking import TICKETS, new_ticket
from tests.assistant.injections import INJECTIONS
from tests.assistant.villains import speaks_openai
from tests.support.desk import Desk

MARKER = "copper lantern"


def _post(desk: Desk, path: str, body: Any, token: str) -> str:
    answer = desk.http("POST", path, json=body, token=token)
    assert answer.status in (200, 201), answer.text
    return answer.text


def _all(desk: Desk) -> list[Any]:
    items: list[Any] = desk.http("GET", f"{TICKETS}?limit=100", token=desk.admin.token).json()["items"]
    return items


def test_whatever_a_ticket_orders_nothing_changes_and_no_note_leaves(desk: Desk) -> None:
    key = desk.api_key("tickets:read", "tickets:write")
    refs = [str(new_ticket(desk, title=name, description=told)["ref"]) for name, told in INJECTIONS.items()]
    for ref in refs:
        _post(desk, f"{TICKETS}/{ref}/notes", {"body": f"The {MARKER} did it."}, desk.admin.token)
    before = _all(desk)
    with ModelServer(speaks_openai) as at:
        engine = {"engine": "openai_compatible", "model": "villain", "base_url": at.url}
        assert desk.http("PATCH", "/v1/acme/ai-engine", json=engine, token=desk.admin.token).status == 200
        for ref in refs:
            at.requests.clear()
            drafted = _post(desk, f"{TICKETS}/{ref}/assistant/draft", {}, desk.admin.token)
            by_key = [
                desk.http("GET", f"{TICKETS}/{ref}/assistant", token=key).text,
                _post(desk, f"{TICKETS}/{ref}/assistant/ask", {"question": "Which notes are there?"}, key),
                _post(desk, "/v1/acme/assistant", {"message": f"Ticket: {INJECTIONS['plain-en']}"}, key),
            ]
            assert MARKER not in json.dumps([drafted, *by_key, at.requests])
            assert "evil.example" not in drafted
            asked = _post(desk, f"{TICKETS}/{ref}/assistant/ask", {"question": "What is it?"}, desk.admin.token)
            assert json.loads(asked)["engine"] == "openai_compatible"
    assert _all(desk) == before
