"""A parked mail is taken in after all or deleted, by an admin, once, and the audit log says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.domain.people.permissions import SCOPES
from tests.api.asking import problem
from tests.services.mail.correspondence import Correspondence, reply_address
from tests.support.desk import Answer

ANA = "Ana K. <ana@acme.example>"
FORWARD = """FYI

---------- Forwarded message ---------
From: Noor Haddad <noor@customer.example>
Date: Mon, Nov 23, 2026 at 9:12 AM
Subject: Invoice twice
To: Ana K. <ana@acme.example>

I was charged twice.
"""
PDF = ("bill.pdf", "application/pdf", b"%PDF-1.7")


def parked(post: Correspondence) -> Any:
    (mail,) = post.call("GET", "/suspended-mails").json()["items"]
    return mail


def release(post: Correspondence, key: str = "k", token: str | None = None) -> Answer:
    mail = parked(post)
    answer = post.desk.http(
        "POST",
        f"/v1/acme/suspended-mails/{mail['id']}/release",
        headers={"Idempotency-Key": key},
        token=token or post.desk.admin.token,
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


def _as_member_on_a_ticket(post: Correspondence, verdicts: dict[str, str]) -> None:
    post.write()
    post.write("Pay into our new account.", sender=ANA, to=reply_address(post.desk.sent[-1]), verdicts=verdicts)


def _as_member_who_passes_on(post: Correspondence, verdicts: dict[str, str]) -> None:
    post.write(FORWARD, sender=ANA, Subject="Fwd: Invoice twice", verdicts=verdicts)


@pytest.mark.parametrize("arrive", [_as_member_on_a_ticket, _as_member_who_passes_on])
@pytest.mark.parametrize(
    ("verdicts", "cause"),
    [
        ({"dmarc": "GRAY", "spf": "FAIL"}, "unverified_member"),
        ({"dmarc": "GRAY", "spf": "FAIL", "spam": "FAIL"}, "spam"),
        ({"dmarc": "PASS", "spam": "FAIL"}, "spam"),
    ],
)
def test_what_would_speak_as_a_member_is_let_through_by_an_admin_in_person_alone(
    post: Correspondence, arrive: Callable[[Correspondence, dict[str, str]], None], verdicts: dict[str, str], cause: str
) -> None:
    arrive(post, verdicts)
    key = post.desk.api_key(*sorted(SCOPES - {"tickets:delete"}))
    before, refs = len(post.desk.sent), post.refs()
    problem(release(post, "of a key", key), 403, "signed_in_admin_only")
    assert (post.parked(), post.refs(), len(post.desk.sent)) == ([cause], refs, before)
    assert release(post).status == 200
    told = int(arrive is _as_member_who_passes_on or verdicts["dmarc"] == "PASS")
    assert (post.parked(), len(post.desk.sent)) == ([], before + told)


def test_what_nobody_proved_a_member_wrote_is_let_in_as_a_note_that_says_so(post: Correspondence) -> None:
    _as_member_on_a_ticket(post, {"dmarc": "GRAY", "spf": "FAIL"})
    assert release(post).status == 200
    (note,) = (one for one in post.entries() if one["kind"] == "internal_note")
    assert note["author"]["kind"] == "system"
    assert "ana@acme.example" in note["body_text"]
    assert "but this is unverified" in note["body_text"]
    assert note["body_text"].endswith("Pay into our new account.")


def test_of_a_members_reply_by_mail_it_stays_known_how_they_were_proven(
    post: Correspondence,
) -> None:
    post.write()
    to = reply_address(post.desk.sent[-1])
    post.write("Renewed.", sender=ANA, to=to, verdicts={"dmarc": "PASS"})
    entries = post.call("GET", "/tickets/TKT-0001/timeline").json()["items"]
    told = [entry["authenticated"] for entry in entries if entry["kind"] == "agent_reply"]
    assert [(one["standing"], one["reason"]) for one in told] == [("proven", "dmarc")]
    post.reply("By hand.")
    entries = post.call("GET", "/tickets/TKT-0001/timeline").json()["items"]
    assert [entry["authenticated"] for entry in entries if entry["kind"] == "agent_reply"][-1] is None


def test_a_key_lets_through_what_speaks_for_a_customer(post: Correspondence) -> None:
    post.write("I won!", verdicts={"spam": "FAIL"})
    assert release(post, token=post.desk.api_key("settings:write")).json() == {"ref": "TKT-0001"}


def test_the_log_names_the_ticket_that_a_released_mail_went_to(post: Correspondence) -> None:
    post.write("I won!", verdicts={"spam": "FAIL"})
    release(post)
    entry = post.call("GET", "/audit").json()["items"][0]
    assert (entry["action"], entry["changes"]) == (
        "suspended_mail.released",
        {"ticket": {"from": None, "to": "TKT-0001"}},
    )
