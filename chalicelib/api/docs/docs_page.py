"""The OpenAPI document as a page for people: the same source, no script."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from chalicelib import assets
from chalicelib.api.docs.openapi import document


@cache
def page(base_url: str) -> str:
    """An HTML page of every route with its parameters, body, answers and refusals."""
    from jinja2 import Environment, PackageLoader, select_autoescape  # cold start: few read the page

    environment = Environment(
        loader=PackageLoader("chalicelib.api.docs"),
        autoescape=select_autoescape(),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    described = json.loads(document(base_url))
    schemas = described["components"]["schemas"]
    operations = [
        {"method": method.upper(), "path": path, **operation, "body": _body(operation, schemas)}
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]
    return environment.get_template("docs.html").render(
        api=described, operations=operations, base_url=base_url, static=assets.address
    )


def _body(operation: dict[str, Any], schemas: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields of the body: name, type, whether required."""
    if "requestBody" not in operation:
        return []
    reference = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    schema = schemas[reference.rpartition("/")[2]]
    required = schema.get("required", ())
    return [
        {"name": name, "type": _kind(value), "required": name in required}
        for name, value in schema.get("properties", {}).items()
    ]


def _kind(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " or ".join(_kind(part) for part in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    return str(schema.get("type", "any"))
