"""Whom a reply is sent to in copy takes part from then on; taken back, it was to nobody."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.asking import fields, new_ticket, problem
from tests.services.mail.correspondence import Correspondence, reply_address
from tests.support.desk import SUPPORT, Answer

REPLIES = "/tickets/TKT-0001/replies"


def said(post: Correspondence, *cc: str, **more: Any) -> Answer:
    return post.call("POST", REPLIES, {"body": "Which cards?", "cc": list(cc), **more})


def recipients(post: Correspondence, before: int) -> list[str]:
    return sorted(mail.to[0] for mail in post.desk.sent[before:])


def test_they_are_mailed_become_participants_and_read_what_follows(post: Correspondence) -> None:
    post.write()
    before = len(post.desk.sent)
    assert said(post, "Bo@Example.com", "bo@example.com", "maya@example.com", "cy@example.com").status == 201
    post.desk.settle()
    assert post.ticket()["participants"] == ["bo@example.com", "cy@example.com"]
    assert recipients(post, before) == ["bo@example.com", "cy@example.com", "maya@example.com"]
    (event,) = (one for one in post.entries() if (one["event"] or {}).get("type") == "ticket.status_changed")
    assert event["at"]
    (joined,) = (one for one in post.entries() if (one["event"] or {}).get("type") == "ticket.participants_changed")
    assert joined["event"]["changes"] == {"participants": {"from": [], "to": ["bo@example.com", "cy@example.com"]}}
    mail = next(one for one in post.desk.sent if one.to[0] == "bo@example.com")
    post.write("We got it, too.", sender="Bo <bo@example.com>", to=reply_address(mail))
    assert post.said()[-1] == ("customer_message", "We got it, too.")
    assert post.refs() == ["TKT-0001"]


def test_who_is_there_already_is_not_added_and_nothing_tells_of_it(post: Correspondence) -> None:
    post.write(Cc="bo@example.com")
    told = post.happened().count("ticket.participants_changed")
    assert said(post, "bo@example.com", "maya@example.com").status == 201
    assert post.happened().count("ticket.participants_changed") == told


def test_taken_back_they_are_gone_and_were_mailed_nothing(post: Correspondence) -> None:
    post.write()
    before = len(post.desk.sent)
    reply = said(post, "bo@example.com", undo_seconds=10).json()["id"]
    assert post.ticket()["participants"] == ["bo@example.com"]
    assert post.call("DELETE", f"{REPLIES}/{reply}").status == 204
    post.desk.settle()
    assert post.ticket()["participants"] == []
    assert recipients(post, before) == []


def test_taken_back_whoever_came_otherwise_stays(post: Correspondence) -> None:
    post.write(Cc="dee@example.com")
    reply = said(post, "bo@example.com", "cy@example.com", undo_seconds=10).json()["id"]
    post.change(participants=["dee@example.com", "bo@example.com", "eve@example.com"])
    assert post.call("DELETE", f"{REPLIES}/{reply}").status == 204
    assert post.ticket()["participants"] == ["dee@example.com", "eve@example.com"]


def test_whom_an_unproven_mail_had_in_copy_is_let_in_by_being_in_copy_and_out_again(post: Correspondence) -> None:
    post.write(Cc="Bo <bo@example.com>", verdicts={"dmarc": "GRAY", "spf": "FAIL", "dkim": "FAIL"})
    assert post.ticket()["participants_proposed"] == ["bo@example.com"]
    reply = said(post, "bo@example.com", undo_seconds=10).json()["id"]
    ticket = post.ticket()
    assert (ticket["participants"], ticket["participants_proposed"]) == (["bo@example.com"], [])
    assert post.call("DELETE", f"{REPLIES}/{reply}").status == 204
    ticket = post.ticket()
    assert (ticket["participants"], ticket["participants_proposed"]) == ([], ["bo@example.com"])


@pytest.mark.parametrize("wrong", ["nobody", SUPPORT, f"reply+1.a.b@{SUPPORT.rpartition('@')[2]}", "a@b"])
def test_what_is_no_address_of_anybody_outside_is_refused_where_it_stands(post: Correspondence, wrong: str) -> None:
    post.write()
    refused = problem(said(post, "bo@example.com", wrong), 422, "validation_failed")
    assert fields(refused) == ["cc.1"]
    assert post.ticket()["participants"] == []
    assert [kind for kind, _ in post.said()] == []


def test_there_are_limits(post: Correspondence) -> None:
    post.write()
    many = [f"p{number}@example.com" for number in range(100)]
    assert fields(problem(said(post, *many[:21]), 422, "validation_failed")) == ["cc"]
    post.change(participants=many[:95])
    assert fields(problem(said(post, *many[90:], "q@example.com"), 422, "validation_failed")) == ["cc"]
    assert said(post, *many[85:]).status == 201
    assert len(post.ticket()["participants"]) == 100


def test_nobody_is_in_copy_of_what_nobody_is_mailed(post: Correspondence) -> None:
    new_ticket(post.desk)
    assert fields(problem(said(post, "bo@example.com"), 422, "validation_failed")) == ["cc"]
    assert said(post).status == 201
