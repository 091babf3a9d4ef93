"""Tickets are found by the address of the desk that they were written to, or that answers to them go out from."""

from __future__ import annotations

import pytest

from chalicelib.services.sla.tick import tick
from chalicelib.services.tickets import mailboxes
from chalicelib.storage.table.keys import Keys
from infra.local import template
from infra.local.aws import client
from tests.api.asking import fields, new_ticket, problem
from tests.jobs.interruptions import let_leases_run_out
from tests.services.mail.correspondence import Correspondence
from tests.support.capacity import Layout
from tests.support.cuts import cut
from tests.support.desk import SUPPORT, Desk
from tests.support.meter import metering

SALES = "sales@acme.example"
BY_SUPPORT, BY_SALES, BY_HAND = "TKT-0001", "TKT-0002", "TKT-0003"


@pytest.fixture
def post(desk: Desk) -> Correspondence:
    """One ticket came to the desk's own sender, one to another of its addresses, and one by no mail at all."""
    post = Correspondence(desk)
    assert post.call("POST", "/mailboxes", {"address": SALES, "name": "Sales"}).status == 201
    post.write(Subject="Checkout")
    post.write("How many may we have?", to=SALES, Subject="Offer")
    post.call("POST", "/tickets", {"title": "She called", "contact": {"email": "maya@example.com"}})
    desk.settle()
    return post


def found(post: Correspondence, mailbox: str, more: str = "") -> list[str]:
    answer = post.call("GET", f"/tickets?mailbox={mailbox.replace('+', '%2B')}{more}")
    assert answer.status == 200, answer.text
    return sorted(row["ref"] for row in answer.json()["items"])


def forget(post: Correspondence, *refs: str) -> None:
    """These are tickets from before it was noted."""
    for ref in refs:
        client("dynamodb").update_item(
            TableName=post.desk.environment["TABLE_NAME"],
            Key={"pk": {"S": Keys("acme").ticket(int(ref[4:]))}, "sk": {"S": "TICKET"}},
            UpdateExpression="REMOVE mb",
        )


def test_what_was_written_to_no_address_answers_from_the_desks_own_sender(post: Correspondence) -> None:
    assert (found(post, SALES), found(post, SUPPORT)) == ([BY_SALES], [BY_SUPPORT, BY_HAND])
    assert found(post, f"{SALES},{SUPPORT}") == [BY_SUPPORT, BY_SALES, BY_HAND]
    assert post.call("PATCH", "/settings", {"sender": SALES}).status == 200
    assert (found(post, SALES), found(post, SUPPORT)) == ([BY_SALES, BY_HAND], [BY_SUPPORT])


def test_an_address_is_meant_however_it_is_written(post: Correspondence) -> None:
    bought = "books@bücher.example"
    assert post.call("POST", "/mailboxes", {"address": bought, "name": "Books"}).status == 201
    post.write(to="books@xn--bcher-kva.example", Subject="A book")
    for written in (bought, "Books@XN--BCHER-KVA.example", f" {bought} , nobody@acme.example"):
        assert found(post, written) == ["TKT-0004"]
    assert found(post, "nobody@acme.example") == []


def test_what_came_to_an_address_that_is_gone_answers_from_the_sender_and_is_found_by_both(
    post: Correspondence,
) -> None:
    assert post.call("DELETE", f"/mailboxes/{SALES}").status == 204
    assert (found(post, SALES), found(post, SUPPORT)) == ([BY_SALES], [BY_SUPPORT, BY_SALES, BY_HAND])


def test_it_goes_with_words_with_other_filters_and_with_every_order(post: Correspondence) -> None:
    assert (found(post, SALES, "&q=offer"), found(post, SUPPORT, "&q=offer")) == ([BY_SALES], [])
    assert (found(post, SUPPORT, "&q=called"), found(post, SUPPORT, "&channel=email")) == ([BY_HAND], [BY_SUPPORT])
    for order in ("updated_at", "created_at", "-created_at", "priority", "sla_due"):
        assert found(post, SALES, f"&sort={order}") == [BY_SALES]
    post.call("POST", f"/tickets/{BY_SALES}/archive")
    assert (found(post, SALES), found(post, SALES, "&archived=true")) == ([], [BY_SALES])


def test_a_saved_view_keeps_it(post: Correspondence) -> None:
    made = post.call("POST", "/views", {"name": "Sales", "filters": {"mailbox": SALES}})
    assert (made.status, made.json()["filters"]) == (201, {"mailbox": SALES})


def test_what_is_no_address_is_refused(post: Correspondence) -> None:
    for wrong in ("none", "sales", f"{SALES},none"):
        assert fields(problem(post.call("GET", f"/tickets?mailbox={wrong}"), 422, "validation_failed")) == ["mailbox"]
    refused = post.call("POST", "/views", {"name": "None", "filters": {"mailbox": "none"}})
    assert fields(problem(refused, 422, "validation_failed")) == ["filters.mailbox"]


def test_tickets_from_before_are_found_once_they_are_changed(post: Correspondence) -> None:
    forget(post, BY_SUPPORT, BY_SALES, BY_HAND)
    assert (found(post, SALES), found(post, SUPPORT), found(post, SUPPORT, "&q=called")) == ([], [], [])
    for ref in (BY_SALES, BY_HAND):
        assert post.call("PATCH", f"/tickets/{ref}", {"priority": "high"}).status == 200
    assert (found(post, SALES), found(post, SUPPORT)) == ([BY_SALES], [BY_HAND])


def test_tickets_from_before_are_gone_through_when_asked_for_however_often_that_is_cut_off(
    post: Correspondence,
) -> None:
    post.call("POST", f"/tickets/{BY_SALES}/archive")
    before = [post.ticket(ref) for ref in (BY_SUPPORT, BY_SALES, BY_HAND)]
    calls, was_cut = 0, True
    while was_cut:
        forget(post, BY_SUPPORT, BY_SALES, BY_HAND)
        with post.desk.ports.open("acme") as room:
            mailboxes.ask_for_mailboxes(post.desk.ports, room)
        calls += 1
        with cut(after=calls) as made:
            tick(post.desk.ports, 20)
        was_cut = made.was_cut
        let_leases_run_out(post.desk)
        tick(post.desk.ports, 20)
        assert (found(post, SALES, "&archived=true"), found(post, SUPPORT)) == ([BY_SALES], [BY_SUPPORT, BY_HAND])
    assert calls > 5
    assert [post.ticket(ref) for ref in (BY_SUPPORT, BY_SALES, BY_HAND)] == before, "it is no change of the ticket"


def test_a_page_costs_no_more_than_one_without_the_filter(post: Correspondence) -> None:
    for number in range(27):
        new_ticket(post.desk, title=f"Request {number}", notify_customer=False)
    units = []
    for path in ("/tickets", f"/tickets?mailbox={SUPPORT}"):
        with metering(Layout.of(template.table())) as meter:
            assert len(post.call("GET", path).json()["items"]) == 25
        units.append(sum(one.reads for one in meter.requests if one.operation == "Query" and one.touches(("LIVE",))))
    assert units[0] == units[1] > 0
