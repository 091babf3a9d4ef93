"""Write a desk of today as raw items, for every later release to live with.

`python -m tests.yesterday.write tests/fixtures/desk-2026-11-28.ndjson.xz --lives 2000` makes the demo desk (workspace
`acme`) and that many random lives (workspace `lives`), and writes a line for each item of the table and each object of
the buckets, and lines of what the API said of a sample, so that a reader knows what has to be there.
"""

from __future__ import annotations

import argparse
import base64
import importlib
import json
import lzma
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from chalicelib.domain.people.permissions import SCOPES
from infra.local.aws import client
from tests.support.desk import Desk, Resources
from tests.yesterday.kept import BINARY
from tests.yesterday.lives import WORKSPACE, Lives

PASSING = {"rate", "once", "counted"}
"""Items that count requests, or mark for some days what was done: nothing that a release has to read from another."""
YEARS = timedelta(days=760)
"""How long before today the first life begins; so many lives with their pauses take a little less."""
HELD = 20
SAMPLED = 10
"""Of every so many tickets one's answers are kept, too."""
MAILS = 300
"""So many of the last mails that left are kept, for their answers to be recognised."""
SETTINGS = [
    "settings",
    "labels",
    "sla-policies",
    "canned-responses",
    "mailboxes",
    "members",
    "business-hours",
    "portal",
    "contacts?limit=100",
    "suspended-mails?limit=100",
    "audit?limit=100",
]
LISTS = (
    "sort=updated_at",
    "status=open",
    "status=waiting,resolved",
    "priority=urgent",
    "assignee=none",
    "archived=true",
    "q=invoice",
    "q=m%C3%BCller%20502",
    "type=bug_report&channel=email",
    "q=print",
)
_BUCKETS = ("FILES_BUCKET", "MAIL_BUCKET")


def lines(desk: Desk, lives: Lives) -> Iterator[dict[str, Any]]:
    """Everything to be kept, one dictionary a line."""
    key = desk.api_key(*sorted(SCOPES), workspace=WORKSPACE)
    about = {"lives": lives.lives, "refs": lives.refs, "links": lives.links}
    yield {"about": {**about, "key": key, "secrets": desk.secrets}}
    yield from ({"item": item} for item in _items(desk) if item["type"]["S"] not in PASSING)
    yield from _objects(desk)
    yield from ({"answer": path, "is": _answer(desk, key, path)} for path in _paths(lives))
    for mail in desk.sent[-MAILS:]:
        headers = {name: mail.headers[name] for name in ("Reply-To", "References") if name in mail.headers}
        yield {"mail": {"to": mail.to, "subject": mail.subject, "message_id": mail.message_id, **headers}}


def _paths(lives: Lives) -> Iterator[str]:
    """What a reader of another release must be answered alike."""
    yield from SETTINGS
    yield "tickets/counts"
    yield from (f"tickets?limit=100&{query}" for query in LISTS)
    for ref in lives.refs[::SAMPLED]:
        yield from (f"tickets/{ref}", f"tickets/{ref}/timeline?limit=100")


def _answer(desk: Desk, key: str, path: str) -> Any:
    answer = desk.http("GET", f"/v1/{WORKSPACE}/{path}", token=key)
    assert answer.status == 200, f"{path}: {answer.text}"
    return answer.json()


def _items(desk: Desk) -> list[Any]:
    pages = client("dynamodb").get_paginator("scan").paginate(TableName=desk.environment["TABLE_NAME"])
    return sorted(
        (item for page in pages for item in page["Items"]), key=lambda item: (item["pk"]["S"], item["sk"]["S"])
    )


def _objects(desk: Desk) -> Iterator[dict[str, Any]]:
    s3 = client("s3")
    for name in _BUCKETS:
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=desk.environment[name]):
            for entry in page.get("Contents", []):
                answer = s3.get_object(Bucket=desk.environment[name], Key=entry["Key"])
                about = {key: answer[key] for key in ("ContentType", "ContentDisposition", "Metadata") if key in answer}
                content = base64.b64encode(answer["Body"].read()).decode()
                yield {"object": {"bucket": name, "key": entry["Key"], "about": about, "content": content}}


def fill(desk: Desk, lives: Lives, many: int) -> None:
    """Live so many lives, telling now and then how far it is."""
    clock = desk.ports.clock
    clock.offset = -YEARS
    lives.move_in()
    for number in range(many):
        lives.live()
        if number % 5 == 4:
            desk.settle()
        if number % 100 == 99:
            lives.sign_in_again()
            print(f"{number + 1} of {many} lives", flush=True)
    assert clock.offset < timedelta(), "the lives took longer than there was time"
    desk.advance(-clock.offset)
    lives.hold_replies(HELD)


@contextmanager
def desk_with_the_demo() -> Iterator[Desk]:
    """A whole desk in this process, with the demo's forty tickets in it."""
    from moto import mock_aws

    from infra.local import moto_repair, moto_speed

    moto_repair.install()
    moto_speed.install()
    with mock_aws():
        made = Resources()
        os.environ.update(made.environment)
        from chalicelib import bootstrap
        from infra.local.demo.seed import seed

        desk = Desk(importlib.import_module("app"), made, bootstrap.desk())
        seed(desk.ports)
        desk.pumps.catch_up()
        yield desk


def binary(value: bytes) -> dict[str, str]:
    """Return a binary value as JSON has it; `kept` reads it again."""
    return {BINARY: base64.b64encode(value).decode()}


def main() -> None:
    """Read the command line and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--lives", type=int, default=2_000)
    wanted = parser.parse_args()
    with desk_with_the_demo() as desk:
        lives = Lives(desk, random.Random(2026))
        fill(desk, lives, wanted.lives)
        with lzma.open(wanted.file, "wt", encoding="utf-8", preset=9) as file:
            for line in lines(desk, lives):
                text = json.dumps(line, ensure_ascii=False, separators=(",", ":"), default=binary)
                file.write(f"{text}\n")
    print(f"{wanted.file}: {wanted.file.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
