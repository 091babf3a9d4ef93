"""What comes shortly after one another is one mail to a member: nothing is lost by that, and nothing told twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.events import SYSTEM
from chalicelib.domain.mail.jobs import JobKey, MailBusyError
from chalicelib.domain.settings import audit
from infra.local.sent_mail import SentMail
from tests.services.mail.correspondence import Correspondence, reply_address
from tests.support.desk import Person

PROVEN = {"dmarc": "PASS"}


@pytest.fixture
def bo(post: Correspondence) -> Person:
    made = post.desk.add_member("Bo Marsh", "bo@acme.example", "agent")
    wants = {"customer_replied": "email", "mentioned": "email"}
    assert post.desk.http("PATCH", "/v1/acme/preferences", json=wants, token=made.token).status == 200
    return made


def pass_by(post: Correspondence, seconds: float) -> None:
    post.desk.advance(timedelta(seconds=seconds))


def told(post: Correspondence, who: Person) -> list[SentMail]:
    return [mail for mail in post.desk.sent if mail.to == (who.email,)]


def tickets(post: Correspondence, many: int) -> list[str]:
    refs = [post.call("POST", "/tickets", {"title": f"Broken {one}"}).json()["ref"] for one in range(many)]
    post.desk.settle()
    return refs


def assign(post: Correspondence, ref: str, who: str | None) -> Any:
    answer = post.call("PATCH", f"/tickets/{ref}", {"assignee_id": who})
    assert answer.status == 200
    post.desk.settle()
    return answer


def test_one_piece_of_news_is_its_own_letter_after_a_quarter_of_a_minute(post: Correspondence, bo: Person) -> None:
    assign(post, tickets(post, 1)[0], bo.id)
    pass_by(post, 14)
    assert told(post, bo) == []
    pass_by(post, 3)
    assert [mail.subject for mail in told(post, bo)] == ["Assigned to you: [TKT-0001] Broken 0"]


def test_twelve_tickets_at_once_are_one_mail_that_lists_them(post: Correspondence, bo: Person) -> None:
    refs = tickets(post, 12)
    answer = post.call("POST", "/tickets/bulk", {"refs": refs, "set": {"assignee_id": bo.id}})
    assert answer.status == 200, answer.text
    post.desk.settle()
    pass_by(post, 17)
    assert [mail.subject for mail in told(post, bo)] == ["Assigned to you: 12 tickets"]
    for ref in refs:
        assert f"[{ref}]" in told(post, bo)[0].text
        assert f"http://desk.test/console/tickets/{ref}" in told(post, bo)[0].text.split()
    pass_by(post, 100)
    assert len(told(post, bo)) == 1


def test_a_ticket_that_is_handed_to_and_fro_is_one_mail(post: Correspondence, bo: Person) -> None:
    ref = tickets(post, 1)[0]
    for _ in range(6):
        assign(post, ref, bo.id)
        assign(post, ref, None)
    assign(post, ref, bo.id)
    pass_by(post, 17)
    assert [mail.subject for mail in told(post, bo)] == ["Assigned to you: [TKT-0001] Broken 0"]


def test_what_goes_on_and_on_is_told_after_a_minute_at_the_latest(post: Correspondence, bo: Person) -> None:
    for ref in tickets(post, 9):
        assign(post, ref, bo.id)
        pass_by(post, 10)
        if told(post, bo):
            break
    assert ref in ("TKT-0006", "TKT-0007")
    pass_by(post, 17)
    listed = [word for mail in told(post, bo) for word in mail.text.split() if "/console/tickets/" in word]
    assert sorted(listed) == [f"http://desk.test/console/tickets/TKT-000{one}" for one in range(1, int(ref[-1]) + 1)]


def test_an_undone_change_is_left_out(post: Correspondence, bo: Person) -> None:
    first, second, third = tickets(post, 3)
    assign(post, first, bo.id)
    undone = assign(post, second, bo.id)
    assign(post, third, bo.id)
    assert post.call("POST", f"/tickets/{second}/actions/{undone.json()['action_id']}/undo").status == 200
    pass_by(post, 17)
    (mail,) = told(post, bo)
    assert (first in mail.text, second in mail.text, third in mail.text) == (True, False, True)


def test_several_words_on_one_ticket_are_one_mail_that_can_be_answered(post: Correspondence, bo: Person) -> None:
    post.write(verdicts=PROVEN)
    assign(post, "TKT-0001", bo.id)
    for words in ("And another thing.", "Please hurry."):
        post.write(words, Subject="Re: [TKT-0001] Checkout", verdicts=PROVEN)
    pass_by(post, 17)
    (mail,) = told(post, bo)
    assert mail.subject == "Customer replied: [TKT-0001] Checkout"
    for words in ("Ana K. assigned a ticket to you", "And another thing.", "Please hurry."):
        assert words in mail.text
        assert words in mail.html
    post.write("On my way.", sender="Bo <bo@acme.example>", to=reply_address(mail), verdicts=PROVEN)
    assert post.said()[-1] == ("agent_reply", "On my way.")


def test_what_is_answered_and_what_is_not_are_two_mails(post: Correspondence, bo: Person) -> None:
    post.write(verdicts=PROVEN)
    assign(post, "TKT-0001", bo.id)
    pass_by(post, 17)
    before = len(told(post, bo))
    post.write("Please hurry.", Subject="Re: [TKT-0001] Checkout", verdicts=PROVEN)
    for ref in tickets(post, 2):
        assign(post, ref, bo.id)
    pass_by(post, 17)
    assert [mail.subject for mail in told(post, bo)[before:]] == [
        "Customer replied: [TKT-0001] Checkout",
        "Assigned to you: 2 tickets",
    ]


def test_a_note_in_it_makes_every_answer_a_note(post: Correspondence, bo: Person) -> None:
    post.write(verdicts=PROVEN)
    assign(post, "TKT-0001", bo.id)
    assert post.call("POST", "/tickets/TKT-0001/notes", {"body": "@Bo she is rude."}).status == 201
    post.write("Please hurry.", Subject="Re: [TKT-0001] Checkout", verdicts=PROVEN)
    pass_by(post, 17)
    (mail,) = told(post, bo)
    post.write("She is.", sender="Bo <bo@acme.example>", to=reply_address(mail), verdicts=PROVEN)
    assert post.said()[-1] == ("internal_note", "She is.")


def test_a_carrier_that_is_busy_gets_the_same_mail_later(
    post: Correspondence, bo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[bytes] = []
    send = type(post.desk.ports.post).send

    def busy_at_first(self: Any, raw: bytes, *rest: Any) -> str:
        tried.append(raw)
        if len(tried) == 1:
            raise MailBusyError
        return send(self, raw, *rest)

    monkeypatch.setattr(type(post.desk.ports.post), "send", busy_at_first)
    for ref in tickets(post, 3):
        assign(post, ref, bo.id)
    pass_by(post, 17)
    assert told(post, bo) == []
    pass_by(post, 61)
    (mail,) = told(post, bo)
    assert all(f"TKT-000{one}" in mail.text for one in (1, 2, 3))
    assert len(tried) == 2


def test_a_lost_message_of_the_last_one_loses_nothing(
    post: Correspondence, bo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = type(post.desk.ports.mail_queue).put

    def loses_the_third(self: Any, keys: Sequence[JobKey], delay: int = 0) -> None:
        put(self, [key for key in keys if key.number != 3], delay)

    monkeypatch.setattr(type(post.desk.ports.mail_queue), "put", loses_the_third)
    for ref in tickets(post, 3):
        assign(post, ref, bo.id)
        pass_by(post, 3)
    pass_by(post, 17)
    pass_by(post, 17)
    assert [mail.subject for mail in told(post, bo)] == ["Assigned to you: 3 tickets"]


def test_a_job_of_the_release_before_goes_out_by_itself(post: Correspondence, bo: Person) -> None:
    """It isn't noted as pending: nothing was, then."""
    assign(post, tickets(post, 1)[0], bo.id)
    with post.desk.ports.open("acme") as room:
        room.pending.remove(room.pending.list(bo.id, 10))
    pass_by(post, 17)
    assert [mail.subject for mail in told(post, bo)] == ["Assigned to you: [TKT-0001] Broken 0"]


