"""What happened before there were reports is counted as if there had been."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chalicelib.services.reports.backfill import ask_for_history
from infra.local.aws import client
from tests.api.asking import TICKETS, new_ticket
from tests.api.reports.test_report import ONE, do, read
from tests.support.desk import Desk

PAGES = ("overview", "speed", "sla", "satisfaction", "team", "topics", "hours")


def _forget(desk: Desk) -> None:
    """Leave the table as a release without reports would have it."""
    dynamodb, table = client("dynamodb"), desk.environment["TABLE_NAME"]
    for item in dynamodb.scan(TableName=table)["Items"]:
        key = {"pk": item["pk"], "sk": item["sk"]}
        if item["type"]["S"] in ("facts", "cell", "sum"):
            dynamodb.delete_item(TableName=table, Key=key)
        elif item["type"]["S"] == "action" and "fx" in item:
            dynamodb.put_item(TableName=table, Item={name: one for name, one in item.items() if name != "fx"})


def _all(desk: Desk) -> list[dict[str, Any]]:
    return [read(desk, name) | {"counting": None} for name in PAGES]


def _live(desk: Desk) -> None:
    label = do(desk, "POST", "/v1/acme/labels", {"name": "Billing", "color": "#3b4fd8"})["id"]
    for number in range(1, 7):
        new_ticket(desk, priority="high" if number % 2 else "low")
        at = f"{TICKETS}/TKT-{number:04d}"
        held = do(desk, "POST", at + "/replies", {"body": "Soon", "undo_seconds": 30, "status": "waiting"})
        if number == 3:
            do(desk, "DELETE", f"{at}/replies/{held['id']}")
        desk.advance(timedelta(hours=7, minutes=11))
        do(desk, "PATCH", at, {"labels": [label], "type": "bug_report"})
        resolved = do(desk, "POST", at + "/resolve", {"resolution": "Done"})
        if number == 4:
            do(desk, "POST", f"{at}/actions/{resolved['action_id']}/undo")
    do(desk, "POST", ONE + "/merge", {"duplicate": "TKT-0002"})
    do(desk, "POST", f"{TICKETS}/TKT-0004/archive", {})
    do(desk, "POST", f"{TICKETS}/TKT-0005/spam", {})
    do(desk, "PATCH", f"{TICKETS}/TKT-0006", {"status": "open"})


def test_the_history_of_a_desk_is_counted_once(desk: Desk) -> None:
    _live(desk)
    known = _all(desk)
    _forget(desk)
    assert _all(desk) != known
    for _ in range(2):
        with desk.ports.open("acme") as room:
            ask_for_history(desk.ports, room)
        desk.settle()
        for name, found, was in zip(PAGES, _all(desk), known, strict=True):
            assert found == was, name
