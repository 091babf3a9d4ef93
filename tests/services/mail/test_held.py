"""Mail that can't go out for a reason that isn't its own: kept, tried again, told to the admins, and given up late."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.mail.faults import Fault
from chalicelib.domain.mail.jobs import AboutTicket, JobKey, JobState, LetterKind, MailJob
from chalicelib.domain.worklist import Work
from chalicelib.jobs import deliver_mail
from chalicelib.services import worklist
from chalicelib.services.mail.outgoing import held
from chalicelib.services.worklist import Became
from chalicelib.storage.mail.held import HeldMails
from infra.local import template
from infra.local.ses import Refusal
from tests.jobs.calling import call, carrier_out_of_reach, drain, items, pump
from tests.jobs.interruptions import let_leases_run_out
from tests.services.mail.correspondence import Correspondence
from tests.support.capacity import Layout
from tests.support.desk import Desk
from tests.support.meter import metering

SUSPENDED = Refusal("AccountSuspendedException", "no")
PAGE_READS, GLANCE_READS = 106, 11
"""Of a hundred mails, and of the ten that are looked at between tries: their jobs, a unit each, and their names."""
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def post(desk: Desk) -> Correspondence:
    """A ticket whose customer was told."""
    post = Correspondence(desk)
    post.write()
    return post


def reply(post: Correspondence, body: str = "Which cards?") -> None:
    assert post.call("POST", "/tickets/TKT-0001/replies", {"body": body}).status == 201
    post.desk.settle()


def sent(post: Correspondence, text: str = "Which cards?") -> int:
    return sum(text in mail.text for mail in post.desk.sent)


def delivery(post: Correspondence, text: str = "Which cards?") -> Any:
    (entry,) = [one for one in post.entries() if one["body_text"] == text]
    return entry["delivery"]


def settings(post: Correspondence) -> tuple[str | None, str | None]:
    found = post.call("GET", "/settings").json()
    return found["mail_held_since"], found["mail_held_why"]


def listed(desk: Desk) -> list[JobKey]:
    with desk.ports.open("acme") as room:
        return list(room.held.page(1_000, None).items)


def work(desk: Desk) -> list[dict[str, Any]]:
    return [item for item in items(desk, "work") if item["sk"]["S"].startswith(held.KIND)]


@contextmanager
def fault(desk: Desk, refusal: Refusal) -> Iterator[None]:
    desk.outbox.refusal = refusal
    yield
    desk.outbox.refusal = None


@pytest.mark.parametrize(
    ("refusal", "why"),
    [
        (SUSPENDED, "suspended"),
        (Refusal("SendingPausedException"), "paused"),
        (Refusal("MessageRejected", "Daily message quota exceeded."), "quota"),
        (Refusal("MailFromDomainNotVerifiedException"), "identity"),
        (Refusal("MessageRejected", "Email address is not verified. The following …"), "identity"),
        (Refusal("NotFoundException", "Configuration set <desk> does not exist.", 404), "configuration"),
        (Refusal("AccessDeniedException", status=403), "rights"),
        (Refusal("MessageRejected", "Something that nobody has heard of."), "unknown"),
    ],
)
def test_mail_is_held_admins_are_told_and_it_goes_out_once_the_fault_is_gone(
    post: Correspondence, refusal: Refusal, why: str
) -> None:
    with fault(post.desk, refusal):
        reply(post)
        assert (sent(post), delivery(post)["status"]) == (0, "queued")
        post.desk.advance(2 * MINUTE)
        since, told = settings(post)
        assert told == why
        assert since is not None
        post.desk.advance(20 * MINUTE)
        assert settings(post) == (since, why)
        assert [key.number for key in listed(post.desk)] == [1]
    post.desk.advance(HOUR)
    post.desk.advance(2 * MINUTE)
    assert (sent(post), delivery(post)["status"]) == (1, "delivered")
    assert settings(post) == (None, None)
    assert (listed(post.desk), work(post.desk)) == ([], [])
    assert post.desk.pumps.lost() == []


def test_it_is_tried_again_after_a_minute_then_two_then_four_up_to_an_hour(post: Correspondence) -> None:
    found = []
    with fault(post.desk, SUSPENDED):
        reply(post)
        for minute in range(1, 300):
            before = post.desk.outbox.tried
            post.desk.advance(MINUTE)
            found += [minute] * (post.desk.outbox.tried - before)
    assert len(found) <= 10
    gaps = [after - before for before, after in zip([0, *found], found, strict=False)]
    assert gaps == sorted(gaps)
    assert gaps[:4] == [1, 2, 4, 8]
    assert max(gaps) in (60, 61)


def test_after_four_days_it_has_failed_and_whoever_wrote_it_hears_of_it_once(post: Correspondence) -> None:
    with fault(post.desk, SUSPENDED):
        reply(post)
        for _ in range(4 * 24 - 1):
            post.desk.advance(HOUR)
        assert delivery(post)["status"] == "queued"
        for _ in range(4):
            post.desk.advance(HOUR)
    failed = delivery(post)
    assert (failed["status"], failed["reason"]) == ("failed", "held_suspended")
    assert failed["detail"] == "AWS had suspended sending for four days."
    told = [one for one in post.call("GET", "/inbox").json()["items"] if one["event"] == "ticket.not_delivered"]
    assert len(told) == 1
    assert sent(post) == 0
    post.desk.advance(2 * HOUR)
    post.desk.advance(2 * MINUTE)
    assert (listed(post.desk), work(post.desk), settings(post)) == ([], [], (None, None))
    assert sent(post) == 0
    assert post.call("POST", f"/tickets/TKT-0001/messages/{last_reply(post)}/resend").status == 200
    post.desk.settle()
    assert (sent(post), delivery(post)["status"]) == (1, "delivered")


def last_reply(post: Correspondence) -> str:
    return str([one["id"] for one in post.entries() if one["kind"] == "agent_reply"][-1])


def test_a_mail_of_yesterday_that_failed_with_its_job_alone_is_told_once_more(post: Correspondence) -> None:
    """Its worker was cut off when the job was settled, and before its message was."""
    assert post.call("POST", "/tickets/TKT-0001/replies", {"body": "Which cards?"}).status == 201
    for stream in post.desk.pumps.streams:
        stream.step()
    (body,) = drain(post.desk, "deliver_mail")
    named = json.loads(body)
    key = JobKey(id=named["id"], workspace=named["workspace"], number=named["number"])
    with post.desk.ports.enter("acme"):
        post.desk.ports.jobs.settle(key, JobState.FAILED, None, "Illegal address")
    assert delivery(post)["status"] == "queued"
    assert call(post.desk, "deliver_mail", body, body) == []
    assert (delivery(post)["status"], delivery(post)["detail"]) == ("failed", "Illegal address")
    assert len(post.call("GET", "/inbox").json()["items"]) == 1


@pytest.mark.parametrize(
    "refusal", [Refusal("TooManyRequestsException", status=429), Refusal("InternalFailure", status=500)]
)
def test_what_passes_by_itself_waits_in_the_queue_and_nobody_is_told(post: Correspondence, refusal: Refusal) -> None:
    with fault(post.desk, refusal):
        reply(post)
        let_leases_run_out(post.desk)
        post.desk.advance(3 * MINUTE)
        assert (listed(post.desk), settings(post)) == ([], (None, None))
    let_leases_run_out(post.desk)
    post.desk.advance(20 * MINUTE)
    assert sent(post) == 1


def test_a_carrier_that_stays_out_of_order_is_told_of_after_a_quarter_of_an_hour(post: Correspondence) -> None:
    with carrier_out_of_reach():
        reply(post)
        for _ in range(10):
            let_leases_run_out(post.desk)
            post.desk.advance(5 * MINUTE)
        assert settings(post)[1] == "carrier"
    let_leases_run_out(post.desk)
    post.desk.advance(HOUR)
    post.desk.advance(2 * MINUTE)
    assert (sent(post), settings(post)) == (1, (None, None))


def test_a_throttled_mail_is_tried_every_minute_however_long_it_takes(post: Correspondence) -> None:
    before = post.desk.outbox.tried
    with fault(post.desk, Refusal("TooManyRequestsException", status=429)):
        reply(post)
        for _ in range(60):
            post.desk.advance(MINUTE + timedelta(seconds=2))
        assert post.desk.outbox.tried == before + 61
        assert listed(post.desk) == []
    post.desk.advance(2 * MINUTE)
    assert sent(post) == 1


def test_a_mail_about_an_account_waits_too_and_goes_out(desk: Desk) -> None:
    """It belongs to no workspace, so there is no list that it could stand in."""
    with fault(desk, SUSPENDED):
        assert desk.http("POST", "/v1/auth/forgot-password", json={"email": "ana@acme.example"}).status < 300
        desk.settle()
        for _ in range(12):
            desk.advance(15 * MINUTE)
        assert desk.sent == []
    desk.advance(16 * MINUTE)
    assert [mail.to for mail in desk.sent] == [("ana@acme.example",)]


def test_who_mended_it_has_all_that_is_held_tried_within_a_minute(post: Correspondence) -> None:
    with fault(post.desk, SUSPENDED):
        reply(post)
        for _ in range(10):
            post.desk.advance(HOUR)
    since = (post.desk.ports.clock.now() - MINUTE).isoformat()
    assert post.call("POST", "/resend", {"since": since}).status == 202
    post.desk.advance(MINUTE)
    assert sent(post) == 1


def test_news_for_a_member_wait_for_the_one_that_is_held_and_are_told_in_their_turn(post: Correspondence) -> None:
    bo = post.desk.add_member("Bo", "bo@acme.example", "agent")
    for title in ("Broken", "Torn", "Lost"):
        post.call("POST", "/tickets", {"title": title})
    with fault(post.desk, SUSPENDED):
        for ref in ("TKT-0002", "TKT-0003", "TKT-0004"):
            assert post.call("PATCH", f"/tickets/{ref}", {"assignee_id": bo.id}).status == 200
            post.desk.settle()
        post.desk.advance(timedelta(seconds=17))
        post.desk.advance(5 * MINUTE)
        assert not [mail for mail in post.desk.sent if mail.to == (bo.email,)]
    post.desk.advance(HOUR)
    (mail,) = [mail for mail in post.desk.sent if mail.to == (bo.email,)]
    assert all(ref in mail.text for ref in ("TKT-0002", "TKT-0003", "TKT-0004"))
    post.desk.advance(2 * MINUTE)
    assert (listed(post.desk), work(post.desk)) == ([], [])


def test_a_thousand_held_mails_are_one_piece_of_work_and_all_go_through_it(
    post: Correspondence, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list is gone through a page at a time, the ones that are done with are forgotten, the others queued."""
    with fault(post.desk, SUSPENDED):
        reply(post)
    (key,) = listed(post.desk)
    with post.desk.ports.open("acme") as room:
        for number in range(1_000):
            room.held.add(JobKey(id=f"gone{number:04d}", workspace="acme", number=2))
    assert len(work(post.desk)) == 1
    queued: list[JobKey] = []
    monkeypatch.setattr(
        type(post.desk.ports.mail_queue), "put", lambda _self, keys, _delay=0: queued.extend(keys), raising=True
    )
    post.desk.advance(2 * MINUTE)
    assert queued == [key]
    assert listed(post.desk) == [key]


