"""One line is written of every request, by which it is found, and in none is anything of what people wrote or hold."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, NoReturn

import pytest

from chalicelib.api.serving import http
from chalicelib.observability import masked
from chalicelib.portal import shell
from tests.api.serving.lines import Written
from tests.api.serving.permissions import ALL_SCOPES, CALLERS, TABLE, Row, declared
from tests.api.serving.scene import PASSWORD_TOKEN, Scene, made
from tests.support.desk import Answer, Desk

CANARY = "canary-4711-sings"
ADDRESS = "canary.4711@sings.example"
SAID = f'The canary\'s text "{CANARY}" of {ADDRESS} at /portal/acme/t/{"c4711" * 8}?q={CANARY}'
KEPT = {
    "_aws",
    "message",
    "Latency",
    "route",
    "request_id",
    "method",
    "status",
    "workspace",
    "caller",
    "bytes",
    "stack",
}
EVERY = pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.method} {row.path}")


@pytest.fixture(scope="module")
def scene(standing_desk: Desk) -> Scene:
    return made(standing_desk)


@pytest.fixture
def written(capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Written:
    return Written(capsys, caplog)


def secrets(scene: Scene) -> list[str]:
    """Whatever opens something, or says who somebody is."""
    held = [token[-20:] for token in scene.tokens.values() if token]
    mine = [scene.things["token"], PASSWORD_TOKEN, scene.desk.secrets["origin"], "198.51.100."]
    keys = list(scene.desk.secrets["signing"]["keys"].values())
    return [*held, *mine, *keys, CANARY, ADDRESS, "c4711" * 4, "Maya", "maya@example.com", scene.desk.admin.email]


def telling(line: dict[str, Any], row: Row, answer: Answer) -> None:
    """Check that this is the line of the row's request."""
    assert line.keys() == KEPT
    assert line["route"] == f"{row.method} {declared(row)}"
    assert line["method"] == row.method
    assert line["status"] == answer.status
    assert line["request_id"] == answer.headers["x-request-id"]
    assert line["bytes"] == len(answer.content)
    [directive] = line["_aws"]["CloudWatchMetrics"]
    assert directive["Dimensions"] == [["stack"], ["stack", "route"]]
    assert directive["Metrics"] == [{"Name": "Latency", "Unit": "Milliseconds"}]
    assert 0 <= line["Latency"] < 60_000


@EVERY
def test_a_request_is_one_line_whoever_asks_and_nothing_of_it_is_in_there(
    scene: Scene, written: Written, row: Row
) -> None:
    kinds = {"nobody": "none", "bad token": "none", "admin": "member", ALL_SCOPES: "key"}
    for caller, kind in kinds.items():
        written.take()
        answer = scene.ask(row, caller)
        [line], text = written.take()
        telling(line, row, answer)
        assert [one for one in secrets(scene) if one in text] == []
        if row.right not in ("anybody", "signed in"):
            assert (line["caller"], line["workspace"]) == (kind, "acme" if kind != "none" else None)


@EVERY
def test_what_is_wrong_is_not_repeated(scene: Scene, written: Written, row: Row) -> None:
    body = None if row.body is None else {**row.body, CANARY: SAID, "title": [SAID]}
    form = None if row.form is None else {**row.form, CANARY: SAID, "name": SAID, "email": ADDRESS}
    for path in (f"{row.path}?q={CANARY}&lang={CANARY}", row.path.replace("{workspace}", CANARY)):
        written.take()
        answer = scene.ask(replace(row, path=path, body=body, form=form), "admin", **heads())
        [line], text = written.take()
        telling(line, row, answer)
        assert [one for one in secrets(scene) if one in text] == []


def heads() -> dict[str, str]:
    return {"Referer": f"https://x.example/{SAID}", "User-Agent": CANARY, "Cookie": CANARY, "Idempotency-Key": CANARY}


@EVERY
def test_a_fault_is_found_by_the_id_that_people_are_shown_and_repeats_nothing(
    scene: Scene, written: Written, row: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> NoReturn:
        raise RuntimeError(SAID) from ValueError(repr(SAID))

    monkeypatch.setattr(http, "_let_in", fail)
    monkeypatch.setattr(shell, "_let_in", fail)
    written.take()
    answer = scene.ask(row, "admin", **heads())
    [line], text = written.take()
    assert answer.status == 500
    telling(line, row, answer)
    assert answer.headers["x-request-id"] in answer.text
    assert [one for one in secrets(scene) if one in text] == []
    [fault] = [json.loads(one) for one in text.splitlines() if '"fault"' in one]
    assert fault["request_id"] == line["request_id"]
    assert fault["route"] == line["route"]
    assert [one["kind"] for one in fault["fault"]] == ["RuntimeError", "ValueError"]
    assert "test_lines.py" in fault["fault"][0]["at"][-1]


def test_a_customer_is_told_from_a_stranger(scene: Scene, written: Written) -> None:
    links = {row.path: row for row in TABLE if row.method == "GET" and row.path.startswith("/portal/{workspace}")}
    written.take()
    scene.ask(links["/portal/{workspace}/t/{token}"], "nobody")
    scene.ask(links["/portal/{workspace}"], "nobody")
    scene.ask(replace(links["/portal/{workspace}"], path="/portal/nowhere"), "nobody")
    lines, _ = written.take()
    told = [(line["caller"], line["workspace"], line["status"]) for line in lines]
    assert told == [("customer", "acme", 200), ("none", "acme", 200), ("none", None, 404)]


def test_whoever_comes_past_cloudfront_or_by_the_other_host_is_one_line_too(scene: Scene, written: Written) -> None:
    written.take()
    scene.desk.http("GET", "/v1/acme/tickets", headers={"host": "help.test"}, token=scene.desk.admin.token)
    lines, _ = written.take()
    assert [(line["status"], line["caller"]) for line in lines] == [(404, "none")]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Cannot read properties of undefined (reading 'status')", "Cannot read properties of undefined (reading …)"),
        ("'maya' is not a valid Priority", "… is not a valid Priority"),
        ("no such user: maya@example.com", "no such user: …"),
        ("GET https://desk.example/a?token=x failed", "GET https://desk.example/a… failed"),
        ("eyJhbGciOiJSUzI1NiJ9abc.x", "…"),
        ("Invalid type for parameter A, value: Hello, type: str", "Invalid type for parameter A, value …"),
    ],
)
def test_of_a_fault_s_words_there_is_left_what_is_nobody_s(said: str, left: str) -> None:
    assert masked(said) == left


def test_names_of_a_program_may_stay() -> None:
    assert masked("reading 'status' of 'Hello there'", names=True) == "reading ‘status’ of …"
    assert len(masked("a b " * 1000)) <= 500


def test_the_callers_of_the_table_are_those_asked_here() -> None:
    assert {"nobody", "bad token", "admin", ALL_SCOPES} <= set(CALLERS)
