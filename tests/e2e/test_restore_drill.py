"""The drill on a desk of a thousand tickets, with everything that happens to tickets: the table is gone and made again
from a copy, nothing is otherwise than it was, nobody hears of anything, and the desk goes on."""

from __future__ import annotations

import importlib
from datetime import timedelta
from typing import Any

import boto3
import pytest

from chalicelib.storage.table.connection import connect
from infra.deploy import restore
from infra.local.aws import REGION, client
from infra.local.pumps import Pumps
from tests.services.crowd import Crowd, crowded
from tests.services.crowd_commands import COMMANDS, anything, only
from tests.support.desk import Desk
from tests.support.quick_operations import QuickTables
from tests.support.stock import differences

TICKETS = 1_000
OTHERS = 1_000
"""Commands on them, of every kind."""
AT_ONCE = 100
PATIENCE = 300
"""Seconds that the reactors may take, on a machine that does much else."""


def lived(desk: Desk, crowd: Crowd) -> None:
    """Let a thousand tickets be made, and things happen to them."""
    for _ in range(TICKETS // AT_ONCE):
        only(crowd, AT_ONCE, "agents.create_ticket", "agents.create_ticket", "customers.submit")
        anything(crowd, OTHERS * AT_ONCE // TICKETS)
        desk.settle(PATIENCE)
    desk.advance(timedelta(hours=2))


def customers_change(desk: Desk) -> None:
    """Some get a second address, and some turn out to be one person."""
    people = desk.http("GET", "/v1/acme/contacts?limit=100", token=desk.admin.token).json()["items"]
    for number, person in enumerate(people[:10]):
        path, addresses = f"/v1/acme/contacts/{person['id']}", [person["email"], f"also{number}@customer.example"]
        assert desk.http("PATCH", path, json={"addresses": addresses}, token=desk.admin.token).status == 200
    for one, other in zip(people[10:15], people[15:20], strict=True):
        path, body = f"/v1/acme/contacts/{one['id']}/merge", {"other": other["id"]}
        assert desk.http("POST", path, json=body, token=desk.admin.token).status == 200
    desk.settle()
    desk.advance(timedelta(minutes=2))


def counts(desk: Desk) -> Any:
    return desk.http("GET", "/v1/acme/tickets/counts", token=desk.admin.token).json()


@pytest.mark.sweep
def test_a_desk_of_a_thousand_tickets_goes_on_with_a_copy(desk: Desk, tables: QuickTables) -> None:
    table = desk.environment["TABLE_NAME"]
    with crowded(desk, seed=2) as crowd:
        lived(desk, crowd)
        customers_change(desk)
        assert crowd.done.keys() == COMMANDS.keys()
    counted, sent, before = counts(desk), len(desk.sent), dict(tables.table(table).items)
    assert sum(item["type"] == {"S": "ticket"} for item in before.values()) >= TICKETS
    client("dynamodb").create_backup(TableName=table, BackupName="before")
    client("dynamodb").delete_table(TableName=table)
    assert table not in tables.tables

    copy = f"{table}-restored"
    restore.make_copy(boto3.client("dynamodb", region_name=REGION), table, copy, None)
    assert tables.table(copy).items == before
    connect(copy, REGION)
    desk.pumps = Pumps(importlib.import_module("app"), {**desk.environment, "TABLE_NAME": copy})
    assert differences(desk.ports) == []
    assert restore.settle_in(desk.ports) == 0
    desk.settle()
    assert counts(desk) == counted
    assert len(desk.sent) == sent

    with desk.ports.open("acme") as room:
        crowd.enter(room)
        anything(crowd, 60)
    desk.settle()
    assert len(desk.sent) > sent
    assert differences(desk.ports) == []
