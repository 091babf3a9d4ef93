"""What the deployment's template says, so that the desk on one machine is made of the same values."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

_INFRA = Path(__file__).parents[1]


@cache
def _read(name: str) -> Any:
    return json.loads((_INFRA / name).read_text(encoding="utf-8"))


def table() -> dict[str, Any]:
    """The table as CreateTable takes it; what only a deployment has, like backups, is left out."""
    properties = _read("table.json")["Properties"]
    wanted = ("BillingMode", "KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes")
    stream = {"StreamEnabled": True, **properties["StreamSpecification"]}
    return {key: properties[key] for key in wanted} | {"StreamSpecification": stream}


def queues() -> dict[str, dict[str, Any]]:
    """Queues by name: `tries` before the dead-letter queue, and the `topic` that feeds it, if one does."""
    found: dict[str, dict[str, Any]] = _read("template/queues.json")
    return found


def functions() -> dict[str, dict[str, Any]]:
    """Functions by name: `timeout` in seconds, `memory` in MB, and what calls them: `queue` with as many messages as
    `batch` says, `stream` or `schedule`."""
    found: dict[str, dict[str, Any]] = _read("template/functions.json")
    return found


def gateway_responses() -> dict[str, dict[str, Any]]:
    """Return API Gateway's own answers by the names it has for them: `status`, `code`, `title`, `detail`."""
    found: dict[str, dict[str, Any]] = _read("template/gateway_responses.json")
    return found


def binary_types() -> list[str]:
    """The media types whose bodies API Gateway hands on byte by byte, in base64, and back. All others it
    reads as UTF-8, with a U+FFFD for whatever isn't. `*/*` is every one: an answer of a type that is named by itself is
    only unpacked for those who have that very type first in `Accept`, and browsers don't.
    """
    properties = _read("template/resources/api.json")["Resources"]["RestAPI"]["Properties"]
    found: list[str] = properties["DefinitionBody"]["x-amazon-apigateway-binary-media-types"]
    return found


def user_pool() -> dict[str, Any]:
    """The user pool's properties, as far as moto knows them."""
    properties = _read("template/resources/users.json")["Resources"]["UserPool"]["Properties"]
    wanted = ("UsernameAttributes", "UsernameConfiguration", "AdminCreateUserConfig", "Policies")
    return {key: properties[key] for key in wanted}


def user_pool_client() -> dict[str, Any]:
    """The user pool client's properties, without the pool it belongs to."""
    properties = _read("template/resources/users.json")["Resources"]["UserPoolClient"]["Properties"]
    return {key: value for key, value in properties.items() if key != "UserPoolId"}
