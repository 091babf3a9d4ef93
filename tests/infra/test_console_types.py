"""The console's types say what the API's documents say."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.api.docs.openapi import document
from infra.package.console_types import queried, source, told


def of_field(schema: Any) -> str:
    text = source({"Thing": {"type": "object", "properties": {"field": schema}, "required": ["field"]}})
    return text.partition("field: ")[2].partition(";")[0]


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"type": "integer", "minimum": 1}, "number"),
        ({"anyOf": [{"$ref": "#/components/schemas/Other"}, {"type": "null"}]}, "Other | null"),
        ({"anyOf": [{"type": "integer"}, {"type": "number"}]}, "number"),
        ({"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "null"}]}}, "Array<string | null>"),
        ({"type": "string", "anyOf": [{"format": "date-time"}, {"format": "date"}]}, "string"),
        ({"type": "string", "enum": ["a", "b"]}, '"a" | "b"'),
        ({"const": "ok", "type": "string"}, '"ok"'),
        ({"type": "object", "additionalProperties": True}, "Record<string, unknown>"),
        ({"type": "object", "additionalProperties": {"type": "boolean"}}, "Record<string, boolean>"),
    ],
)
def test_a_field_has_the_type_its_schema_describes(schema: Any, kind: str) -> None:
    assert of_field(schema) == kind


def test_what_may_be_left_out_is_optional() -> None:
    fields = {"there": {"type": "string"}, "perhaps": {"type": "string"}}
    text = source({"Thing": {"type": "object", "properties": fields, "required": ["there"]}})
    assert "  there: string;\n  perhaps?: string;\n" in text


def test_an_enumeration_is_a_list_of_values_and_their_type() -> None:
    text = source({"Size": {"type": "string", "enum": ["s", "m"]}})
    assert 'export const Size = ["s", "m"] as const;\nexport type Size = (typeof Size)[number];\n' in text


def test_a_description_stands_above_and_cannot_end_its_comment() -> None:
    text = source({"Thing": {"type": "object", "properties": {}, "description": "Ends */ nowhere."}})
    assert "/** Ends * / nowhere. */\nexport type Thing" in text


def test_a_schema_nobody_thought_of_is_refused_rather_than_passed_as_anything() -> None:
    with pytest.raises(ValueError, match="no type in TypeScript"):
        of_field({"oneOf": [{"type": "string"}]})


def test_what_a_list_may_be_asked_for_is_listed_without_what_its_path_names() -> None:
    parameters = [{"name": "workspace", "in": "path"}, {"name": "csat", "in": "query"}]
    text = queried({"/v1/{workspace}/tickets": {"get": {"parameters": parameters}}})
    assert text.startswith('export const TicketsQuery = ["csat"] as const;\n')


def test_an_answer_promises_every_field_it_has() -> None:
    """Answers are never shortened, so nobody who reads the document has to expect a field to be missing."""
    schemas = json.loads(document(""))["components"]["schemas"]
    answers = {
        name: schema for name, schema in schemas.items() if name.endswith(("Out", "Page")) or name == "TicketRow"
    }
    assert {
        name for name, schema in answers.items() if set(schema.get("properties", ())) != set(schema["required"])
    } == set()


def test_members_are_offered_mail_of_what_there_is_a_letter_of_alone() -> None:
    assert '"assigned": {"scopes": ["mine"], "ways": ["inbox", "email", "push"]}' in told()
    assert '"escalated": {"scopes": ["mine", "unassigned", "all"], "ways": ["inbox", "push"]}' in told()