@pytest.mark.parametrize("by", ["address", "id"])
def test_a_mail_about_several_tickets_is_not_answered_and_its_writer_told_once(
    post: Correspondence, bo: Person, by: str
) -> None:
    refs = tickets(post, 2)
    for ref in refs:
        assign(post, ref, bo.id)
    pass_by(post, 17)
    (mail,) = told(post, bo)
    assert mail.headers["List-Unsubscribe"] == "<http://desk.test/console/settings/notifications>"
    assert mail.headers["Auto-Submitted"] == "auto-generated"
    way = {"to": reply_address(mail)} if by == "address" else {"In_Reply_To": mail.headers["Message-ID"]}
    post.write("#close", sender="Bo <bo@acme.example>", Subject=f"Re: {mail.subject}", verdicts=PROVEN, **way)
    assert (post.parked(), post.refs()) == (["several_tickets"], refs)
    assert [one.subject for one in told(post, bo)[1:]] == ["Your reply was not sent"]
    post.write("#close", sender="Bo <bo@acme.example>", verdicts={"dmarc": "GRAY", "spf": "FAIL"}, **way)
    post.write("Away", sender="Bo <bo@acme.example>", verdicts=PROVEN, Auto_Submitted="auto-replied", **way)
    post.write("Mine?", sender="Cy <cy@shop.example>", to=reply_address(mail), verdicts=PROVEN)
    assert (len(post.parked()), len(told(post, bo)), post.refs()) == (4, 2, refs)


@pytest.mark.parametrize("leaves", ["deactivated", "removed"])
def test_whoever_left_meanwhile_is_told_nothing(post: Correspondence, bo: Person, leaves: str) -> None:
    for ref in tickets(post, 2):
        assign(post, ref, bo.id)
    if leaves == "deactivated":
        assert post.call("PATCH", f"/members/{bo.id}", {"active": False}).status == 200
    else:
        assert post.call("DELETE", f"/members/{bo.id}").status in (200, 204)
    pass_by(post, 40)
    pass_by(post, 40)
    assert told(post, bo) == []


def test_a_mail_goes_to_the_address_that_a_member_has_by_now(post: Correspondence, bo: Person) -> None:
    assign(post, tickets(post, 1)[0], bo.id)
    with post.desk.ports.open("acme") as room:
        member = room.workspace.members[bo.id]
        entry = audit.of_change("01A", post.desk.ports.clock.now(), SYSTEM, member, member)
        room.parts.write(member, replace(member, email="bo@new.example"), entry)
    pass_by(post, 40)
    assert [mail.to for mail in post.desk.sent] == [("bo@new.example",)]
