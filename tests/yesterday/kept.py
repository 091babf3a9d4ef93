"""A desk that another release wrote, put back as it was: its items, its objects, its secrets."""

from __future__ import annotations

import base64
import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from infra.local.aws import client
from infra.local.state import put_past_the_stream
from tests.yesterday.lives import HELD_OVER

FOLDER = Path(__file__).parents[1] / "fixtures"
FILES = sorted(FOLDER.glob("desk-*.ndjson.xz"))
"""One file a release; every one of them has to be read by all that come after."""
BINARY = "base64"
"""Under what name JSON has what is no text."""


@dataclass
class Kept:
    """What a file holds: the raw desk, and what its own release said of it."""

    about: dict[str, Any] = field(default_factory=dict)
    items: list[dict[str, Any]] = field(default_factory=list)
    objects: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    """By path below the workspace."""
    mails: list[dict[str, Any]] = field(default_factory=list)

    @property
    def tickets(self) -> list[dict[str, Any]]:
        """The sampled tickets, as the API told of them."""
        return [answer for answer in self.answers.values() if isinstance(answer, dict) and "ref" in answer]


def read(file: Path) -> Kept:
    """Read a file that `write` made."""
    kept = Kept()
    for line in _lines(file):
        if "item" in line:
            kept.items.append(line["item"])
        elif "object" in line:
            kept.objects.append(line["object"])
        elif "mail" in line:
            kept.mails.append(line["mail"])
        elif "answer" in line:
            kept.answers[line["answer"]] = line["is"]
        else:
            kept.about = line["about"]
    return kept


def put_back(kept: Kept, environment: dict[str, str]) -> None:
    """Put items and objects where they were, past the stream: what they led to has happened long ago.

    But the actions of replies that were written last: of those, today's reactors are still to hear.
    """
    put_past_the_stream(environment["TABLE_NAME"], kept.items)
    for item in _unheard(kept.items):
        client("dynamodb").delete_item(TableName=environment["TABLE_NAME"], Key={"pk": item["pk"], "sk": item["sk"]})
        client("dynamodb").put_item(TableName=environment["TABLE_NAME"], Item=item)
    for one in kept.objects:
        content = base64.b64decode(one["content"])
        client("s3").put_object(Bucket=environment[one["bucket"]], Key=one["key"], Body=content, **one["about"])


def _unheard(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    held = {item["sk"]["S"].partition("#")[2] for item in items if item.get("b") == {"S": HELD_OVER}}
    return [item for item in items if item["type"]["S"] == "action" and item.get("m", {}).get("S") in held]


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line, object_hook=_binary) for line in lines)


def _binary(members: dict[str, Any]) -> Any:
    return base64.b64decode(members[BINARY]) if BINARY in members else members


def differences(recorded: Any, now: Any, where: str = "") -> list[str]:
    """What of an answer of then is missing or different today. What is new today is no difference.

    How the SLA stands depends on the moment, cursors on the reader, and how a text is drawn on today's rules for that.
    """
    if isinstance(recorded, dict) and isinstance(now, dict):
        names = recorded.keys() - {"sla", "next_cursor", "body_html", "description_html"}
        return [
            found for name in sorted(names) for found in differences(recorded[name], now.get(name), f"{where}.{name}")
        ]
    if isinstance(recorded, list) and isinstance(now, list) and len(recorded) == len(now):
        pairs = enumerate(zip(recorded, now, strict=True))
        return [found for place, (old, new) in pairs for found in differences(old, new, f"{where}[{place}]")]
    return [] if recorded == now else [f"{where}: {recorded!r} became {now!r}"]
