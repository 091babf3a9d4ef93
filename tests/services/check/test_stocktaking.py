"""Taking stock finds nothing where nothing is wrong, and finds and mends whatever was planted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from infra.local.aws import client
from tests.api.asking import TICKETS, new_ticket
from tests.services.mail.correspondence import Correspondence
from tests.support.desk import Desk
from tests.support.stock import differences

Items = dict[str, Any]


def ask(desk: Desk, method: str, path: str, body: Any = None) -> Any:
    answer = desk.http(method, path, json=body, token=desk.admin.token)
    assert answer.status in (200, 201, 204), answer.text
    return answer.json() if answer.text else None


@pytest.fixture(scope="module")
def lived(standing_desk: Desk) -> Desk:
    """A desk on which most of what can happen did."""
    desk = standing_desk
    post = Correspondence(desk)
    post.write("It broke this morning.", Subject="Checkout returns 502")
    label = ask(desk, "POST", "/v1/acme/labels", {"name": "Billing", "color": "#a13a00"})["id"]
    one, two, three = f"{TICKETS}/TKT-0001", f"{TICKETS}/TKT-0002", f"{TICKETS}/TKT-0003"
    new_ticket(desk, contact={"email": "maya@example.com"}, participants=["ops@example.com"], labels=[label])
    new_ticket(desk, contact={"email": "noor@example.com"}, description="Where is my invoice?")
    ask(desk, "PATCH", one, {"priority": "high", "assignee_id": desk.admin.id, "title": "Checkout is down"})
    ask(desk, "POST", f"{one}/replies", {"body": "We are looking into it."})
    taken_back = ask(desk, "POST", f"{one}/replies", {"body": "Wrong.", "undo_seconds": 10})
    desk.http("DELETE", f"{one}/replies/{taken_back['id']}", token=desk.admin.token)
    ask(desk, "POST", f"{one}/notes", {"body": "The proxy again."})
    post.write("Any news?", Subject="[TKT-0001] Re: Checkout returns 502")
    ask(desk, "POST", f"{one}/merge", {"duplicate": "TKT-0002"})
    ask(desk, "POST", f"{three}/resolve", {"resolution": "Sent the invoice again."})
    ask(desk, "POST", f"{three}/archive", {})
    spam = new_ticket(desk, contact={"email": "watches@example.com"})
    ask(desk, "POST", f"{TICKETS}/{spam['ref']}/spam", {})
    undone = ask(desk, "PATCH", two.replace("2", "5"), {"status": "waiting"}) if new_ticket(desk) else None
    ask(desk, "POST", f"{TICKETS}/TKT-0005/actions/{undone['action_id']}/undo", {})
    desk.settle()
    return desk


@pytest.fixture
def whole_again(lived: Desk) -> Iterator[Desk]:
    """The same desk, whose table is as it was once the test is over."""
    before = whole(lived)
    yield lived
    kept = {(item["pk"]["S"], item["sk"]["S"]) for item in before}
    for item in whole(lived):
        if (item["pk"]["S"], item["sk"]["S"]) not in kept:
            drop(lived, item)
    for item in before:
        put(lived, item)


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
}


def test_a_desk_that_lived_has_no_differences(lived: Desk) -> None:
    assert [str(one) for one in differences(lived.ports)] == []


@pytest.mark.parametrize("name", FAULTS)
def test_what_was_planted_is_found_and_mended(whole_again: Desk, name: str) -> None:
    lived = whole_again
    plant, kind = FAULTS[name]
    sent = len(lived.sent)
    before = whole(lived)
    plant(lived)
    assert whole(lived) != before, "nothing was planted"
    found = differences(lived.ports)
    assert kind in {one.what for one in found}, [str(one) for one in found]
    assert not any("Something else" in str(one) or "@" in str(one) for one in found)
    differences(lived.ports, mend=True)
    assert [str(one) for one in differences(lived.ports)] == []
    assert len(lived.sent) == sent


def test_what_nothing_can_tell_is_told_each_time(whole_again: Desk) -> None:
    drop(whole_again, ticket(whole_again))
    for mend in (True, False):
        assert {one.what for one in differences(whole_again.ports, mend=mend)} >= {"item"}


def whole(desk: Desk) -> list[Items]:
    found = client("dynamodb").scan(TableName=desk.environment["TABLE_NAME"])["Items"]
    return sorted((item for item in found), key=lambda item: (item["pk"]["S"], item["sk"]["S"]))
