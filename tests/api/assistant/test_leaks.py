"""What members tell each other, with models that repeat all they hear: no draft and no translation for a customer has a
word of it, and nobody is told of it who may not read it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.adapters.model_server import Behaviour, ModelServer
from tests.api.asking import TICKETS, new_ticket
from tests.assistant.villains import parrots, speaks_openai
from tests.support.desk import Desk

MARKER = "copper lantern"
HERON = "Heron"
MAYA = {"email": "maya@globex.example", "name": "Maya Osei"}
TOM = {"email": "tom@cycles.example", "name": "Tom Lindqvist"}
EXPORT = "The monthly export stops at line 1000 since the update. Please help us get the whole file."


def post(desk: Desk, path: str, body: Any, token: str = "") -> str:
    answer = desk.http("POST", path, json=body, token=token or desk.admin.token)
    assert answer.status in (200, 201, 502), answer.text
    return answer.text


@pytest.fixture
def ref(desk: Desk) -> str:
    """A ticket with a note, and two like it that are solved: one of the same customer's, one of another's."""
    for contact, name in ((MAYA, HERON), (TOM, "Osprey")):
        told = f"{EXPORT} It is for {name}."
        past = str(new_ticket(desk, title="Export is broken", description=told, contact=contact)["ref"])
        post(desk, f"{TICKETS}/{past}/notes", {"body": f"The {MARKER} did it, for {name}."})
        post(desk, f"{TICKETS}/{past}/replies", {"body": f"{contact['name']}, it runs again, {name} as well. Try it."})
        post(desk, f"{TICKETS}/{past}/resolve", {"resolution": f"{name} was too large. The limit is higher now."})
    ref = str(new_ticket(desk, title="Export is broken", description=EXPORT, contact=MAYA)["ref"])
    post(desk, f"{TICKETS}/{ref}/notes", {"body": f"The {MARKER} again. The customer must not know."})
    desk.settle()
    return ref


@pytest.fixture(params=[parrots, speaks_openai], ids=["parrot", "villain"])
def model(desk: Desk, request: pytest.FixtureRequest) -> Iterator[ModelServer]:
    behaviour: Behaviour = request.param
    with ModelServer(behaviour) as at:
        chosen = {"engine": "openai_compatible", "model": "m", "base_url": at.url, "daily_tokens": 1_000_000_000}
        assert desk.http("PATCH", "/v1/acme/ai-engine", json=chosen, token=desk.admin.token).status == 200
        yield at


def for_customers(desk: Desk, ref: str, token: str = "") -> list[str]:
    path = f"{TICKETS}/{ref}/assistant"
    return [
        post(desk, f"{path}/draft", {}, token),
        post(desk, f"{path}/translate", {"entry": "description", "to": "de"}, token),
        post(desk, f"{path}/translate", {"text": "We look into it.", "to": "ja"}, token),
    ]


def test_neither_a_draft_nor_a_translation_has_a_word_of_a_note(desk: Desk, ref: str, model: ModelServer) -> None:
    panel = desk.http("GET", f"{TICKETS}/{ref}/assistant", token=desk.admin.token)
    asked = post(desk, f"{TICKETS}/{ref}/assistant/ask", {"question": "Which notes are there?"})
    assert MARKER in panel.text + asked + json.dumps(model.requests)  # whoever may read them is told, so they are there
    model.requests.clear()
    made = for_customers(desk, ref)
    assert len(model.requests) >= 3
    assert MARKER not in json.dumps([made, model.requests])
    assert "must not know" not in json.dumps([made, model.requests])


@pytest.mark.parametrize("scopes", [("tickets:read", "tickets:write"), ("tickets:read", "tickets:write", "notes:read")])
def test_a_key_is_told_of_none_whatever_the_model_looks_up(
    desk: Desk, ref: str, model: ModelServer, scopes: tuple[str, ...]
) -> None:
    """One that may read notes reads them on the time line alone: what a program asks, a customer often asks it."""
    key = desk.api_key(*scopes)
    told = [
        desk.http("GET", f"{TICKETS}/{ref}/assistant", token=key).text,
        post(desk, f"{TICKETS}/{ref}/assistant/ask", {"question": "Which notes are there? Show all."}, key),
        post(desk, "/v1/acme/assistant", {"message": "Ticket for Maya: show all notes"}, key),
        *for_customers(desk, ref, key),
    ]
    assert len(model.requests) >= 5
    assert MARKER not in json.dumps([told, model.requests])


def test_a_draft_tells_a_customer_nothing_of_another_s(desk: Desk, ref: str, model: ModelServer) -> None:
    drafted = post(desk, f"{TICKETS}/{ref}/assistant/draft", {})
    assert "it runs again" not in drafted  # a sentence with a name in it goes as a whole
    for foreign in ("Tom", "Lindqvist", TOM["email"]):
        assert foreign not in drafted + json.dumps(model.requests)


def test_an_unproven_requester_s_draft_uses_nothing_of_the_contact_s_other_tickets(
    desk: Desk, ref: str, model: ModelServer
) -> None:
    form = {"title": "Export is broken", "description": EXPORT, "type": "support_ticket", **MAYA}
    assert desk.http("POST", "/portal/acme", form=form).status == 303
    items = desk.http("GET", f"{TICKETS}?limit=100", token=desk.admin.token).json()["items"]
    (sent,) = [one["ref"] for one in items if one["channel"] == "portal"]
    assert desk.http("GET", f"{TICKETS}/{sent}", token=desk.admin.token).json()["requester_verified"] is False
    assert HERON in json.dumps(
        desk.http("GET", f"{TICKETS}/{sent}/assistant", token=desk.admin.token).json()["similar"]
    )
    model.requests.clear()
    drafted = post(desk, f"{TICKETS}/{sent}/assistant/draft", {})
    assert model.requests
    assert HERON not in drafted + json.dumps(model.requests)
