"""`/_local` must show what was sent, move the clock and refuse nonsense in the API's form."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from infra.local.gateway import LocalReply
from infra.local.routes import LocalRoutes
from infra.local.sent_mail import SentMail
from infra.local.ses import Refusal


class FakePumps:
    """Remembers how far it was told that time went on, and whether it is to come to rest."""

    def __init__(self) -> None:
        self.advanced: list[timedelta] = []
        self.settled = 0
        self.restless = False

    def advance(self, span: timedelta) -> None:
        self.advanced.append(span)

    def settle(self, timeout: float) -> None:
        if self.restless:
            raise TimeoutError("waiting: {'deliver_mail': 1}")
        self.settled += 1


class Local:
    """The routes with an outbox of some mails."""

    def __init__(self) -> None:
        self.mails: list[SentMail] = []
        self.clock = SimpleNamespace(offset=timedelta(0))
        self.pumps = FakePumps()
        self.told: list[Any] = []
        clear, tell = self.mails.clear, self.told.append
        self.outbox = SimpleNamespace(mails=self.mails, clear=clear, tell=tell, refusal=None)
        self.routes = LocalRoutes(self.outbox, self.pumps, self.clock)  # type: ignore[arg-type]

    def mail(self, to: str, raw: bytes) -> None:
        at = datetime(2026, 3, 1, 12, tzinfo=UTC)
        self.mails.append(SentMail(f"id-{len(self.mails)}", "support@acme.example", (to,), at, raw, {}))

    def ask(self, method: str, target: str, body: bytes = b"") -> LocalReply:
        return self.routes(method, target, body)


def content(reply: LocalReply) -> Any:
    return json.loads(reply.body)


def html_mail(subject: bytes, html: bytes) -> bytes:
    return (
        b"From: Acme Support <support@acme.example>\r\nSubject: " + subject + b"\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/alternative; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nSee https://help.test/t/1?a=b&c=d <b>\r\n"
        b"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html + b"\r\n--b--\r\n"
    )


@pytest.fixture
def local() -> Local:
    made = Local()
    made.mail("Maya@example.com", html_mail(b"First", b"<p>one</p>"))
    made.mail("sam@example.com", html_mail(b"Second", b"<script>alert(1)</script><p>two</p>"))
    return made


def test_mails_are_listed_newest_last_with_everything_a_test_wants(local: Local) -> None:
    first, second = content(local.ask("GET", "/_local/mail"))
    assert first == {
        "to": "Maya@example.com",
        "from": "Acme Support <support@acme.example>",
        "subject": "First",
        "text": "See https://help.test/t/1?a=b&c=d <b>",
        "html": "<p>one</p>",
        "headers": first["headers"],
        "at": "2026-03-01T12:00:00Z",
    }
    assert first["headers"]["Subject"] == "First"
    assert second["subject"] == "Second"


def test_mails_of_one_recipient_are_found_whatever_the_case(local: Local) -> None:
    assert [mail["subject"] for mail in content(local.ask("GET", "/_local/mail?to=maya%40EXAMPLE.com"))] == ["First"]
    assert content(local.ask("GET", "/_local/mail?to=nobody%40example.com")) == []


def test_mails_can_be_forgotten(local: Local) -> None:
    assert local.ask("DELETE", "/_local/mail").status == 204
    assert content(local.ask("GET", "/_local/mail")) == []


def test_the_mailbox_page_shows_the_newest_mail_and_another_when_asked(local: Local) -> None:
    reply = local.ask("GET", "/_local/mailbox")
    newest = reply.body.decode()
    assert "frame-ancestors 'none'" in dict(reply.headers)["Content-Security-Policy"]
    assert "<h2>Second</h2>" in newest
    assert '<a href="https://help.test/t/1?a=b&amp;c=d"' in newest
    assert "<h2>First</h2>" in local.ask("GET", "/_local/mailbox?id=id-0").body.decode()


def test_a_hostile_subject_stays_text_on_the_mailbox_page(local: Local) -> None:
    local.mail("a@example.com", html_mail(b"<img src=x onerror=alert(1)>", b""))
    page = local.ask("GET", "/_local/mailbox").body.decode()
    assert "<img" not in page
    assert "&lt;img src=x" in page


def test_an_empty_mailbox_says_what_to_do(local: Local) -> None:
    local.mails.clear()
    assert "Nothing was sent yet" in local.ask("GET", "/_local/mailbox").body.decode()


def test_a_mails_html_comes_by_itself_and_may_run_nothing(local: Local) -> None:
    reply = local.ask("GET", "/_local/mailbox/html?id=id-1")
    policy = dict(reply.headers)["Content-Security-Policy"]
    assert b"<p>two</p>" in reply.body
    assert "; sandbox allow-popups" in policy
    assert "frame-ancestors 'self'" in policy
    assert "script" not in policy
    assert "default-src 'none'" in policy
    assert local.ask("GET", "/_local/mailbox/html?id=unknown").status == 404


def test_the_clock_goes_forward_and_what_is_due_by_then_runs(local: Local) -> None:
    first = content(local.ask("POST", "/_local/clock", b'{"advance_minutes": 90}'))
    second = content(local.ask("POST", "/_local/clock", b'{"advance_minutes": 0.5}'))
    assert (first["offset_minutes"], second["offset_minutes"]) == (90, 90.5)
    assert local.clock.offset == timedelta(minutes=90.5)
    assert local.pumps.advanced == [timedelta(minutes=90), timedelta(seconds=30)]
    assert local.pumps.settled == 2


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff", 400),
        (b"[]", 422),
        (b"5", 422),
        (b"{}", 422),
        (b'{"advance_minutes": "5"}', 422),
        (b'{"advance_minutes": true}', 422),
        (b'{"advance_minutes": -1}', 422),
        (b'{"advance_minutes": NaN}', 422),
        (b'{"advance_minutes": 1e300}', 422),
        (b'{"advance_minutes": 1' + b"0" * 400 + b"}", 422),
        (b'{"advance_minutes": 1, "more": 2}', 422),
        (b"[" * 100_000, 400),
    ],
)
def test_nonsense_does_not_move_the_clock(local: Local, body: bytes, status: int) -> None:
    reply = local.ask("POST", "/_local/clock", body)
    assert reply.status == content(reply)["status"] == status
    assert local.clock.offset == timedelta(0)


def test_settling_waits_for_the_pumps_and_says_when_they_do_not_come_to_rest(local: Local) -> None:
    assert content(local.ask("POST", "/_local/settle")) == {"settled": True}
    local.pumps.restless = True
    reply = local.ask("POST", "/_local/settle")
    assert (reply.status, content(reply)["code"]) == (503, "not_settled")
    assert "deliver_mail" in content(reply)["detail"]


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/_local/clock", 405), ("GET", "/_local/nothing", 404)])
def test_unknown_addresses_and_methods_are_refused(local: Local, method: str, path: str, status: int) -> None:
    assert local.ask(method, path).status == status


def test_an_event_of_ses_can_be_put_in() -> None:
    local, event = Local(), {"eventType": "Bounce", "mail": {"messageId": "id-1", "tags": {}}}
    assert content(local.ask("POST", "/_local/ses-event", json.dumps(event).encode())) == {"published": "Bounce"}
    assert (local.told, local.pumps.settled) == ([event], 1)


@pytest.mark.parametrize(("body", "status"), [(b"{", 400), (b"[]", 422), (b'{"eventType": "Bounce"}', 422)])
def test_what_is_no_event_of_ses_is_refused(body: bytes, status: int) -> None:
    local = Local()
    assert local.ask("POST", "/_local/ses-event", body).status == status
    assert local.told == []


def test_ses_refuses_mail_as_it_is_told_to_until_it_takes_some_again(local: Local) -> None:
    target = "/_local/ses-refusal?code=MessageRejected&message=Sending%20suspended&sender=billing@"
    assert local.ask("POST", target).status == 204
    assert local.outbox.refusal == Refusal("MessageRejected", "Sending suspended", 400, "billing@")
    assert local.ask("POST", "/_local/ses-refusal?code=InternalFailure&status=500").status == 204
    assert local.outbox.refusal.status == 500
    assert local.ask("DELETE", "/_local/ses-refusal").status == 204
    assert local.outbox.refusal is None


@pytest.mark.parametrize("query", ["", "?code=", "?code=X&status=200", "?code=X&status=no", "?status=500"])
def test_a_refusal_that_ses_could_not_give_is_refused(local: Local, query: str) -> None:
    assert local.ask("POST", f"/_local/ses-refusal{query}").status == 422
    assert local.outbox.refusal is None
