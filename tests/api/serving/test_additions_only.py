"""What the API served at its last release, it goes on serving: later documents only add to earlier ones."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.api.serving.additions import Comparison, Described, last_released, served

THING = "#/components/schemas/Thing"


DROPPED = {"GET /v1/{workspace}/reports/sla: is gone"}
"""Taken away on purpose. It read every ticket and refused beyond 20,000; under the address is another report now, of
the same days, which the changelog tells."""


def a_document() -> Described:
    """Return one of the smallest documents that have everything the comparison looks at."""
    body = {
        "type": "object",
        "properties": {
            "title": {"type": "string", "minLength": 1, "maxLength": 200},
            "kind": {"type": "string", "enum": ["bug", "question"]},
            "owner": {"anyOf": [{"type": "string"}, {"type": "null"}]},
            "labels": {"type": "array", "items": {"type": "string"}, "maxItems": 20},
        },
        "required": ["title"],
        "additionalProperties": False,
    }
    shown = {
        "type": "object",
        "properties": {
            "ref": {"type": "string"},
            "status": {"type": "string", "enum": ["open", "closed"]},
            "at": {"type": "string", "format": "date-time"},
            "counts": {"type": "object", "additionalProperties": {"type": "integer"}},
            "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Part"}},
        },
        "required": ["ref", "status", "at"],
    }
    part = {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}
    listed = {"type": "string", "pattern": "^((open|closed)(,(open|closed))*)?$"}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Body"}}}
    operation = {
        "operationId": "make",
        "security": [],
        "parameters": [
            {"name": "status", "in": "query", "required": False, "schema": listed},
            {"name": "limit", "in": "query", "required": False, "schema": {"type": "integer", "maximum": 100}},
        ],
        "requestBody": {"required": True, "content": content},
        "responses": {
            "201": {"description": "Made", "content": {"application/json": {"schema": {"$ref": THING}}}},
            "409": {"description": "`taken`"},
        },
    }
    read = {"operationId": "read", "security": [], "parameters": [], "responses": {"204": {"description": "Read"}}}
    return {
        "paths": {"/things": {"post": operation, "get": read}, "/others": {"get": {**read, "operationId": "others"}}},
        "components": {"schemas": {"Body": body, "Thing": shown, "Part": part}},
    }


def breaks(change: Callable[[Described], object]) -> list[str]:
    """Return what breaks by a change to that document."""
    later = copy.deepcopy(a_document())
    change(later)
    return list(Comparison(a_document(), later).breaks())


def made(document: Described) -> Any:
    return document["paths"]["/things"]["post"]


def body(document: Described) -> Any:
    return document["components"]["schemas"]["Body"]


def shown(document: Described) -> Any:
    return document["components"]["schemas"]["Thing"]


def field(document: Described, name: str) -> Any:
    return body(document)["properties"][name]


def part_of(document: Described, name: str) -> Any:
    return shown(document)["properties"][name]


def test_the_api_only_adds_to_what_the_last_release_served() -> None:
    assert [broken for broken in Comparison(last_released(), served()).breaks() if broken not in DROPPED] == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda d: d["paths"].pop("/others"), "GET /others: is gone"),
        (lambda d: d["paths"]["/things"].pop("post"), "POST /things: is gone"),
        (lambda d: made(d).update(operationId="create"), "POST /things: the operationId make is gone"),
        (lambda d: made(d).update(security=[{"bearer": []}]), "POST /things: a token is needed"),
        (lambda d: made(d)["parameters"].pop(), "POST /things: the parameter limit (query) is gone"),
        (
            lambda d: made(d)["parameters"][1].update(required=True),
            "POST /things: the parameter limit (query) has to be given",
        ),
        (
            lambda d: made(d)["parameters"].append({"name": "at", "in": "query", "required": True, "schema": {}}),
            "POST /things: the parameter at (query) has to be given",
        ),
        (
            lambda d: made(d)["parameters"][0]["schema"].update(pattern="^((open)(,(open))*)?$"),
            "POST /things: the parameter status (query) no longer takes 'closed'",
        ),
        (
            lambda d: made(d)["parameters"][1]["schema"].update(maximum=50),
            "POST /things: the parameter limit (query) has a closer maximum",
        ),
        (lambda d: made(d).pop("requestBody"), "POST /things: no body of application/json is taken"),
        (
            lambda d: d["paths"]["/things"]["get"].update(requestBody={"required": True, "content": {}}),
            "GET /things: a body has to be given",
        ),
        (lambda d: made(d)["responses"].pop("201"), "POST /things: the answer 201 is gone"),
        (
            lambda d: made(d)["responses"].update({"201": {"description": "Made"}}),
            "POST /things: the answer 201 is no application/json",
        ),
    ],
)
def test_a_call_that_can_no_longer_be_made_breaks(change: Callable[[Described], object], told: str) -> None:
    assert breaks(change) == [told]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda d: body(d)["properties"].pop("kind"), "the body.kind is gone"),
        (lambda d: body(d)["required"].append("kind"), "the body.kind has to be given"),
        (lambda d: field(d, "kind")["enum"].remove("bug"), "the body.kind no longer takes 'bug'"),
        (lambda d: field(d, "title").update(enum=["A"]), "the body.title takes certain values alone"),
        (lambda d: field(d, "owner")["anyOf"].pop(), "the body.owner no longer takes null"),
        (lambda d: field(d, "title").update(type="integer"), "the body.title no longer takes string"),
        (lambda d: field(d, "title").update(minLength=2), "the body.title has a closer minLength"),
        (lambda d: field(d, "title").update(maxLength=100), "the body.title has a closer maxLength"),
        (lambda d: field(d, "title").update(pattern="^[a-z]+$"), "the body.title has another pattern"),
        (lambda d: field(d, "title").update(format="email"), "the body.title has another format"),
        (lambda d: field(d, "labels").update(maxItems=10), "the body.labels has a closer maxItems"),
        (
            lambda d: field(d, "labels")["items"].update(type="integer"),
            "the body.labels[] no longer takes string",
        ),
    ],
)
def test_a_body_that_takes_less_breaks(change: Callable[[Described], object], told: str) -> None:
    assert breaks(change) == [f"POST /things: {told}"]


def test_a_body_that_took_any_field_breaks_by_refusing_unknown_ones() -> None:
    before = a_document()
    del before["components"]["schemas"]["Body"]["additionalProperties"]
    told = list(Comparison(before, a_document()).breaks())
    assert told == ["POST /things: the body takes no other fields"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda d: shown(d)["properties"].pop("status"), "the answer.status is gone"),
        (lambda d: shown(d)["required"].remove("status"), "the answer.status may be missing"),
        (
            lambda d: shown(d)["properties"].update(ref={"anyOf": [{"type": "string"}, {"type": "null"}]}),
            "the answer.ref may be null",
        ),
        (lambda d: part_of(d, "ref").update(type="integer"), "the answer.ref may be integer"),
        (lambda d: part_of(d, "at").pop("format"), "the answer.at has no format date-time"),
        (
            lambda d: part_of(d, "counts")["additionalProperties"].update(type="number"),
            "the answer.counts.* may be number",
        ),
        (
            lambda d: d["components"]["schemas"]["Part"]["properties"].pop("name"),
            "the answer.parts[].name is gone",
        ),
    ],
)
def test_an_answer_that_says_less_or_something_else_breaks(change: Callable[[Described], object], told: str) -> None:
    assert breaks(change) == [f"POST /things: {told}"]


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["paths"].update({"/more": {}}),
        lambda d: made(d)["parameters"].append({"name": "q", "in": "query", "required": False, "schema": {}}),
        lambda d: made(d)["parameters"].reverse(),
        lambda d: made(d)["parameters"][0]["schema"].update(pattern="^((new|open|closed)(,(new|open|closed))*)?$"),
        lambda d: made(d)["parameters"][1]["schema"].update(maximum=200, type="number"),
        lambda d: made(d)["responses"].pop("409"),
        lambda d: made(d).update(summary="Make a thing", tags=["things"]),
        lambda d: body(d)["properties"].update(note={"type": "string"}),
        lambda d: body(d)["required"].remove("title"),
        lambda d: field(d, "kind")["enum"].append("praise"),
        lambda d: field(d, "title").update(maxLength=300, minLength=0),
        lambda d: field(d, "owner")["anyOf"].append({"type": "integer"}),
        lambda d: shown(d)["properties"].update(more={"type": "string"}),
        lambda d: shown(d)["required"].append("counts"),
        lambda d: part_of(d, "status")["enum"].append("waiting"),
    ],
)
def test_what_is_added_breaks_nothing(change: Callable[[Described], object]) -> None:
    assert breaks(change) == []
