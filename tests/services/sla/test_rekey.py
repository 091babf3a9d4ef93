"""Tickets from before are listed by the worst of their open targets once somebody asks for it."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.services.sla import rekey
from chalicelib.services.sla.tick import tick
from tests.api.asking import TICKETS, new_ticket
from tests.support.desk import Desk
from tests.yesterday.test_tomorrow import Table


def overdue(desk: Desk) -> list[str]:
    items = desk.http("GET", f"{TICKETS}?sla=breached&limit=100", token=desk.admin.token).json()["items"]
    return sorted(row["ref"] for row in items)


def test_what_lies_where_its_solution_is_due_is_listed_anew(desk: Desk) -> None:
    refs = [new_ticket(desk, priority="urgent")["ref"] for _ in range(30)]
    solved = new_ticket(desk, priority="urgent")["ref"]
    assert desk.http("PATCH", f"{TICKETS}/{solved}", json={"status": "resolved"}, token=desk.admin.token).status == 200
    table = Table(desk)
    for item in table.items("ticket"):
        if item["s"]["S"] == "open":  # as the release before left it: by its solution, in four hours
            later = item["sl_sk"]["S"].replace("2", "3", 1)
            table.put(item | {"sl_sk": {"S": later}, "kw": {"N": str(int(item["kw"]["N"]) * 2)}})
    desk.ports.clock.offset += timedelta(minutes=70)
    assert overdue(desk) == []

    versions = {item["n"]["N"]: item["v"]["N"] for item in table.items("ticket")}
    with desk.ports.open("acme") as room:
        rekey.ask_for_rekeying(desk.ports, room)
    for _ in range(8):
        assert not [one.fault for one in tick(desk.ports, 60).outcomes if one.fault]
    assert overdue(desk) == refs
    assert {item["n"]["N"]: item["v"]["N"] for item in table.items("ticket")} == versions
    shown = desk.http("GET", f"{TICKETS}?sort=sla_due&limit=1", token=desk.admin.token).json()["items"]
    assert shown[0]["sla"]["by"] == "first_response"
