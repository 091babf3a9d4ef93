"""Writes the console's types from the OpenAPI document that the API serves, and what members are told from its table:
`python -m infra.package.console_types`."""

from __future__ import annotations

import json
from typing import Any

from chalicelib.api.docs.openapi import document
from chalicelib.domain.notices import preferences
from chalicelib.domain.notices.ways import in_order
from infra.package.parts import ROOT

TARGET = ROOT / "portal_static/console/src/api/schema.ts"
_HEAD = """\
/** The documents of the API, made of its OpenAPI document by `make console`: changes to this file don't last. */
"""
_PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


def main() -> None:
    """Write the file, unless it says the same already: nothing is then built anew for its sake."""
    api = json.loads(document(""))
    text = "\n".join([source(api["components"]["schemas"]), queried(api["paths"]), told()])
    if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text:
        TARGET.write_text(text, encoding="utf-8")


def source(schemas: dict[str, Any]) -> str:
    """Return TypeScript that declares each schema under its name; an enumeration also as the list of its values."""
    return "\n".join([_HEAD, *(_declared(name, schema) for name, schema in schemas.items())])


def queried(paths: dict[str, Any]) -> str:
    """Return TypeScript that lists what the list of tickets may be asked for, its filters among them."""
    listing = paths["/v1/{workspace}/tickets"]["get"]
    names = [each["name"] for each in listing["parameters"] if each["in"] == "query"]
    return f"export const TicketsQuery = {json.dumps(names)} as const;\n"


def told() -> str:
    """Return TypeScript that lists what members are told of, each with the scopes and the ways to hear of it."""
    offered = {
        event: {"scopes": [scope.value for scope in row.scopes], "ways": in_order(row.ways)}
        for event, row in preferences.CHOSEN.items()
    }
    return f"export const Told = {json.dumps(offered)} as const;\nexport type Told = keyof typeof Told;\n"


def _declared(name: str, schema: dict[str, Any]) -> str:
    told = _comment(schema, "")
    if "enum" in schema:
        values = json.dumps(schema["enum"], ensure_ascii=False)
        return f"{told}export const {name} = {values} as const;\nexport type {name} = (typeof {name})[number];\n"
    return f"{told}export type {name} = {_type(schema)};\n"


def _type(schema: Any) -> str:
    match schema:
        case {"$ref": str(path)}:
            return path.rpartition("/")[2]
        case {"const": value}:
            return json.dumps(value)
        case {"enum": values}:
            return " | ".join(json.dumps(value) for value in values)
        case {"type": "string", "anyOf": [*_]}:  # they are forms of it
            return "string"
        case {"anyOf": kinds}:
            return " | ".join(dict.fromkeys(map(_type, kinds)))
        case {"type": "array", "items": items}:
            return f"Array<{_type(items)}>"
        case {"properties": fields}:
            return _fields(fields, schema.get("required", ()))
        case {"type": "object", "additionalProperties": dict() | True as values}:
            return f"Record<{_type(schema.get('propertyNames', {'type': 'string'}))}, {_type(values)}>"
        case {"type": str(plain)} if plain in _PLAIN:
            return _PLAIN[plain]
        case True:
            return "unknown"
    raise ValueError(f"no type in TypeScript is known for {schema}")


def _fields(fields: dict[str, Any], required: Any) -> str:
    lines = [
        f"{_comment(field, '  ')}  {name}{'' if name in required else '?'}: {_type(field)};\n"
        for name, field in fields.items()
    ]
    return "{\n" + "".join(lines) + "}"


def _comment(schema: dict[str, Any], indent: str) -> str:
    """Return what a schema says of itself as a comment."""
    told = " ".join(schema.get("description", "").split()).replace("*/", "* /")
    return f"{indent}/** {told} */\n" if told else ""


if __name__ == "__main__":
    main()
