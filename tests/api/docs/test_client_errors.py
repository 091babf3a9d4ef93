"""A fault in somebody's browser is one line and counted, and tells of nobody."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.services import limits
from tests.api.asking import fields, problem
from tests.support.desk import Answer, Desk

PATH = "/v1/client-errors"
TOKEN = "20.bhntbdw3kbhhwhfs.hohtmflayt2kjs7u64cxpcu6jkwxcnjp"


def _told(desk: Desk, **body: Any) -> Answer:
    return desk.http("POST", PATH, json={"message": "x is not a function", **body})


def _line(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    lines = [line for line in capsys.readouterr().out.splitlines() if "browser error" in line]
    assert len(lines) == 1
    assert lines[0].isascii()
    assert lines[0].isprintable()
    found: dict[str, Any] = json.loads(lines[0])
    return found


def test_it_is_one_line_and_counted(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    answer = _told(desk, build="console.7F3KQ2XA.js", route="/console/ticket")
    assert (answer.status, answer.content) == (204, b"")
    line = _line(capsys)
    assert line["_aws"]["CloudWatchMetrics"][0]["Metrics"] == [{"Name": "BrowserErrors", "Unit": "Count"}]
    assert line["BrowserErrors"] == 1
    told = {name: line[name] for name in ("said", "build", "at")}
    assert told == {"said": "x is not a function", "build": "console.7F3KQ2XA.js", "at": "/console/ticket"}
    assert line["request_id"] == answer.headers["x-request-id"]


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("reading 'status' of undefined", "reading ‘status’ of undefined"),
        ("no maya@example.com there", "no … there"),
        (f"at /portal/acme/t/{TOKEN}?x=1", "at /portal/acme/t/……"),
        ('Unexpected token H, "Hello Maya" is not valid JSON', "Unexpected token H, … is not valid JSON"),
        ('a\n{"level":"ERROR"}\x1b[31m\u202e', "a\n{…ERROR…"),
    ],
)
def test_nobody_s_words_addresses_or_tokens_get_into_the_log(
    desk: Desk, capsys: pytest.CaptureFixture[str], message: str, said: str
) -> None:
    assert _told(desk, message=message).status == 204
    line = _line(capsys)["said"]
    assert "Maya" not in line
    assert TOKEN.rpartition(".")[2] not in line
    if "\n" not in message:
        assert line == said


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"message": ""}, "message"),
        ({"message": "x" * 501}, "message"),
        ({"message": None}, "message"),
        ({"build": "a b"}, "build"),
        ({"build": "x" * 65}, "build"),
        ({"route": "/console/tickets?search=maya"}, "route"),
        ({"stack": "at x"}, "stack"),
    ],
)
def test_what_is_no_such_fault_is_refused(desk: Desk, body: dict[str, Any], field: str) -> None:
    assert fields(problem(_told(desk, **body), 422, "validation_failed")) == [field]


def test_nobody_fills_the_log(desk: Desk) -> None:
    answers = [_told(desk).status for _ in range(limits.CLIENT_ERRORS.most + 3)]
    assert answers.count(204) >= limits.CLIENT_ERRORS.most  # the minute may end on the way
    assert 429 in answers
    elsewhere = desk.http("POST", PATH, json={"message": "x"}, address="203.0.113.9")
    assert elsewhere.status == 204
