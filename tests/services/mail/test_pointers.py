"""What is kept of a person is found by their address: tickets by pointers, mails by the digest of their id."""

from __future__ import annotations

import time
from datetime import timedelta

from chalicelib.services.sla.tick import tick
from chalicelib.services.tickets import pointers
from chalicelib.storage.table.keys import Keys, digest
from infra.local.aws import client
from tests.services.mail.correspondence import Correspondence

MAYA, OPS = "maya@example.com", "ops@xn--bcher-kva.example"


def pointed(post: Correspondence, address: str) -> list[int]:
    with post.desk.ports.open("acme") as room:
        found: list[int] = room.contacts.pointed(address, 100, None).items
    return found


def items(post: Correspondence, pk: str) -> list[dict[str, dict[str, str]]]:
    found: list[dict[str, dict[str, str]]] = client("dynamodb").query(
        TableName=post.desk.environment["TABLE_NAME"],
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": pk}},
    )["Items"]
    return found


def forget(post: Correspondence, address: str) -> None:
    for item in items(post, Keys("acme").address(address)):
        if item["type"]["S"] == "pointer":
            key = {name: item[name] for name in ("pk", "sk")}
            client("dynamodb").delete_item(TableName=post.desk.environment["TABLE_NAME"], Key=key)


def test_every_address_that_is_ever_on_a_ticket_points_to_it(post: Correspondence) -> None:
    post.write()
    post.change(participants=["ops@bücher.example"])
    post.change(participants=[], contact={"email": "noa@example.com"})
    assert [pointed(post, one) for one in (MAYA, OPS, "noa@example.com")] == [[1], [1], [1]]
    post.write(sender="eve@example.com", Cc="cy@example.com")
    assert pointed(post, "cy@example.com") == [2], "though nobody lets them in"
    with post.desk.ports.open("acme") as room:
        action = room.timeline.action_of(1, "none") or room.timeline.page(1, 1, None, newest_first=False).items[0]
        for _ in range(2):
            pointers.point(post.desk.ports, room, action)
    assert pointed(post, MAYA) == [1], "twice is once"


def test_tickets_from_before_are_gone_through_when_asked_for(post: Correspondence, monkeypatch: object) -> None:
    for number in range(27):
        post.call("POST", "/tickets", {"title": f"T{number}", "contact": {"email": MAYA}, "notify_customer": False})
    post.call("POST", "/tickets/TKT-0003/archive")
    post.desk.settle()
    forget(post, MAYA)
    assert pointed(post, MAYA) == []
    with post.desk.ports.open("acme") as room:
        pointers.ask_for_pointers(post.desk.ports, room)
    post.desk.advance(timedelta(seconds=61))
    assert not [one.fault for one in tick(post.desk.ports, 60).outcomes if one.fault]
    assert pointed(post, MAYA) == list(range(1, 28))


def test_a_mail_is_known_by_its_id_for_400_days_and_what_it_became_names_that(post: Correspondence) -> None:
    post.write(Message_ID="<first@mail.example.com>")
    post.write("More.", Message_ID="<second@mail.example.com>", In_Reply_To="<first@mail.example.com>")
    keys = Keys("acme")
    lines = {item["md"]["S"]: item["type"]["S"] for item in items(post, keys.ticket(1)) if "md" in item}
    ids = ("first@mail.example.com", "second@mail.example.com")
    assert lines == {digest(ids[0]): "action", digest(ids[1]): "message"}
    for message_id in ids:
        (seen,) = items(post, keys.message_id(message_id))
        assert 399 < (int(seen["expires_at"]["N"]) - time.time()) / 86_400 < 401
