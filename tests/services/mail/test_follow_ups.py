"""A mail on a closed ticket opens another one, linked both ways; one on a waiting ticket reopens it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.tickets.ticket import DescribedTicket
from tests.services.mail.correspondence import Correspondence, reply_address


@pytest.fixture
def closed(post: Correspondence) -> str:
    """The reply address of a ticket that was closed, of Maya's with a participant and an assignee."""
    post.write(Cc="ops@example.com")
    confirmation = post.desk.sent[-1]
    post.change(assignee_id=post.desk.admin.id, type="bug_report")
    post.change(status="closed")
    return reply_address(confirmation)


@pytest.mark.parametrize("status", ["waiting", "resolved"])
def test_an_answer_reopens_what_waits_or_is_resolved(post: Correspondence, status: str) -> None:
    post.write()
    confirmation = post.desk.sent[-1]
    post.change(status=status)
    post.write("Still broken.", to=reply_address(confirmation))
    assert (post.ticket()["status"], post.refs()) == ("open", ["TKT-0001"])


def test_a_follow_up_is_linked_both_ways_and_takes_over_what_still_holds(post: Correspondence, closed: str) -> None:
    post.write("It is back.", to=closed)
    first, second = post.ticket("TKT-0001"), post.ticket("TKT-0002")
    assert (first["status"], second["status"]) == ("closed", "open")
    assert second["follow_up_of"] == "TKT-0001"
    assert "ticket.followed_up" in post.happened()
    assert (second["title"], second["type"], second["description"].strip()) == ("Checkout", "bug_report", "It is back.")
    assert second["contact"] == first["contact"]
    assert second["participants"] == ["ops@example.com"]
    assert second["assignee"]["id"] == post.desk.admin.id


def test_the_customer_is_sent_the_new_tickets_link_and_the_assignee_hears_of_it(
    post: Correspondence, closed: str
) -> None:
    post.desk.advance(timedelta(seconds=17))
    sent = len(post.desk.sent)
    post.write("It is back.", to=closed)
    post.desk.advance(timedelta(seconds=17))
    told = {mail.to[0]: mail for mail in post.desk.sent[sent:]}
    assert set(told) == {"maya@example.com", "ana@acme.example"}
    assert "[TKT-0002]" in told["maya@example.com"].subject


def test_a_second_mail_on_the_closed_ticket_opens_a_second_follow_up(post: Correspondence, closed: str) -> None:
    post.write("It is back.", to=closed)
    post.write("And again.", to=closed)
    assert post.refs() == ["TKT-0001", "TKT-0002", "TKT-0003"]
    with post.desk.ports.open("acme") as room:
        ticket = room.tickets.get(1, DescribedTicket)
        assert ticket is not None
        assert ticket.follow_ups == (2, 3)


def test_a_strangers_follow_up_is_their_own_and_shows_them_nobody_else(post: Correspondence, closed: str) -> None:
    post.write("Me too.", sender="Jo <jo@example.net>", to=closed)
    second = post.ticket("TKT-0002")
    assert (second["contact"]["email"], second["participants"]) == ("jo@example.net", [])


def test_an_assignee_who_left_is_not_given_the_follow_up(post: Correspondence, closed: str) -> None:
    with post.desk.ports.open("acme") as room:
        member = room.workspace.members[post.desk.admin.id]
        gone = replace(member, active=False)
        room.workspace.members[member.id] = gone  # type: ignore[index]
    post.write("It is back.", to=closed)
    assert post.ticket("TKT-0002")["assignee"] is None


def test_a_members_mail_on_a_closed_ticket_is_a_reply_on_it(post: Correspondence, closed: str) -> None:
    post.write("For the record.", sender="ana@acme.example", to=closed, verdicts={"dmarc": "PASS"})
    assert (post.refs(), post.said()) == (["TKT-0001"], [("agent_reply", "For the record.")])


def test_who_only_knows_the_reference_gets_a_ticket_that_is_called_as_they_called_it(post: Correspondence) -> None:
    """Whomever an agent lets in there must not read what the closed one was about."""
    post.write(Subject="My salary")
    post.change(status="closed")
    post.write(Subject="[TKT-0001] Hello", Cc="lee@example.net", verdicts={"dmarc": "GRAY", "spf": "FAIL"})
    follow_up = post.ticket("TKT-0002")
    assert (follow_up["follow_up_of"], follow_up["title"]) == ("TKT-0001", "[TKT-0001] Hello")
