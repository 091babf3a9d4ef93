"""The OpenAPI document is in order: what belongs together stands together."""

from __future__ import annotations

import json
from typing import Any

from chalicelib.api.docs.openapi import document
from chalicelib.api.serving.paths import PATHS


def described() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(document("http://desk.test"))
    return found


def test_every_operation_has_the_tag_of_its_wing() -> None:
    paths = described()["paths"]
    wings = {(method, path): name.partition(".")[0] for name, (method, path) in PATHS.items()}
    tags = {
        (method.upper(), path): operation.get("tags")
        for path, operations in paths.items()
        for method, operation in operations.items()
    }
    assert tags == {where: [wing] for where, wing in wings.items() if where in tags}
    assert tags


def test_every_tag_is_described_and_in_use() -> None:
    found = described()
    used = {tag for methods in found["paths"].values() for one in methods.values() for tag in one["tags"]}
    assert {tag["name"] for tag in found["tags"]} == used
    assert all(tag["description"] for tag in found["tags"])
