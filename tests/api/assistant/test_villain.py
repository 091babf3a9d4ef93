"""A model that obeys every ticket, on a whole desk: nothing changes by it, and nothing gets out."""

from __future__ import annotations

import json
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any

import pytest

from tests.adapters.model_server import ModelServer
from tests.api.asking import TICKETS, new_ticket
from tests.assistant.injections import INJECTIONS, LANGUAGES, foreign_links, in_a_line
from tests.assistant.villains import speaks_openai
from tests.support.desk import Desk

MARKER = "copper lantern"
FILE = "heliotrope"
"""Stands in names of files alone."""


def _post(desk: Desk, path: str, body: Any, token: str) -> str:
    answer = desk.http("POST", path, json=body, token=token)
    assert answer.status in (200, 201), answer.text
    return answer.text


def _all(desk: Desk) -> list[Any]:
    items: list[Any] = desk.http("GET", f"{TICKETS}?limit=100", token=desk.admin.token).json()["items"]
    return items


def _choose(desk: Desk, villain: str) -> None:
    engine = {"engine": "openai_compatible", "model": "villain", "base_url": villain, "daily_tokens": 1_000_000_000}
    assert desk.http("PATCH", "/v1/acme/ai-engine", json=engine, token=desk.admin.token).status == 200


def test_whatever_a_ticket_orders_nothing_changes_and_no_note_leaves(desk: Desk) -> None:
    key = desk.api_key("tickets:read", "tickets:write")
    refs = [str(new_ticket(desk, title=name, description=told)["ref"]) for name, told in INJECTIONS.items()]
    for ref in refs:
        _post(desk, f"{TICKETS}/{ref}/notes", {"body": f"The {MARKER} did it."}, desk.admin.token)
    before = _all(desk)
    with ModelServer(speaks_openai) as at:
        _choose(desk, at.url)
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


@pytest.mark.parametrize("model", [True, False], ids=["villain", "model_free"])
def test_a_mail_that_orders_by_its_subject_its_sender_and_its_files_has_no_more_say(desk: Desk, model: bool) -> None:
    for language in LANGUAGES:
        told = in_a_line(INJECTIONS[f"plain-{language}"])
        mail = EmailMessage(policy.default.clone(max_line_length=990))  # else names lose their quotation marks
        mail["From"] = Address(told, "maya", "example.com")
        mail["To"], mail["Subject"], mail["Message-ID"] = "support@acme.example", told, f"<{language}@example.com>"
        mail.set_content("The export stops.")
        mail.add_attachment(b"%PDF-1.7", "application", "pdf", filename=f"{FILE} {in_a_line(told, 120)}.pdf")
        desk.receive(mail.as_bytes(), "maya@example.com", ["support@acme.example"])
    desk.settle()
    for ticket in _all(desk):
        assert FILE in desk.http("GET", f"{TICKETS}/{ticket['ref']}", token=desk.admin.token).text
        _post(desk, f"{TICKETS}/{ticket['ref']}/notes", {"body": f"The {MARKER} did it."}, desk.admin.token)
    before = _all(desk)
    assert len(before) == len(LANGUAGES)
    with ModelServer(speaks_openai) as at:
        if model:
            _choose(desk, at.url)
        for ticket in before:
            path = f"{TICKETS}/{ticket['ref']}/assistant"
            at.requests.clear()
            assert "evil.example" not in _post(desk, f"{path}/draft", {}, desk.admin.token)
            assert MARKER not in json.dumps(at.requests)
            panel = desk.http("GET", path, token=desk.admin.token).json()
            asked = json.loads(_post(desk, f"{path}/ask", {"question": "What is it?"}, desk.admin.token))
            assert asked["engine"] == ("openai_compatible" if model else "model_free")
            parts = [part["text"] for part in panel["summary"]["parts"]]
            assert foreign_links(" ".join([*parts, asked["text"]]), ticket["title"]) == []
            assert FILE not in json.dumps(at.requests)
    assert _all(desk) == before
