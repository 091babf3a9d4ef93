"""A notice comes to each browser of its member once: whatever the push service says, and whoever tries again."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.adapters.web_push import WebPush
from chalicelib.domain.accounts.api_keys import secret_digest
from chalicelib.domain.accounts.passwords import PasswordToken
from chalicelib.domain.accounts.sign_ins import IDLE_SECONDS
from chalicelib.domain.errors import DeskError
from chalicelib.domain.notices.inbox import InboxEntry
from chalicelib.domain.notices.notices import NOTICES, ToMembers
from chalicelib.domain.notices.push import (
    MOST_SUBSCRIPTIONS,
    PushAnswer,
    PushMessage,
    PushOutcome,
    PushSubscription,
)
from chalicelib.jobs.deliver_mail import handle
from chalicelib.locales import catalogue
from chalicelib.services.notices import push as service
from chalicelib.services.notices.push import PushLeasedError, deliver_push, push, subscribe
from chalicelib.storage.notices import pushes
from tests.api.asking import new_ticket
from tests.support.desk import Desk
from tests.support.push_browser import Browser

FCM = "https://fcm.googleapis.com/fcm/send/"
REF = "TKT-0001"


@dataclass
class Services:
    """All push services: what came to them, and what they answer, in turn."""

    got: list[tuple[PushSubscription, dict[str, Any], PushMessage]] = field(default_factory=list)
    answers: list[PushAnswer | Exception] = field(default_factory=list)

    def send(self, to: PushSubscription, _secret: str, message: PushMessage) -> PushAnswer:
        self.got.append((to, json.loads(message.content), message))
        answer = self.answers.pop(0) if self.answers else PushAnswer(PushOutcome.TAKEN)
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def titles(self) -> list[str]:
        return [shown["title"] for _, shown, _ in self.got]


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Services:
    there = Services()
    monkeypatch.setattr(WebPush, "send", lambda _self, *given: there.send(*given))
    return there


@pytest.fixture
def ticketed(desk: Desk) -> Desk:
    """A desk with one ticket, at which everything has settled."""
    new_ticket(desk, title="Checkout returns 502")
    desk.settle()
    return desk


def browser_of(desk: Desk, name: str = "one", **chosen: Any) -> PushSubscription:
    titles = chosen.pop("titles", None)
    wanted = PushSubscription(endpoint=FCM + name, seed="", **{"language": "en", **Browser().keys, **chosen})
    return subscribe(desk.ports, desk.admin.id, wanted, titles=titles)


def entry(desk: Desk, **given: Any) -> InboxEntry:
    about = {"id": "01HENTRY", "event": "ticket.customer_replied", "title": "Checkout returns 502", "actor": "Maya"}
    now = desk.ports.clock.now()
    return InboxEntry(**{"member_id": desk.admin.id, "number": 1, "at": now, **about, **given})


def tell(desk: Desk, delay: int = 0, **given: Any) -> None:
    with desk.ports.open("acme") as room:
        push(desk.ports, room, room.workspace.members[desk.admin.id], entry(desk, **given), delay)


def job(desk: Desk) -> service.PushJob:
    at = desk.ports.clock.now().isoformat()
    browser = desk.ports.pushes.of(desk.admin.id)[0]
    return service.PushJob(
        workspace="acme",
        member_id=desk.admin.id,
        subscription_id=browser.id,
        entry_id="01HENTRY",
        event="ticket.customer_replied",
        number=1,
        at=at,
    )


def test_every_browser_of_a_member_shows_what_happened_where_and_no_more(ticketed: Desk, services: Services) -> None:
    browser_of(ticketed, "one")
    browser_of(ticketed, "two", language="de-AT")
    tell(ticketed)
    ticketed.settle()
    assert sorted(services.titles) == [f"{REF}: Der Kunde hat geantwortet", f"{REF}: the customer replied"]
    for _, shown, message in services.got:
        assert shown["to"] == f"/console/tickets/{REF}?workspace=acme"
        assert shown["body"] == "Acme Support"
        assert shown["tag"] == message.topic
        assert "Checkout" not in message.content.decode()
        assert "Maya" not in message.content.decode()


def test_the_title_is_shown_where_it_was_chosen(ticketed: Desk, services: Services) -> None:
    browser_of(ticketed, titles=True)
    tell(ticketed)
    ticketed.settle()
    assert services.got[0][1]["body"] == "Checkout returns 502"


def chosen(desk: Desk, **events: dict[str, list[str]]) -> None:
    answer = desk.http("PATCH", "/v1/acme/preferences", json={"notices": events}, token=desk.admin.token)
    assert answer.status == 200, answer.text


def test_what_a_member_chose_to_be_pushed_is_and_nothing_else(desk: Desk, services: Services) -> None:
    browser_of(desk)
    chosen(desk, created={"unassigned": ["push"]}, customer_replied={"mine": ["inbox"]})
    key = desk.api_key("tickets:read", "tickets:write")
    made = {"title": "It broke", "contact": {"email": "maya@example.com"}, "channel": "phone"}
    first = desk.http("POST", "/v1/acme/tickets", json=made, token=key).json()["ref"]
    desk.settle()
    assert services.titles == [f"{first}: new ticket"]
    desk.http("PATCH", f"/v1/acme/tickets/{first}", json={"priority": "low"}, token=key)
    desk.settle()
    assert len(services.got) == 1


def test_an_assignment_is_pushed_once_it_can_not_be_undone_any_more(ticketed: Desk, services: Services) -> None:
    browser_of(ticketed)
    chosen(ticketed, assigned={"mine": ["push"]})
    bo = ticketed.add_member("Bo", "bo@acme.example", "agent")
    path = f"/v1/acme/tickets/{REF}"
    for expected in ([], [f"{REF} was assigned"]):
        given = ticketed.http("PATCH", path, json={"assignee_id": ticketed.admin.id}, token=bo.token).json()
        ticketed.settle()
        assert services.titles == []
        if not expected:
            undone = ticketed.http("POST", f"{path}/actions/{given['action_id']}/undo", token=bo.token)
            assert undone.status == 200, undone.text
        ticketed.advance(timedelta(seconds=15))
        assert services.titles == expected


def test_a_browser_shows_notices_to_whoever_sits_at_it_last_and_to_nobody_else(
    ticketed: Desk, services: Services
) -> None:
    browser = browser_of(ticketed)
    tell(ticketed, 30)
    bo = ticketed.add_member("Bo", "bo@acme.example", "agent")
    subscribe(ticketed.ports, bo.id, browser, titles=None)
    ticketed.advance(timedelta(seconds=31))
    assert services.got == []
    assert ticketed.ports.pushes.of(ticketed.admin.id) == []
    assert [one.id for one in ticketed.ports.pushes.of(bo.id)] == [browser.id]


def test_whoever_has_no_browser_is_pushed_nothing(ticketed: Desk, services: Services) -> None:
    tell(ticketed)
    ticketed.settle()
    assert services.got == []


def test_told_twice_and_called_twice_it_is_sent_once(ticketed: Desk, services: Services) -> None:
    browser_of(ticketed)
    tell(ticketed)
    tell(ticketed)
    ticketed.settle()
    assert deliver_push(ticketed.ports, job(ticketed)) is None
    assert len(services.got) == 1
    tell(ticketed, id="01HOTHER")
    ticketed.settle()
    assert len(services.got) == 2


def test_a_browser_that_is_gone_is_forgotten(ticketed: Desk, services: Services) -> None:
    browser_of(ticketed)
    services.answers = [PushAnswer(PushOutcome.GONE)]
    tell(ticketed)
    ticketed.settle()
    assert ticketed.ports.pushes.of(ticketed.admin.id) == []
    tell(ticketed, id="01HOTHER")
    ticketed.settle()
    assert len(services.got) == 1


def test_a_busy_service_is_asked_again_later_and_later_and_not_for_ever(ticketed: Desk, services: Services) -> None:
    browser_of(ticketed)
    services.answers = [PushAnswer(PushOutcome.LATER)] * 20
    tell(ticketed)
    ticketed.settle()
    tries = [len(services.got)]
    for seconds in (31, 61, 121, 241, 481, 901, 901):
        ticketed.advance(timedelta(seconds=seconds))
        tries.append(len(services.got))
    assert tries == [1, 2, 3, 4, 5, 6, 6, 6]
    assert service.TRIES == 6


def test_a_service_that_says_when_is_asked_then(ticketed: Desk, services: Services) -> None:
    browser_of(ticketed)
    services.answers = [PushAnswer(PushOutcome.LATER, 600)]
    tell(ticketed)
    ticketed.settle()
    ticketed.advance(timedelta(seconds=500))
    assert len(services.got) == 1
    ticketed.advance(timedelta(seconds=101))
    assert len(services.got) == 2
    ticketed.advance(timedelta(minutes=30))
    assert len(services.got) == 2


def test_what_a_service_refuses_is_not_sent_again_and_the_browser_stays(ticketed: Desk, services: Services) -> None:
    browser_of(ticketed)
    services.answers = [PushAnswer(PushOutcome.REFUSED)]
    tell(ticketed)
    tell(ticketed)
    ticketed.settle()
    assert len(services.got) == 1
    assert len(ticketed.ports.pushes.of(ticketed.admin.id)) == 1


def test_a_worker_that_is_cut_off_leaves_a_lease_and_then_it_is_sent_under_the_same_name(
    ticketed: Desk, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser_of(ticketed)
    services.answers = [RuntimeError("cut off")]
    with pytest.raises(RuntimeError):
        deliver_push(ticketed.ports, job(ticketed))
    with pytest.raises(PushLeasedError):
        deliver_push(ticketed.ports, job(ticketed))
    later = service.time.time() + pushes.LEASE_SECONDS + 1
    monkeypatch.setattr(service.time, "time", lambda: later)
    assert deliver_push(ticketed.ports, job(ticketed)) is PushOutcome.TAKEN
    assert deliver_push(ticketed.ports, job(ticketed)) is None
    assert services.got[0][2].topic == services.got[1][2].topic


def test_what_is_leased_comes_back_from_the_queue(ticketed: Desk, services: Services) -> None:
    name = (ticketed.admin.id, browser_of(ticketed).id, "01HENTRY")
    ticketed.ports.pushes.claim(*name, service.time.time())
    body = json.dumps({"push": {**service.asdict(job(ticketed)), "of_tomorrow": 1}})
    record = {"messageId": "m1", "body": body, "attributes": {}, "eventSource": "aws:sqs"}
    assert handle({"Records": [record]})["batchItemFailures"] == [{"itemIdentifier": "m1"}]
    ticketed.ports.pushes.release(*name)
    assert handle({"Records": [record]})["batchItemFailures"] == []
    assert len(services.got) == 1


def test_a_member_who_left_and_a_notice_of_yesterday_are_not_pushed(ticketed: Desk, services: Services) -> None:
    browser_of(ticketed)
    late = replace(job(ticketed), at=(ticketed.ports.clock.now() - timedelta(hours=13)).isoformat())
    assert deliver_push(ticketed.ports, late) is None
    bo = ticketed.add_member("Bo", "bo@acme.example", "admin")
    changed = ticketed.http("PATCH", f"/v1/acme/members/{ticketed.admin.id}", json={"active": False}, token=bo.token)
    assert changed.status == 200, changed.text
    assert ticketed.ports.pushes.of(ticketed.admin.id) == []
    browser_of(ticketed)
    assert deliver_push(ticketed.ports, job(ticketed)) is None
    assert services.got == []


def test_what_was_undone_meanwhile_is_not_pushed(ticketed: Desk, services: Services) -> None:
    browser_of(ticketed)
    path = f"/v1/acme/tickets/{REF}"
    done = ticketed.http("PATCH", path, json={"priority": "urgent"}, token=ticketed.admin.token).json()
    tell(ticketed, 30, id=done["action_id"])
    undone = ticketed.http("POST", f"{path}/actions/{done['action_id']}/undo", token=ticketed.admin.token)
    assert undone.status == 200, undone.text
    ticketed.advance(timedelta(seconds=31))
    assert services.got == []


def test_an_event_of_a_later_release_is_told_in_general(ticketed: Desk, services: Services) -> None:
    browser_of(ticketed)
    tell(ticketed, event="ticket.of_tomorrow")
    ticketed.settle()
    assert services.titles == [f"{REF}: update"]


def test_every_event_that_members_are_told_of_has_words() -> None:
    missing = [row.event for row in NOTICES if isinstance(row, ToMembers) if f"push.{row.event}" not in catalogue("en")]
    assert missing == []


def test_a_new_signing_key_leaves_browsers_that_know_the_old_one_until_it_is_taken_out(
    ticketed: Desk, services: Services
) -> None:
    browser = browser_of(ticketed)
    before = service.public_key(ticketed.ports)
    signing = ticketed.ports.secrets._read()["signing"]  # type: ignore[attr-defined] # what SSM would give by then
    signing["keys"]["k2"], signing["current"] = "A" * 43 + "=", "k2"
    assert service.public_key(ticketed.ports) != before
    assert deliver_push(ticketed.ports, job(ticketed)) is PushOutcome.TAKEN
    assert browser.seed == services.got[0][0].seed == "k1."
    del signing["keys"]["k1"]
    assert deliver_push(ticketed.ports, replace(job(ticketed), entry_id="01HOTHER")) is PushOutcome.GONE
    assert ticketed.ports.pushes.of(ticketed.admin.id) == []


def test_the_eleventh_browser_is_refused_and_one_that_is_there_is_not(desk: Desk) -> None:
    for number in range(MOST_SUBSCRIPTIONS):
        browser_of(desk, str(number), titles=number == 0)
    with pytest.raises(DeskError, match="too_many"):
        browser_of(desk, "eleventh")
    assert browser_of(desk, "0").titles, "what was chosen stays where nothing is said"
    assert not browser_of(desk, "0", titles=False).titles


def test_a_browser_is_pushed_to_no_longer_than_somebody_stays_signed_in_there() -> None:
    assert timedelta(days=service.KEPT_DAYS) == timedelta(seconds=IDLE_SECONDS)


def test_a_new_password_ends_what_any_browser_shows(desk: Desk) -> None:
    browser_of(desk)
    desk.ports.accounts.add_password_token(
        PasswordToken(digest=secret_digest("t"), email=desk.admin.email, expires_at=2**31)
    )
    asked = {"token": "t", "password": "another horse battery 8"}
    assert desk.http("POST", "/v1/auth/reset-password", json=asked).status == 204
    assert desk.ports.pushes.of(desk.admin.id) == []
