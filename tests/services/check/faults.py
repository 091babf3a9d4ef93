"""Faults in what a desk stores, each with how it is planted and what taking stock calls it. The desk is the one of
`test_stocktaking`."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from infra.local.aws import client
from tests.support.desk import Desk

Items = dict[str, Any]


def items(desk: Desk, pk: str, sk: str = "") -> list[Items]:
    found: list[Items] = client("dynamodb").query(
        TableName=desk.environment["TABLE_NAME"],
        KeyConditionExpression="pk = :pk AND begins_with(sk, :sk)" if sk else "pk = :pk",
        ExpressionAttributeValues={":pk": {"S": pk}, **({":sk": {"S": sk}} if sk else {})},
    )["Items"]
    return found


def put(desk: Desk, item: Items, **changes: Any) -> None:
    changed = {name: value for name, value in {**item, **changes}.items() if value is not None}
    client("dynamodb").put_item(TableName=desk.environment["TABLE_NAME"], Item=changed)


def drop(desk: Desk, item: Items) -> None:
    client("dynamodb").delete_item(TableName=desk.environment["TABLE_NAME"], Key={"pk": item["pk"], "sk": item["sk"]})


def ticket(desk: Desk, number: int = 1) -> Items:
    return items(desk, f"W#acme#T#{number:010d}", "TICKET")[0]


def on_ticket(**changes: Any) -> Callable[[Desk], None]:
    return lambda desk: put(desk, ticket(desk), **changes)


def more(change: Callable[[str], str]) -> Callable[[Desk], None]:
    """What the ticket has besides, as the JSON text it is stored as."""

    def plant(desk: Desk) -> None:
        (item,) = items(desk, "W#acme#T#0000000001", "TICKET#MORE")
        put(desk, item, d={"S": change(item["d"]["S"])})

    return plant


def _released(desk: Desk) -> None:
    (item,) = items(desk, "W#acme#T#0000000005", "TICKET#MORE")
    kept = {name: value for name, value in json.loads(item["d"]["S"]).items() if name != "held"}
    put(desk, item, d={"S": json.dumps(kept)})


def _unplanned(desk: Desk) -> None:
    (item,) = items(desk, "W#acme#T#0000000001", "TICKET#MORE")
    kept = {name: value for name, value in json.loads(item["d"]["S"]).items() if name != "planned"}
    put(desk, item, d={"S": json.dumps(kept, separators=(",", ":"))})


def _without_address(desk: Desk) -> None:
    drop(desk, items(desk, "W#acme#ADDR#maya@example.com", "ADDR")[0])


def _of_nobody(desk: Desk) -> None:
    item = items(desk, "W#acme#ADDR#maya@example.com", "ADDR")[0]
    put(desk, item, pk={"S": "W#acme#ADDR#gone@example.com"})


def _pointer(desk: Desk) -> None:
    drop(desk, items(desk, "W#acme#ADDR#maya@example.com", "P#")[0])


def _pointer_to_nothing(desk: Desk) -> None:
    item = items(desk, "W#acme#ADDR#maya@example.com", "P#")[0]
    put(desk, item, sk={"S": "P#0000000999"})


def _counted(desk: Desk) -> None:
    put(desk, items(desk, "W#acme#COUNT", "TABS")[0], open={"N": "17"})


def _members_count(desk: Desk) -> None:
    put(desk, items(desk, "W#acme#COUNT", "MEMBER#")[0], n={"N": "5"})


def _terms(desk: Desk) -> None:
    put(desk, items(desk, "W#acme#T#0000000001", "TERMS#t")[0], w={"SS": ["nonsense"]})


def _posting(desk: Desk) -> None:
    drop(desk, items(desk, "W#acme#X#pro", "proxy")[0])


def _posted_in_vain(desk: Desk) -> None:
    put(desk, items(desk, "W#acme#X#pro", "proxy")[0], sk={"S": "prophet#0000000001#t"})


def _word(desk: Desk) -> None:
    drop(desk, items(desk, "W#acme#D#pr", "proxy")[0])


def _sequence(desk: Desk) -> None:
    put(desk, items(desk, "W#acme", "SEQ")[0], n={"N": "2"})


def _notice(desk: Desk) -> None:
    put(
        desk,
        {
            "pk": {"S": f"W#acme#INBOX#{desk.admin.id}"},
            "sk": {"S": "N#01ZZZZZZZZZZZZZZZZZZZZZZZZ"},
            "type": {"S": "inbox"},
            "d": {"S": '{"id":"01ZZZZZZZZZZZZZZZZZZZZZZZZ","number":999,"at":"2027-03-01T09:00:00.000Z"}'},
        },
    )


def _facts(desk: Desk) -> list[Items]:
    return [item for item in whole(desk) if item["type"]["S"] == "facts"]


def _uncounted(desk: Desk) -> None:
    drop(desk, _facts(desk)[0])


def _counted_in_vain(desk: Desk) -> None:
    put(desk, _facts(desk)[1], sk={"S": "01ZZZZZZZZZZZZZZZZZZZZZZZZ"})


def _cell(desk: Desk) -> None:
    put(desk, items(desk, "W#acme#CELLS")[0], a={"N": "17"}, c5={"N": "2"})


FAULTS: dict[str, tuple[Callable[[Desk], None], str]] = {
    "another status": (on_ticket(s={"S": "waiting"}), "history"),
    "another priority": (on_ticket(p={"S": "low"}), "history"),
    "nobody's": (on_ticket(a=None), "history"),
    "another title": (on_ticket(t={"S": "Something else"}), "history"),
    "one message more": (on_ticket(mc={"N": "9"}), "history"),
    "never answered": (on_ticket(fr=None), "history"),
    "an earlier version": (on_ticket(v={"N": "1"}), "history"),
    "archived": (lambda desk: put(desk, ticket(desk, 3), ar=None), "history"),
    "spam no more": (lambda desk: put(desk, ticket(desk, 4), bk=None), "history"),
    "merged no more": (lambda desk: put(desk, ticket(desk, 2), mi=None), "history"),
    "a list it isn't in": (on_ticket(st_pk={"S": "W#acme#S#closed"}), "indexes"),
    "in no list of an assignee": (on_ticket(as_pk=None, as_sk=None), "indexes"),
    "no place among what is due": (on_ticket(sl_pk=None, sl_sk=None), "indexes"),
    "never looked at": (on_ticket(du_pk=None, du_sk=None), "history"),
    "on hold no more": (_released, "history"),
    "nothing planned any more": (_unplanned, "history"),
    "planned although it was stopped": (more(lambda text: text.replace('"customer_wrote"', "null")), "history"),
    "duplicates forgotten": (more(lambda text: text.replace('"duplicates":[2]', '"duplicates":[]')), "family"),
    "an address that finds nobody": (_without_address, "addresses"),
    "an address of nobody": (_of_nobody, "addresses"),
    "a pointer that is gone": (_pointer, "pointers"),
    "a pointer to nothing": (_pointer_to_nothing, "pointers"),
    "a wrong count": (_counted, "counts"),
    "a member's wrong count": (_members_count, "counts"),
    "other words": (_terms, "search"),
    "a word that doesn't lead to it": (_posting, "search"),
    "a word that isn't its own": (_posted_in_vain, "search"),
    "a word the dictionary lacks": (_word, "search"),
    "a number drawn twice": (_sequence, "sequence"),
    "a notice of nothing": (_notice, "inboxes"),
    "what isn't counted": (_uncounted, "reports"),
    "what is counted of nothing": (_counted_in_vain, "reports"),
    "a day of which too much is told": (_cell, "reports"),
}
IN_THE_WAY = {
    "an address of nobody",
    "a pointer to nothing",
    "a word that isn't its own",
    "a word the dictionary lacks",
}
"""Of what another fault takes away or puts elsewhere before."""


def _gone(desk: Desk) -> None:
    drop(desk, ticket(desk))


def _contact(desk: Desk) -> Items:
    whose = json.loads(items(desk, "W#acme#ADDR#maya@example.com", "ADDR")[0]["d"]["S"])
    return items(desk, f"W#acme#C#{whose}", "CONTACT")[0]


def _contact_gone(desk: Desk) -> None:
    drop(desk, _contact(desk))


def _anothers_address(desk: Desk) -> None:
    noors = items(desk, "W#acme#ADDR#noor@example.com", "ADDR")[0]
    put(desk, items(desk, "W#acme#ADDR#maya@example.com", "ADDR")[0], d=noors["d"])


def _merged_alone(desk: Desk) -> None:
    about = json.loads(_contact(desk)["d"]["S"]) | {"merged_into": "c_of_nobody"}
    put(desk, _contact(desk), d={"S": json.dumps(about)})


def _primary_gone(desk: Desk) -> None:
    for item in items(desk, "W#acme#T#0000000001"):
        drop(desk, item)


FOR_PEOPLE: dict[str, tuple[Callable[[Desk], None], str]] = {
    "a ticket's own item is gone": (_gone, "item"),
    "its contact is gone": (_contact_gone, "contact"),
    "an address that finds another": (_anothers_address, "addresses"),
    "a contact merged into one who isn't there": (_merged_alone, "addresses"),
    "merged into what isn't there": (_primary_gone, "family"),
}
"""What nothing that is left says how to put right."""


def whole(desk: Desk) -> list[Items]:
    found = client("dynamodb").scan(TableName=desk.environment["TABLE_NAME"])["Items"]
    return sorted((item for item in found), key=lambda item: (item["pk"]["S"], item["sk"]["S"]))
