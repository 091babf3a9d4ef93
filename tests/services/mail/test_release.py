"""A parked mail is taken in after all or deleted, by an admin, once, and the audit log says so."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.asking import problem
from tests.services.mail.correspondence import Correspondence, reply_address
from tests.support.desk import Answer

PDF = ("bill.pdf", "application/pdf", b"%PDF-1.7")


def parked(post: Correspondence) -> Any:
    (mail,) = post.call("GET", "/suspended-mails").json()["items"]
    return mail


def release(post: Correspondence, key: str = "k") -> Answer:
    mail = parked(post)
    answer = post.desk.http(
        "POST",
        f"/v1/acme/suspended-mails/{mail['id']}/release",
        headers={"Idempotency-Key": key},
        token=post.desk.admin.token,
    )
    post.desk.settle()
    return answer


def audited(post: Correspondence) -> list[str]:
    return [one["action"] for one in post.call("GET", "/audit").json()["items"]]


@pytest.mark.parametrize("verdict", ["spam", "virus"])
def test_a_released_mail_becomes_the_ticket_it_would_have_been(post: Correspondence, verdict: str) -> None:
    post.write("I won!", verdicts={verdict: "FAIL"}, files=[PDF])
    assert parked(post)["preview"].strip() == "I won!"
    answer = release(post)
    assert (answer.status, answer.json()) == (200, {"ref": "TKT-0001"})
    ticket = post.ticket()
    assert (ticket["description"].strip(), ticket["attachments"][0]["name"]) == ("I won!", "bill.pdf")
    assert ticket["contact"]["email"] == "maya@example.com"
    assert [mail.to for mail in post.desk.sent] == [("maya@example.com",)]
    assert post.parked() == []
    assert audited(post)[0] == "suspended_mail.released"


def test_a_released_answer_goes_to_its_ticket(post: Correspondence) -> None:
    post.write()
    post.write("German ones.", to=reply_address(post.desk.sent[-1]), verdicts={"spam": "FAIL"})
    assert release(post).json() == {"ref": "TKT-0001"}
    assert post.said() == [("customer_message", "German ones.")]


def test_a_released_automatic_answer_is_a_ticket_that_nobody_answers(post: Correspondence) -> None:
    post.write("I am away.", Auto_Submitted="auto-replied")
    assert parked(post)["cause"] == "auto_reply"
    assert release(post).json() == {"ref": "TKT-0001"}
    assert post.desk.sent == []


def test_releasing_twice_is_releasing_once(post: Correspondence) -> None:
    post.write("I won!", verdicts={"spam": "FAIL"})
    mail = parked(post)
    path = f"/v1/acme/suspended-mails/{mail['id']}/release"
    first = release(post)
    again = post.desk.http("POST", path, headers={"Idempotency-Key": "k"}, token=post.desk.admin.token)
    other = post.desk.http("POST", path, token=post.desk.admin.token)
    assert (again.status, again.json()) == (200, first.json())
    problem(other, 404, "not_found")
    assert post.refs() == ["TKT-0001"]


def test_what_was_filed_but_is_still_parked_is_only_taken_out(post: Correspondence) -> None:
    """As after a release that was cut off in the middle."""
    post.write("I won!", verdicts={"spam": "FAIL"})
    with post.desk.ports.open("acme") as room:
        (mail,) = room.suspended.list(10, None).items
    release(post)
    with post.desk.ports.open("acme") as room:
        room.suspended.add(mail)
    assert release(post, "another key").json() == {"ref": "TKT-0001"}
    assert (post.refs(), post.parked()) == (["TKT-0001"], [])


def test_a_mail_that_nobody_wrote_can_only_be_deleted(post: Correspondence) -> None:
    post.send(b"Subject: x\r\n\r\nHello", sender="")
    assert "unreadable_sender" in problem(release(post), 409, "not_releasable")["detail"]
    assert post.parked() == ["unreadable_sender"]


def test_a_blocked_contact_has_to_be_unblocked_first(post: Correspondence) -> None:
    post.write()
    contact = post.ticket()["contact"]["id"]
    post.call("PATCH", f"/contacts/{contact}", {"blocked": True})
    post.write("Hello again", Subject="Again")
    problem(release(post), 403, "blocked")
    post.call("PATCH", f"/contacts/{contact}", {"blocked": False})
    assert release(post, "another key").status == 200


def test_a_deleted_mail_is_gone_and_the_log_says_who_did_it(post: Correspondence) -> None:
    post.write("I won!", verdicts={"spam": "FAIL"})
    path = f"/suspended-mails/{parked(post)['id']}"
    assert post.call("DELETE", path).status == 204
    assert (post.refs(), post.parked()) == ([], [])
    assert audited(post)[0] == "suspended_mail.deleted"
    problem(post.call("DELETE", path), 404, "not_found")
