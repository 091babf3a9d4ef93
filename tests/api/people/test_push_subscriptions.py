"""The browsers that somebody has notices shown in are theirs alone, and none is any address that the desk posts to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.adapters.web_push import WebPush
from chalicelib.domain.notices.push import PushAnswer, PushOutcome
from tests.support.desk import Answer, Desk, Person
from tests.support.push_browser import Browser, base64url

PATH = "/v1/me/push-subscriptions"
ENDPOINT = "https://updates.push.services.mozilla.com/wpush/v2/gAAA"


@pytest.fixture
def desk(standing_desk: Desk) -> Iterator[Desk]:
    yield standing_desk
    for browser in standing_desk.ports.pushes.of(standing_desk.admin.id):
        standing_desk.ports.pushes.remove(standing_desk.admin.id, browser.id)


def ask(desk: Desk, method: str, path: str = PATH, body: Any = None, who: Person | None = None) -> Answer:
    return desk.http(method, path, json=body, token=(who or desk.admin).token)


def wanted(**changes: Any) -> dict[str, Any]:
    return {"endpoint": ENDPOINT, "keys": Browser().keys, **changes}


def test_a_browser_is_added_once_listed_and_taken_away(desk: Desk) -> None:
    first = ask(desk, "POST", body=wanted(language="de"))
    assert first.status == 200, first.text
    assert {**first.json(), "id": "", "created_at": ""} == {
        "id": "",
        "service": "updates.push.services.mozilla.com",
        "titles": False,
        "language": "de",
        "created_at": "",
    }
    assert ask(desk, "POST", body=wanted(titles=True)).json()["id"] == first.json()["id"]
    assert ask(desk, "POST", body=wanted()).json()["titles"] is True
    listed = ask(desk, "GET").json()
    assert [one["id"] for one in listed["items"]] == [first.json()["id"]]
    assert len(listed["public_key"]) == 87
    assert "wpush" not in ask(desk, "GET").text, "the address is for the desk alone"
    assert ask(desk, "DELETE", body={"endpoint": ENDPOINT}).status == 204
    assert ask(desk, "DELETE", body={"endpoint": ENDPOINT}).status == 204
    assert ask(desk, "GET").json()["items"] == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"endpoint": "http://updates.push.services.mozilla.com/x"}, "endpoint"),
        ({"endpoint": "https://push.example.com/x"}, "endpoint"),
        ({"endpoint": "https://10.0.0.5/x"}, "endpoint"),
        ({"endpoint": "https://[::1]/x"}, "endpoint"),
        ({"endpoint": "https://updates.push.services.mozilla.com/" + "x" * 2000}, "endpoint"),
        ({"endpoint": 5}, "endpoint"),
        ({"keys": {**Browser().keys, "p256dh": "A" * 5000}}, "keys.p256dh"),
        ({"keys": {**Browser().keys, "p256dh": base64url(b"\x04" + b"\x09" * 64)}}, "keys.p256dh"),
        ({"keys": {**Browser().keys, "p256dh": "\ud800"}}, "keys.p256dh"),
        ({"keys": {**Browser().keys, "auth": base64url(b"short")}}, "keys.auth"),
        ({"keys": {"auth": base64url(b"x" * 16)}}, "keys.p256dh"),
        ({"language": "<b>"}, "language"),
        ({"titles": "yes"}, "titles"),
    ],
)
def test_what_can_not_be_is_refused_at_its_field(desk: Desk, changes: dict[str, Any], field: str) -> None:
    answer = ask(desk, "POST", body=wanted(**changes))
    assert answer.status == 422, answer.text
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert ask(desk, "GET").json()["items"] == []


def test_somebody_elses_browser_is_nobodys_business(desk: Desk) -> None:
    ask(desk, "POST", body=wanted())
    bo = desk.add_member("Bo L.", "bo@acme.example", "agent")
    assert ask(desk, "GET", who=bo).json()["items"] == []
    assert ask(desk, "DELETE", body={"endpoint": ENDPOINT}, who=bo).status == 204
    assert ask(desk, "POST", PATH + "/trial", {"endpoint": ENDPOINT}, who=bo).status == 404
    assert len(ask(desk, "GET").json()["items"]) == 1


def test_a_trial_says_what_the_push_service_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(desk, "POST", body=wanted(language="fr"))
    sent: list[bytes] = []
    outcomes = [PushOutcome.TAKEN, PushOutcome.LATER, PushOutcome.GONE]

    def send(_self: WebPush, _to: object, _secret: str, message: Any) -> PushAnswer:
        sent.append(message.content)
        return PushAnswer(outcomes[len(sent) - 1])

    monkeypatch.setattr(WebPush, "send", send)
    said = [ask(desk, "POST", PATH + "/trial", {"endpoint": ENDPOINT}).json() for _ in outcomes]
    assert said == [{"outcome": outcome} for outcome in outcomes]
    assert "Ceci est une notification" in sent[0].decode()
    assert ask(desk, "GET").json()["items"] == [], "one that is gone is forgotten"


def test_a_program_has_no_browser(desk: Desk) -> None:
    key = desk.api_key("tickets:read")
    assert desk.http("GET", PATH, token=key).status == 401
