"""Confirmations that bounce stop all of them, until an admin lets them go on."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from chalicelib.domain.mail.jobs import AboutTicket, JobKey, JobState, LetterKind, MailJob
from chalicelib.services.mail.outgoing.confirmations import note_confirmation
from infra.local.ses_events import BOUNCES
from tests.api.asking import submitted
from tests.services.mail.correspondence import Correspondence
from tests.support.desk import Desk


def noted(desk: Desk, state: JobState, times: int, kind: LetterKind = LetterKind.CONFIRMATION) -> list[bool]:
    """Tell of so many mails of this moment."""
    key = JobKey(id=f"{desk.ports.new_id(desk.ports.clock.now())}.r1", workspace="acme", number=1)
    job = MailJob(key=key, kind=kind, address="maya@example.com", about=AboutTicket(person_id="r1", name="Maya"))
    told = []
    for _ in range(times):
        with desk.ports.open("acme") as room:
            told.append(note_confirmation(desk.ports, room, job, state))
    return told


def go_on(post: Correspondence, on: bool = True) -> None:
    assert post.call("PATCH", "/settings", {"confirmations_on": on}).json()["confirmations_on"] is on


def is_on(post: Correspondence) -> bool:
    return bool(post.call("GET", "/settings").json()["confirmations_on"])


def test_a_bounced_confirmation_stops_them_and_an_admin_lets_them_go_on(
    post: Correspondence, capsys: pytest.CaptureFixture[str]
) -> None:
    noted(post.desk, JobState.SENT, 24)
    submitted(post.desk, email=BOUNCES)
    post.desk.settle()
    assert not is_on(post)
    assert "ConfirmationsStopped" in capsys.readouterr().out
    (change, *_) = post.call("GET", "/audit").json()["items"]
    assert (change["actor"]["kind"], change["changes"]) == ("system", {"confirmations_on": {"from": True, "to": False}})
    before = len(post.desk.sent)
    post.write(sender="noor@example.com")
    assert len(post.refs()) == 2
    assert len(post.desk.sent) == before
    go_on(post)
    post.write(sender="ben@example.com")
    assert post.desk.sent[-1].to == ("ben@example.com",)


@pytest.mark.parametrize(
    ("sent", "bounced", "stops"), [(19, 19, False), (20, 1, True), (34, 1, False), (33, 1, True), (67, 2, False)]
)
def test_more_than_three_in_a_hundred_of_at_least_twenty_stop_them(
    post: Correspondence, sent: int, bounced: int, stops: bool
) -> None:
    noted(post.desk, JobState.SENT, sent)
    assert any(noted(post.desk, JobState.BOUNCED, bounced)) is stops
    assert is_on(post) is not stops


def test_the_twentieth_that_is_sent_may_be_what_makes_them_too_many(post: Correspondence) -> None:
    noted(post.desk, JobState.SENT, 19)
    noted(post.desk, JobState.BOUNCED, 1)
    assert is_on(post)
    assert noted(post.desk, JobState.SENT, 1) == [True]
    assert not is_on(post)


def test_neither_other_mails_nor_those_of_another_hour_nor_of_before_they_went_on_count(post: Correspondence) -> None:
    noted(post.desk, JobState.SENT, 30)
    noted(post.desk, JobState.BOUNCED, 30, LetterKind.AGENT_REPLY)
    post.desk.advance(timedelta(hours=1))
    noted(post.desk, JobState.BOUNCED, 10)
    assert is_on(post)
    noted(post.desk, JobState.SENT, 30)
    go_on(post, on=False)
    post.desk.advance(timedelta(seconds=1))
    go_on(post)
    noted(post.desk, JobState.BOUNCED, 10)
    assert is_on(post)


def stopped_at(post: Correspondence) -> str | None:
    told: str | None = post.call("GET", "/settings").json()["confirmations_stopped_at"]
    return told


def test_the_settings_say_when_they_stopped_by_themselves_as_long_as_they_are_stopped(post: Correspondence) -> None:
    go_on(post, on=False)
    assert stopped_at(post) is None, "somebody switched them off"
    go_on(post)
    now = post.desk.ports.clock.now()
    post.desk.advance(timedelta(seconds=1))
    noted(post.desk, JobState.SENT, 20)
    noted(post.desk, JobState.BOUNCED, 1)
    stopped = stopped_at(post)
    assert stopped is not None
    assert now < datetime.fromisoformat(stopped) < now + timedelta(minutes=5)
    go_on(post)
    assert stopped_at(post) is None
