"""The OpenAPI 3.1 document, made of the very declarations that serve the requests."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic.json_schema import models_json_schema

from chalicelib.api.schemas.about import ProblemOut
from chalicelib.api.serving.json_text import to_json
from chalicelib.api.serving.problems import CONTENT_TYPE, status_of
from chalicelib.api.serving.routes import Access, AnyRoute, NoBody, NoQuery, load, may_be_left_out
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.reports.pages import ReportName

_SCHEMA = "#/components/schemas/{model}"
_PARAMETER = re.compile(r"\{(\w+)\}")
_VERSION = r'^(\*|(W/)?"[1-9][0-9]{0,9}")$'
_PATTERNS = {"workspace": "^[a-z0-9-]{1,40}$", "name": f"^({'|'.join(ReportName)})$"}
_TAGS: Mapping[str, str] = {
    "tickets": "Tickets, what is said and done on them, and their files.",
    "accounts": "Signing in, and how somebody does: password, second factor, browsers.",
    "people": "The contacts who are customers.",
    "privacy": "What is done with all that is kept of a person, and how far each long job got.",
    "notices": "A member's inbox and notifications.",
    "assistant": "Summaries, suggestions, questions and drafts by the assistant.",
    "reports": "What came in, how fast it was answered and solved, and what lies behind each number.",
    "settings": "What a workspace, a member or a program can set.",
    "docs": "What the API says of itself.",
}
"""What stands together under the name of a wing, most wanted first."""


@cache
def document(base_url: str) -> str:
    """The document as JSON text; `base_url` is where the API is served."""
    modes = [(model, mode) for route in _routes() for model, mode in _models(route)]
    names, definitions = models_json_schema([*modes, (ProblemOut, "serialization")], ref_template=_SCHEMA)
    paths: dict[str, dict[str, Any]] = {}
    _tell_no_defaults_of_changes(definitions, names)
    for route in _routes():
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, names)
    return to_json(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "Workestra Tickets",
                "version": "1",
                "description": "The help desk's API: what the console uses, and everything else may use.",
                "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            },
            "servers": [{"url": base_url}],
            "tags": [{"name": name, "description": told} for name, told in _TAGS.items()],
            "paths": paths,
            "components": {
                "schemas": definitions.get("$defs", {}),
                "securitySchemes": {
                    "bearer": {
                        "type": "http",
                        "scheme": "bearer",
                        "description": "A member's access token, or an API key (`wtk_…`).",
                    }
                },
            },
        }
    )


def _routes() -> list[AnyRoute]:
    return [route for route in load() if route.documented]


def _tell_no_defaults_of_changes(definitions: dict[str, Any], names: Any) -> None:
    """What a change leaves out stays as it is: the defaults of its schema are ours alone."""
    for route in _routes():
        if route.method == "PATCH" and route.body is not NoBody:
            name = names[(route.body, "validation")]["$ref"].rpartition("/")[2]
            for field in definitions["$defs"][name]["properties"].values():
                field.pop("default", None)


def _models(route: AnyRoute) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = [(route.body, "validation")] if route.body is not NoBody else []
    answers = [route.answer, *route.also.values()]
    return found + [(answer, "serialization") for answer in answers if answer]


def _operation(route: AnyRoute, names: Any) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.view.__name__,
        "tags": [route.view.__module__.split(".")[2]],  # the package of `chalicelib.api` that the view stands in
        "summary": route.summary,
        "parameters": _parameters(route),
        "responses": _responses(route, names),
        "security": [] if route.access is Access.ANYBODY else [{"bearer": []}],
    }
    needed = f"Needs `{route.permission.value}`." if route.permission else ""
    if route.permission is Permission.RIGHTS_WRITE:
        needed = "Takes an admin who signed in, and no API key."
    if description := f"{route.description} {needed}".strip():
        operation["description"] = description
    if route.body is not NoBody:
        schema = names[(route.body, "validation")]
        content = {"application/json": {"schema": schema}}
        operation["requestBody"] = {"required": not may_be_left_out(route.body), "content": content}
    return operation


def _parameters(route: AnyRoute) -> list[dict[str, Any]]:
    path: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": _path_schema(name)}
        for name in _PARAMETER.findall(route.path)
    ]
    return path + _query_parameters(route) + _header_parameters(route)


def _path_schema(name: str) -> dict[str, Any]:
    pattern = _PATTERNS.get(name)
    return {"type": "string", "minLength": 1, **({"pattern": pattern} if pattern else {})}


def _query_parameters(route: AnyRoute) -> list[dict[str, Any]]:
    if route.query is NoQuery:
        return []
    schema = route.query.model_json_schema()
    words = schema.get("$defs", {})
    return [
        {"name": name, "in": "query", "required": False, "schema": _in_place(_without_null(value), words)}
        for name, value in schema["properties"].items()
    ]


def _in_place(schema: dict[str, Any], words: dict[str, Any]) -> dict[str, Any]:
    """A parameter's words stand in the parameter: schemas of the whole document are of bodies alone."""
    name = schema.get("$ref", "").rpartition("/")[2]
    if not name:
        return schema
    known = {key: value for key, value in words[name].items() if key in ("type", "enum")}
    return known | {key: value for key, value in schema.items() if key != "$ref"}


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A query can leave a parameter out, but not say null."""
    kinds = [kind for kind in schema.get("anyOf", ()) if kind.get("type") != "null"]
    return kinds[0] if kinds else {name: value for name, value in schema.items() if name != "title"}


def _header_parameters(route: AnyRoute) -> list[dict[str, Any]]:
    found = []
    if route.replay:
        description = "The same key and body within a day is carried out once."
        found.append(_header("Idempotency-Key", description, minLength=1, maxLength=255))
    if route.if_match:
        description = 'The version the caller knows, as the ETag gives it: `"9"`.'
        found.append(_header("If-Match", description, pattern=_VERSION))
    return found


def _header(name: str, description: str, **schema: int | str) -> dict[str, Any]:
    described = {"description": description, "schema": {"type": "string", **schema}}
    return {"name": name, "in": "header", "required": False, **described}


def _responses(route: AnyRoute, names: Any) -> dict[str, Any]:
    successes = {route.status: route.answer, **route.also}
    problem = {"content": {CONTENT_TYPE: {"schema": names[(ProblemOut, "serialization")]}}}
    by_status: dict[int, list[str]] = {}
    for code in _refusals(route):
        by_status.setdefault(status_of(code), []).append(code)
    refused = {
        str(status): {"description": ", ".join(f"`{code}`" for code in codes), **problem}
        for status, codes in sorted(by_status.items())
    }
    return {str(status): _success(route, answer, names) for status, answer in successes.items()} | refused


def _success(route: AnyRoute, answer: Any, names: Any) -> dict[str, Any]:
    success: dict[str, Any] = {"description": route.summary}
    if answer:
        success["content"] = {"application/json": {"schema": names[(answer, "serialization")]}}
    return success


def _refusals(route: AnyRoute) -> list[str]:
    """What the wrapper itself may refuse, and what the route says of itself."""
    codes = [*route.refusals, "validation_failed"]
    if route.access is not Access.ANYBODY:
        codes += ["unauthenticated", "rate_limited"]
    if route.access is Access.WORKSPACE:
        codes += ["not_found", "workspace_suspended"]
    if route.permission:
        codes.append("forbidden")
    if route.permission is Permission.RIGHTS_WRITE:
        codes.append("signed_in_admin_only")
    if route.body is not NoBody:
        codes += ["malformed_json", "unsupported_media_type", "too_large"]
    if route.replay:
        codes.append("idempotency_mismatch")
    codes.append("unavailable")
    return list(dict.fromkeys(codes))