def test_a_mail_that_is_held_just_when_the_list_was_found_empty_is_not_forgotten(
    post: Correspondence, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the last look and being done with it, another worker holds a mail."""
    with fault(post.desk, SUSPENDED):
        reply(post)
    page = HeldMails.page
    late = [JobKey(id="01X.y", workspace="acme", number=1)]

    def overtaken(self: HeldMails, limit: int, after: str | None) -> Any:
        found = page(self, limit, after)
        if not found.items and late:
            again = held.HeldError(late.pop(), Fault.PAUSED, now, now)
            with post.desk.ports.open("acme") as room:
                held.keep(post.desk.ports, room, again.key, again)
        return found

    now = post.desk.ports.clock.now()
    monkeypatch.setattr(HeldMails, "page", overtaken)
    post.desk.advance(MINUTE)
    post.desk.advance(MINUTE)
    assert late == []
    assert len(work(post.desk)) == 1
    let_leases_run_out(post.desk)
    post.desk.advance(MINUTE)
    assert (listed(post.desk), work(post.desk)) == ([], [])


def test_a_mail_that_was_settled_meanwhile_is_not_held(post: Correspondence) -> None:
    """The carrier's news were quicker than its answer."""
    reply(post)
    (job,) = [item for item in items(post.desk, "mail") if '"agent_reply"' in item["d"]["S"]]
    key = JobKey(id=job["sk"]["S"].removeprefix("MAIL#").replace("#", "."), workspace="acme", number=1)
    with post.desk.ports.enter("acme"):
        assert post.desk.ports.jobs.hold(key, Fault.CARRIER, post.desk.ports.clock.now()) is None


def test_a_release_that_holds_nothing_sends_what_is_held_and_it_is_forgotten(post: Correspondence) -> None:
    """It claims, sends and settles as ever, and knows neither list nor work: that is put off, and found again."""
    with fault(post.desk, SUSPENDED):
        reply(post)
    (job,) = [item for item in items(post.desk, "mail") if "hs" in item]
    assert (job["s"]["S"], "le" in job) == ("queued", False)
    (key,) = listed(post.desk)
    ports, now = post.desk.ports, post.desk.ports.clock.now() + 2 * MINUTE
    (outcome,) = worklist.carry_on(ports, {}, now, time.monotonic() + 60)
    assert outcome.became is Became.UNKNOWN
    with ports.enter("acme"):
        assert ports.jobs.claim(key, time.time()) is not None
        assert ports.jobs.settle(key, JobState.SENT, "ses-1")
    before = len(post.desk.sent)
    post.desk.advance(5 * MINUTE)
    assert (listed(post.desk), work(post.desk), len(post.desk.sent)) == ([], [], before)


def test_what_a_list_of_many_costs(post: Correspondence) -> None:
    """A look reads the names of a hundred mails and their jobs; where the first of them wait, it reads no further."""
    with fault(post.desk, SUSPENDED):
        reply(post)
    (key,) = listed(post.desk)
    with post.desk.ports.open("acme") as room:
        for number in range(300):
            job = MailJob(
                key=JobKey(id=f"{key.action_id}.x{number:03d}", workspace="acme", number=1),
                kind=LetterKind.AGENT_REPLY,
                address="maya@example.com",
                about=AboutTicket(person_id=f"x{number:03d}", name="Maya"),
            )
            post.desk.ports.jobs.add(job)
            room.held.add(job.key)
    drain(post.desk, "deliver_mail")
    now = post.desk.ports.clock.now()
    state = {"since": now.isoformat(), "why": "suspended", "next": (now + HOUR).isoformat()}
    waits = Work(workspace="acme", kind=held.KIND, at=now, state=state)
    layout = Layout.of(template.table())
    with post.desk.ports.open("acme") as room:
        held.look(post.desk.ports, room, waits)
        told = replace(room, workspace=replace(room.workspace, mail_held_since=now.isoformat()))
        with metering(layout) as spent:
            after = held.look(post.desk.ports, told, waits)
        assert after is not None
        assert (after.at > now, spent.reads <= GLANCE_READS, spent.writes) == (True, True, 0)
        rounds: Work | None = replace(waits, state={"since": now.isoformat(), "why": "suspended"})
        with metering(layout) as spent:
            while rounds and rounds.at <= now:
                rounds = held.look(post.desk.ports, told, rounds)
        assert len(pump(post.desk, "deliver_mail").bodies()) == 301
        assert (spent.reads <= 4 * PAGE_READS, spent.writes) == (True, 0)


def test_the_log_says_why_without_naming_anybody(post: Correspondence, monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[dict[str, Any]] = []
    counted: list[tuple[str, dict[str, str]]] = []
    monkeypatch.setattr(deliver_mail.log, "warning", lambda message, **told: lines.append({"message": message, **told}))
    monkeypatch.setattr(deliver_mail, "count", lambda metric, **of: counted.append((metric, of)))
    with fault(post.desk, Refusal("MessageRejected", "Nobody knows why support@acme.example may not.")):
        reply(post)
    with fault(post.desk, Refusal("MessageRejected", "Illegal address")):
        post.desk.advance(2 * MINUTE)
    (line, failed) = lines
    assert (line["message"], line["why"], line["workspace"]) == ("a mail is held", "unknown", "acme")
    assert "MessageRejected: Nobody knows why" in line["says"]
    assert "@" not in json.dumps(lines)
    assert (failed["message"], counted) == ("a mail failed", [("MailsHeld", {"why": "unknown"}), ("MailsFailed", {})])
