"""What comes out as JSON shows the same to a person, in a terminal or a log, as to a program."""

from __future__ import annotations

import json
import re

import pytest

from tests.api.asking import TICKETS, new_ticket, problem
from tests.support.desk import Desk

CODES = [*range(0x20), *range(0x7F, 0xA0), 0x61C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A)]
EVERY = "".join(map(chr, CODES))
RAW = re.compile("[" + "".join(map(re.escape, EVERY)) + "]")
TURNED = "invoice\u202efdp.exe\u2028\u009b31m\u007f"


def test_an_answer_has_controls_and_turns_of_direction_as_escapes(desk: Desk) -> None:
    new_ticket(desk, description=TURNED)
    answer = desk.http("GET", f"{TICKETS}/TKT-0001", token=desk.admin.token)
    assert not RAW.search(answer.text)
    assert answer.json()["description"] == TURNED


def test_a_problem_document_has_them_as_escapes(desk: Desk) -> None:
    answer = desk.http("POST", TICKETS, json={"title": "Hello", EVERY: 1}, token=desk.admin.token)
    document = problem(answer, 422, "validation_failed")
    assert not RAW.search(answer.text)
    assert document["errors"][0]["field"] == EVERY


@pytest.mark.parametrize("body", ["café – “ß” 🙂", "a\\u202eb \\\\", "\u200bשלום"])
def test_what_is_no_control_stays_as_it_is(desk: Desk, body: str) -> None:
    new_ticket(desk, description=body)
    answer = desk.http("GET", f"{TICKETS}/TKT-0001", token=desk.admin.token)
    assert answer.json()["description"] == body
    assert json.dumps(body, ensure_ascii=False) in answer.text


def test_a_tool_s_answer_has_them_as_escapes_in_the_text_within_the_answer_too(desk: Desk) -> None:
    new_ticket(desk, description=TURNED)
    asked = {"name": "get_ticket", "arguments": {"ref": "TKT-0001"}}
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": asked}
    answer = desk.http("POST", "/mcp/acme", json=body, token=desk.admin.token)
    assert not RAW.search(answer.text)
    text = answer.json()["result"]["content"][0]["text"]
    assert not RAW.search(text)
    assert json.loads(text)["ticket"]["description"] == TURNED
